"""The day of a review: pauses end, instalments are reminded of before their day, the next level is raised."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from services.accounting.debtor.decider import DEBTOR
from services.accounting.debtor.events import Addressee
from services.accounting.debtor.state import addressee_of
from services.accounting.dunning_case.account import BEFORE_DUE, DunnedInstalment
from services.accounting.dunning_case.claiming import fee_of_level, interest_of_levels
from services.accounting.dunning_case.concluding import (
    broken_pauses,
    charges_day,
    concluded,
    to_remind,
)
from services.accounting.dunning_case.events import (
    DunningCaseEvent,
    LeftToPerson,
    LevelRaised,
    ReminderIssued,
    ReviewFellDue,
)
from services.accounting.dunning_case.events_of_pauses import DunningUnblocked
from services.accounting.dunning_case.levels import Levels, level_day, levels_after, own_level, raised_in
from services.accounting.dunning_case.parts import CHARGES, MONEY_ON_ACCOUNT, RemindedCharge, RemindedInstalment
from services.accounting.dunning_case.resting import (
    charges_now,
    dunned_now,
    is_covered,
    money_with_us,
    principal_now,
    resting_invoices,
)
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched, evolve
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from services.accounting.dunning_policy.state import DunningPolicy, name_of
from shared.calendar.working_days import is_working_day, working_day_from
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class CaseUnknown(Rejection):
    """Nothing of this debtor was ever near its day."""

    code = "accounting.dunning-case.unknown"
    ground = Ground.NOT_FOUND


@command
class NoteReviewDue:
    """The day of the review has come."""

    on: date


@command
class ReviewCase:
    """Do what the day asks for. Given the dunning policy and the debtor."""

    on: date


def note_review_due(request: NoteReviewDue, case: DunningCase) -> list[DunningCaseEvent]:
    """A review that was put off meanwhile does not fall due."""
    match case:
        case Unwatched():
            return []
        case Watched(account=account) | Running(account=account):
            if account.review_on is None or account.review_on > request.on:
                return []
            return [ReviewFellDue(customer_id=account.customer_id, fell_due_on=request.on)]
        case _:
            assert_never(case)


def review_case(request: ReviewCase, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Reviewed twice on a day, nothing more happens: what was done changed what there is to do."""
    match case:
        case Unwatched():
            raise CaseUnknown("nothing to review")
        case Watched(account=account) | Running(account=account):
            policy = given.of(DUNNING_POLICY, MAIN)
            addressee = addressee_of(given.of(DEBTOR, account.customer_id), account.customer_id, policy.language)
        case _:
            assert_never(case)
    told: list[DunningCaseEvent] = []
    for step in (_ended_pauses, _reminders, _levels, _charges):
        for fact in step(case, policy, addressee, request.on):
            told.append(fact)
            case = evolve(case, fact)
    return [*told, *concluded(case, [], policy, request.on, reviewed=True)]


def _ended_pauses(
    case: DunningCase, policy: DunningPolicy, _addressee: Addressee, on: date
) -> Iterable[DunningCaseEvent]:
    if not isinstance(case, Running):
        return
    if case.block is not None and case.block.until < on:
        yield DunningUnblocked(unblocked_by="", unblocked_on=on)
    yield from broken_pauses(case, policy, on)


def _reminders(case: DunningCase, policy: DunningPolicy, addressee: Addressee, on: date) -> Iterable[DunningCaseEvent]:
    """One letter for all instalments whose reminder's day has come."""
    match case:
        case Unwatched():
            return
        case Running(block=block) if block is not None:
            return
        case Watched(account=account):
            resting: frozenset[str] = frozenset()
        case Running(account=account):
            resting = resting_invoices(case)
        case _:
            assert_never(case)
    coming = tuple(
        RemindedInstalment(
            invoice_id=invoice.invoice_id,
            invoice_number=invoice.number,
            instalment_no=one.instalment_no,
            due_on=one.due_on,
            open=one.open,
        )
        for invoice, one in to_remind(account, policy, on, resting)
        if one.due_on >= on
    )
    if coming:
        yield ReminderIssued(
            reminder_no=account.last_reminder_no + 1,
            case_no=case.case_no if isinstance(case, Running) else 0,
            level=BEFORE_DUE,
            level_name="",
            customer_id=account.customer_id,
            addressee=addressee,
            instalments=coming,
            charges=(),
            total=total((one.open for one in coming), account.currency),
            issued_on=on,
            letterhead=policy.letterhead,
            on_account=_on_account(case),
        )


def _levels(case: DunningCase, policy: DunningPolicy, addressee: Addressee, on: date) -> Iterable[DunningCaseEvent]:
    """One level a day at most: each has its own gap to the one before."""
    if not isinstance(case, Running) or not is_working_day(on, policy.holiday_country):
        return
    if level_day(case, policy, on) != on:
        return
    levels = levels_after(case, policy, on)
    if not levels.raised:
        return
    if is_covered(case, principal_now(case, on)):
        if case.left_because != MONEY_ON_ACCOUNT:
            yield LeftToPerson(because=MONEY_ON_ACCOUNT, left_on=on)
        return
    is_new = levels.highest > case.level
    facts: list[DunningCaseEvent] = []
    if is_new:
        facts.append(_raised(case, policy, levels, on))
        facts += fee_of_level(case, policy, levels.highest, on)
    facts += interest_of_levels(case, policy, levels, on)
    after: DunningCase = case
    for fact in facts:
        after = evolve(after, fact)
    assert isinstance(after, Running)  # raising a level and claiming charges end no case
    yield from facts
    letter = _reminder_of(after, policy, levels.highest, levels.listed, addressee, on)
    stops_credit = is_new and _bears_on_credit(policy, levels.highest)
    yield replace(letter, raised=raised_in(levels, policy), stops_credit=stops_credit)


def _bears_on_credit(policy: DunningPolicy, number: int) -> bool:
    # Only asked of a level that was just raised: the policy may not have any more what was reached before.
    level = policy.levels[number - 1]
    return level.stops_credit or level.holds_credit


def _raised(case: Running, policy: DunningPolicy, levels: Levels, on: date) -> LevelRaised:
    level, reached = policy.levels[levels.highest - 1], levels.at_highest
    return LevelRaised(
        case_no=case.case_no,
        level=levels.highest,
        name=level.name,
        days_past_due=(on - min(one.due_on for one in reached)).days,
        principal=total((one.amount for one in reached), case.account.currency),
        invoice_ids=tuple(dict.fromkeys(one.invoice_id for one in reached)),
        is_last=levels.highest == len(policy.levels),
        stops_credit=level.stops_credit,
        policy_version=policy.version,
        raised_on=on,
        holds_credit=level.holds_credit,
    )


def _charges(case: DunningCase, policy: DunningPolicy, addressee: Addressee, on: date) -> Iterable[DunningCaseEvent]:
    """Charges that the principal left behind: a letter after each gap, and then a person."""
    if not isinstance(case, Running) or charges_day(case, policy, on) != on:
        return
    if is_covered(case, total((charge.open for charge in charges_now(case)), case.account.currency)):
        yield LeftToPerson(because=MONEY_ON_ACCOUNT, left_on=on)
        return
    if case.charge_reminders >= policy.charge_reminders or not policy.levels:
        yield LeftToPerson(because=CHARGES, left_on=on)
        return
    level = max(charge.level for charge in charges_now(case))
    listed = tuple((one, own_level(case, one)) for one in dunned_now(case, on))
    yield replace(_reminder_of(case, policy, level, listed, addressee, on), for_charges=True)


def _reminder_of(
    case: Running,
    policy: DunningPolicy,
    number: int,
    listed: Iterable[tuple[DunnedInstalment, int]],
    addressee: Addressee,
    on: date,
) -> ReminderIssued:
    """What of what is overdue and undisputed is `listed`, by its level, and every open charge; but for what rests."""
    account, charges = case.account, charges_now(case)
    instalments = tuple(
        RemindedInstalment(
            invoice_id=one.invoice_id,
            invoice_number=one.invoice_number,
            instalment_no=one.instalment_no,
            due_on=one.due_on,
            open=one.amount,
            level=level,
            level_name=name_of(policy, level, addressee.language) if level else "",
        )
        for one, level in listed
    )
    return ReminderIssued(
        reminder_no=account.last_reminder_no + 1,
        case_no=case.case_no,
        level=number,
        level_name=name_of(policy, number, addressee.language),
        customer_id=account.customer_id,
        addressee=addressee,
        instalments=instalments,
        charges=tuple(RemindedCharge(charge_id=one.charge_id, kind=one.kind, open=one.open) for one in charges),
        total=total((*(one.open for one in instalments), *(one.open for one in charges)), account.currency),
        issued_on=on,
        pay_by=pay_by(policy, on),
        letterhead=policy.letterhead,
        on_account=_on_account(case),
    )


def pay_by(policy: DunningPolicy, on: date) -> date | None:
    """The working day until which a letter of that day asks to be paid, where the policy gives days to pay."""
    if not policy.pay_within_days:
        return None
    return working_day_from(on + timedelta(days=policy.pay_within_days), policy.holiday_country)


def _on_account(case: Watched | Running) -> Money | None:
    """What the debtor should know of: their money that settles nothing yet."""
    return money_with_us(case) or None
