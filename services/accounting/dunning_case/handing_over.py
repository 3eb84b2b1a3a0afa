"""Handing over what our own letters are at their end about: to a lawyer, or to a collection agency.

That are the invoices which have got the final letter themselves, with the charges that it asked for. As long as a third
party has them we write nothing about them, raise no level and claim no fee: nobody is dunned by two. What is owed goes
on living: money settles it by the clearing order, charges are waived, invoices are disputed, it may be written off, and
interest runs until the day of the money at the rate of the level that each had reached, as ever. What the third party
charges the debtor for is theirs. The credit stays as the levels left it. Every other invoice goes on being dunned by
us, and follows to the same third party once it has got its own final letter. A hand-over ends when it is recalled, or
with its case.

The final notice says what comes next, so it has to have left before that: written is not sent. Where it cannot, or went
another way, whoever hands it over says why.
"""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from services.accounting.dunning_case.account import invoice_of
from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import DunningCaseEvent, LetterLeft
from services.accounting.dunning_case.events_of_endings import CaseRecalled, HandedOver
from services.accounting.dunning_case.parts import Reached
from services.accounting.dunning_case.pausing import PausedAlready, handed_over, running_case
from services.accounting.dunning_case.resting import dunned_now, invoices_of_others, is_covered, our_charges
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_case.writing_off import WriteOffPending
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.dunning_policy.state import DunningPolicy
from shared.kernel.decider import Given
from shared.kernel.money import total
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class FinalLevelNotReached(Rejection):
    """Nothing of the debtor has come to the final level yet, or a third party has all that did."""

    code = "accounting.dunning-case.final-level-not-reached"


class FinalLetterHasNotLeft(Rejection):
    """A letter of the final level is neither sent nor posted; see to it, or say why it goes without."""

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
    """Let a lawyer (`to` legal) or a collection agency (agency) collect what is final. Given the dunning policy.

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
    """What is at the final level, to one at a time; not while the debtor was promised to be left in peace."""
    running, policy = running_case(case), given.of(DUNNING_POLICY, MAIN)
    final = _final_of(running, policy)
    if not final and _is_with_them(request, running):
        return []
    _require_same(request, running, is_more=bool(final))
    if not final:
        raise FinalLevelNotReached(f"level {running.level} of {len(policy.levels)}", level=running.level)
    if running.block is not None:
        raise DunningIsBlocked(f"until {running.block.until}", until=running.block.until)
    if running.promise is not None or running.plan is not None:
        raise PausedAlready("wait until it is kept or broken, or take it back")
    if running.write_off is not None:
        raise WriteOffPending(f"over {running.write_off.amount}", proposed_by=running.write_off.proposed_by)
    lying = sorted({one.letter_no for one in final.values()} - {*running.account.letters_left})
    if lying and not request.without_letter_because:
        raise FinalLetterHasNotLeft(f"reminder {lying[0]}", reminder_no=lying[0])
    return concluded(case, [_handed_over(request, running, final, has_left=not lying)], policy, request.on)


def _handed_over(request: HandOverCase, case: Running, final: Mapping[str, Reached], *, has_left: bool) -> HandedOver:
    """What came to the final level and is dunned still, with the charges by then. Raises NothingToCollect."""
    invoice_ids = {invoice_of(place) for place in final}
    dunned = [one for one in dunned_now(case, request.on) if one.invoice_id in invoice_ids]
    asked_for = max(one.on for one in final.values())
    charges = [charge for charge in our_charges(case) if charge.claimed_on <= asked_for]
    currency = case.account.currency
    principal = total((one.amount for one in dunned), currency)
    charged = total((charge.open for charge in charges), currency)
    if not principal + charged or is_covered(case, principal + charged):
        raise NothingToCollect(f"of {case.account.overdue(request.on) + case.account.charged}")
    return HandedOver(
        hand_over_no=case.hand_overs_made + 1,
        case_no=case.case_no,
        level=min(one.level for one in final.values()),
        to=request.to,
        name=request.name,
        reference=request.reference,
        reason=request.reason,
        principal=principal,
        charges=charged,
        invoice_ids=tuple(dict.fromkeys(one.invoice_id for one in dunned)),
        handed_over_by=request.by,
        handed_over_on=request.on,
        without_letter_because="" if has_left else request.without_letter_because,
        charge_ids=tuple(charge.charge_id for charge in charges),
    )


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


def _final_of(case: Running, policy: DunningPolicy) -> dict[str, Reached]:
    """What of ours got the letter that said it was the last, or has no level after it now, by `place_of`.

    Of a case of which only charges are left, what the case itself has come to.
    """
    owed = case.account.places
    final = {
        place: reached
        for place, reached in case.account.reached.items()
        if place in owed and invoice_of(place) not in invoices_of_others(case) and _is_final(reached, policy)
    }
    if final or owed or not our_charges(case):
        return final
    reached = case.reached
    return {"": reached} if reached is not None and _is_final(reached, policy) else {}


def _is_final(reached: Reached, policy: DunningPolicy) -> bool:
    return reached.is_last or reached.level >= len(policy.levels)


def _is_with_them(request: HandOverCase, case: Running) -> bool:
    """Asked twice, it happens once."""
    theirs = case.hand_over
    return theirs is not None and (theirs.to, theirs.name, theirs.reference, theirs.reason) == (
        request.to,
        request.name,
        request.reference,
        request.reason,
    )


def _require_same(request: HandOverCase, case: Running, *, is_more: bool) -> None:
    """What is final now follows what was before it. Raises CaseIsHandedOver."""
    theirs = case.hand_over
    if theirs is not None and not (is_more and (theirs.to, theirs.name) == (request.to, request.name)):
        raise handed_over(theirs)
