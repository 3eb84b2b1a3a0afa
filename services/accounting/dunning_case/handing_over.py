"""Handing a case over once our own letters are at their end: to a lawyer, or to a collection agency.

As long as one of them has it we write nothing, raise no level and claim no fee: nobody is dunned by two. What is owed
goes on living: money settles it by the clearing order, charges are waived, invoices are disputed, it may be written
off, and interest runs until the day of the money at the rate of the level that the case has reached, as ever. What the
third party charges the debtor for is theirs. The credit stays as the levels left it. A hand-over ends when it is
recalled, or with its case.

The final notice says what comes next, so it has to have left before that: written is not sent. Where it cannot, or went
another way, whoever hands the case over says why.
"""

from datetime import date
from typing import assert_never

from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import DunningCaseEvent, LetterLeft
from services.accounting.dunning_case.events_of_endings import CaseRecalled, HandedOver
from services.accounting.dunning_case.pausing import PausedAlready, require_ours, running_case
from services.accounting.dunning_case.resting import dunned_now, is_covered, principal_now
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_case.writing_off import WriteOffPending
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.dunning_policy.state import DunningPolicy
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class FinalLevelNotReached(Rejection):
    """Our own procedure has not come to its final level yet."""

    code = "accounting.dunning-case.final-level-not-reached"


class FinalLetterHasNotLeft(Rejection):
    """The letter of the final level is neither sent nor posted; see to it, or say why it goes without."""

    code = "accounting.dunning-case.final-letter-has-not-left"


class DunningIsBlocked(Rejection):
    """A person holds the case; unblock it first."""

    code = "accounting.dunning-case.is-blocked"


class NothingToCollect(Rejection):
    """What is owed is in dispute, or money of theirs that is with us covers it."""

    code = "accounting.dunning-case.nothing-to-collect"


class NotHandedOver(Rejection):
    """Nobody but us collects it."""

    code = "accounting.dunning-case.not-handed-over"


@command
class NoteLetterLeft:
    """A letter to the debtor was sent or posted."""

    reminder_no: int
    on: date


@command
class HandOverCase:
    """Let a lawyer (`to` legal) or a collection agency (agency) collect it. Given the dunning policy.

    `without_letter_because` is the reason for doing it although the final level's letter has not left.
    """

    to: str
    name: str
    reference: str
    reason: str
    by: str
    on: date
    without_letter_because: str = ""


@command
class RecallCase:
    """Collect it ourselves again. Given the dunning policy."""

    reason: str
    by: str
    on: date


def note_letter_left(request: NoteLetterLeft, case: DunningCase) -> list[DunningCaseEvent]:
    """Of a level, also of a case that is resolved by then: it may be continued. Once; never refused."""
    match case:
        case Unwatched():
            return []
        case Watched(account=account) | Running(account=account):
            number = request.reminder_no
            of_levels = {one.letter_no for one in account.reached.values()}
            if isinstance(case, Running):
                of_levels.add(case.letter_no)
            if number in account.letters_left or number not in of_levels:
                return []
            return [LetterLeft(reminder_no=number, left_on=request.on)]
        case _:
            assert_never(case)


def hand_over_case(request: HandOverCase, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """At the final level, whole, and to one at a time; not while the debtor was promised to be left in peace."""
    running, policy = running_case(case), given.of(DUNNING_POLICY, MAIN)
    if _is_with_them(request, running):
        return []
    require_ours(running)
    _require_final(running, policy)
    if running.block is not None:
        raise DunningIsBlocked(f"until {running.block.until}", until=running.block.until)
    if running.promise is not None or running.plan is not None:
        raise PausedAlready("wait until it is kept or broken, or take it back")
    if running.write_off is not None:
        raise WriteOffPending(f"over {running.write_off.amount}", proposed_by=running.write_off.proposed_by)
    has_left = has_letter_left(running)
    if not has_left and not request.without_letter_because:
        raise FinalLetterHasNotLeft(f"reminder {running.letter_no}", reminder_no=running.letter_no)
    principal, charges = principal_now(running, request.on), running.account.charged
    if not principal + charges or is_covered(running, principal + charges):
        raise NothingToCollect(f"of {running.account.overdue(request.on) + charges}")
    fact = HandedOver(
        hand_over_no=running.hand_overs_made + 1,
        case_no=running.case_no,
        level=running.level,
        to=request.to,
        name=request.name,
        reference=request.reference,
        reason=request.reason,
        principal=principal,
        charges=charges,
        invoice_ids=tuple(dict.fromkeys(one.invoice_id for one in dunned_now(running, request.on))),
        handed_over_by=request.by,
        handed_over_on=request.on,
        without_letter_because="" if has_left else request.without_letter_because,
    )
    return concluded(case, [fact], policy, request.on)


def recall_case(request: RecallCase, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """The procedure goes on from where it was; at its end, that is with a person."""
    running = running_case(case)
    theirs = running.hand_over
    if theirs is None:
        raise NotHandedOver("there is nothing to recall")
    fact = CaseRecalled(
        hand_over_no=theirs.hand_over_no,
        case_no=running.case_no,
        to=theirs.to,
        name=theirs.name,
        reason=request.reason,
        recalled_by=request.by,
        recalled_on=request.on,
    )
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def has_letter_left(case: Running) -> bool:
    """Whether the letter of the level that the case has reached is sent or posted."""
    return case.letter_no in case.account.letters_left


def _is_with_them(request: HandOverCase, case: Running) -> bool:
    """Asked twice, it happens once."""
    theirs = case.hand_over
    return theirs is not None and (theirs.to, theirs.name, theirs.reference, theirs.reason) == (
        request.to,
        request.name,
        request.reference,
        request.reason,
    )


def _require_final(case: Running, policy: DunningPolicy) -> None:
    """The last letter said that it was the last, or the policy has no level after it now."""
    has_more = case.level < len(policy.levels)
    if case.level == 0 or (has_more and not case.is_last):
        raise FinalLevelNotReached(f"level {case.level} of {len(policy.levels)}", level=case.level)
