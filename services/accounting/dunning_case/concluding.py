"""What follows of itself when something happened to a case: it opens, a promise is kept, it is resolved, it is planned.

Every decision ends here, so that the next review is always the one that the case as it stands now asks for.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import assert_never

from services.accounting.dunning_case.account import DebtorAccount, overdue_of, place_of
from services.accounting.dunning_case.claiming import last_interest
from services.accounting.dunning_case.continuing import continuing
from services.accounting.dunning_case.events import (
    CaseOpened,
    CaseResolved,
    DunningCaseEvent,
    LeftToPerson,
    RemindersOvertaken,
    ReviewScheduled,
)
from services.accounting.dunning_case.events_of_pauses import PlanBroken, PlanKept, PromiseBroken, PromiseKept
from services.accounting.dunning_case.from_facts import furthest_of
from services.accounting.dunning_case.levels import DAY, is_worth_it, level_day
from services.accounting.dunning_case.parts import (
    MONEY_ON_ACCOUNT,
    NO_LEVEL,
    TOO_LITTLE,
    OwedInstalment,
    PaymentPlan,
    PlannedInstalment,
    WatchedInvoice,
)
from services.accounting.dunning_case.resting import (
    charges_now,
    dunned_now,
    is_covered,
    missing,
    money_with_us,
    principal_now,
    resting_invoices,
)
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched, evolve
from services.accounting.dunning_policy.state import DunningPolicy
from shared.calendar.working_days import working_day_from, working_day_until
from shared.kernel.money import Money

Unpaid = tuple[PlannedInstalment, Money]


def concluded(
    case: DunningCase,
    facts: Sequence[DunningCaseEvent],
    policy: DunningPolicy,
    on: date,
    *,
    reviewed: bool = False,
    paid_on: date | None = None,
) -> list[DunningCaseEvent]:
    """The facts and all that follows from them. A case that was just `reviewed` is not reviewed again that day.

    `paid_on` is the day of the money that the facts are about, where that is another than the day on which it is noted:
    promises and plans are held against it. One whose day had passed before is broken, however late its review is.
    """
    paid_by = () if paid_on is None else facts
    told: list[DunningCaseEvent] = [*broken_pauses(case, policy, paid_on or on, paid_by), *facts]
    for fact in told:
        case = evolve(case, fact)
    for follows in (
        partial(_opening, on=on),
        partial(continuing, policy=policy, on=on),
        partial(_keeping, on=paid_on or on),
        partial(_charging, policy=policy, on=on),
        partial(_resolving, on=on),
        partial(_opening, on=on),
        partial(continuing, policy=policy, on=on),
        partial(_leaving, policy=policy, on=on),
        partial(_overtaking, on=on),
    ):
        for fact in follows(case):
            told.append(fact)
            case = evolve(case, fact)
    if isinstance(case, Unwatched):
        return told
    review_on = next_review(case, policy, on + DAY if reviewed else on)
    return told if review_on == case.account.review_on else [*told, ReviewScheduled(review_on=review_on)]


def broken_pauses(
    case: DunningCase, policy: DunningPolicy, on: date, paid_by: Iterable[DunningCaseEvent] = ()
) -> Iterable[DunningCaseEvent]:
    """A promise, and a plan, whose day has passed by then without what was due on it.

    Where all money is noted up to a day, nothing is broken that was due after it, since its money may be there; nor is
    what their money would keep that is with us and settles nothing yet. Unless nothing is missing after the facts that
    it is `paid_by`, on that day: then this was its money, and came too late.
    """
    if not isinstance(case, Running):
        return
    after = case
    for fact in paid_by:
        moved = evolve(after, fact)
        assert isinstance(moved, Running)  # money alone ends no case
        after = moved
    judged_on, held = _judged_on(policy, on), money_with_us(case)
    promise, plan = case.promise, case.plan
    if promise is not None and promise.due_on < on:
        lacking = missing(case.account, promise, promise.amount)
        is_paid = not missing(after.account, promise, promise.amount)
        if lacking and (is_paid or (promise.due_on < judged_on and lacking > held)):
            yield PromiseBroken(promise_no=promise.promise_no, missing=lacking, broken_on=on)
    if plan is not None:
        unpaid, still = next_unpaid(plan, case.account), next_unpaid(plan, after.account)
        is_paid = unpaid is not None and (still is None or still[0].due_on > unpaid[0].due_on)
        late = unpaid if is_paid else next_unpaid(plan, case.account, held)
        if late is not None and late[0].due_on < (on if is_paid else judged_on):
            yield PlanBroken(plan_no=plan.plan_no, due_on=late[0].due_on, missing=late[1], broken_on=on)


def _judged_on(policy: DunningPolicy, on: date) -> date:
    """What was due before that day is held against the money that is noted."""
    return on if policy.bank_reconciled_until is None else min(on, policy.bank_reconciled_until + DAY)


def _waits_for_money_with_us(case: Running, policy: DunningPolicy, on: date) -> bool:
    """Whether a promise, or a plan, whose day has passed stands only by money of theirs that settles nothing yet."""
    judged_on, promise, plan = _judged_on(policy, on), case.promise, case.plan
    overdue: list[Money] = []
    if promise is not None and promise.due_on < judged_on:
        overdue.append(missing(case.account, promise, promise.amount))
    if plan is not None and (unpaid := next_unpaid(plan, case.account)) is not None and unpaid[0].due_on < judged_on:
        overdue.append(unpaid[1])
    return any(is_covered(case, one) for one in overdue)


def _opening(case: DunningCase, on: date) -> Iterable[DunningCaseEvent]:
    match case:
        case Watched(account=account):
            owed = account.overdue(on) + account.charged
            if owed:
                yield CaseOpened(case_no=account.last_case_no + 1, owed=owed, opened_on=on)
        case Unwatched() | Running():
            return
        case _:
            assert_never(case)


def _keeping(case: DunningCase, on: date) -> Iterable[DunningCaseEvent]:
    """A promise is kept as soon as it is paid; a plan when all of its instalments are."""
    if not isinstance(case, Running):
        return
    promise, plan = case.promise, case.plan
    if promise is not None and not missing(case.account, promise, promise.amount):
        yield PromiseKept(promise_no=promise.promise_no, kept_on=on)
    if plan is not None and next_unpaid(plan, case.account) is None:
        yield PlanKept(plan_no=plan.plan_no, kept_on=on)


def _charging(case: DunningCase, policy: DunningPolicy, on: date) -> Iterable[DunningCaseEvent]:
    """Interest that ran until an instalment was settled is the last that is claimed of it."""
    if isinstance(case, Running):
        yield from last_interest(case, policy, on)


def _resolving(case: DunningCase, on: date) -> Iterable[DunningCaseEvent]:
    """Only when principal and charges are both gone; what is in dispute is still owed.

    What has come to no level is another case: it begins with the first one. A plan or a promise may name more of an
    invoice than is overdue, so that nothing is overdue for a while: it stands until it is kept, broken or taken back.
    A block ends with what it was about.
    """
    if not isinstance(case, Running) or case.account.charged or case.promise is not None or case.plan is not None:
        return
    if not case.account.overdue(on) or _is_about_others(case):
        yield CaseResolved(
            case_no=case.case_no,
            level=case.level,
            customer_id=case.account.customer_id,
            resolved_on=on,
            reminder_nos=tuple(one.reminder_no for one in case.account.lying_in_vain),
        )


def _overtaking(case: DunningCase, on: date) -> Iterable[DunningCaseEvent]:
    """Who pays before it is due is in no case, whose end would withdraw the reminder."""
    if not isinstance(case, Unwatched) and (overtaken := case.account.overtaken):
        yield RemindersOvertaken(reminder_nos=tuple(one.reminder_no for one in overtaken), overtaken_on=on)


def _is_about_others(case: Running) -> bool:
    """Whether all that came to a level is settled, and nothing else is being done about the case."""
    if not case.level or case.block or case.hand_over or case.write_off:
        return False
    return furthest_of(case.account, case.case_no, case.level) is None


def _leaving(case: DunningCase, policy: DunningPolicy, on: date) -> Iterable[DunningCaseEvent]:
    """What the policy has no further level for, or what is below its minimum: nobody would look at it again.

    Nor would anybody at what their own money keeps from being broken.
    """
    if not isinstance(case, Running) or case.left_because:
        return
    if _waits_for_money_with_us(case, policy, on):
        yield LeftToPerson(because=MONEY_ON_ACCOUNT, left_on=on)
        return
    if not policy.levels:
        return
    if not is_worth_it(case, policy, on):
        if _holds_for_little(case, on):
            yield LeftToPerson(because=TOO_LITTLE, left_on=on)
        return
    for one in dunned_now(case, on):
        reached = case.account.reached.get(place_of(one.invoice_id, one.instalment_no))
        if reached is not None and not reached.is_last and reached.level >= len(policy.levels):
            yield LeftToPerson(because=NO_LEVEL, left_on=on)
            return


def _holds_for_little(case: Running, on: date) -> bool:
    """Whether what is below the minimum holds the debtor's orders, and nothing else is to come of it.

    Charges are asked for by themselves, a pause ends by itself, and a person decides about what is at the last level.
    """
    if not (case.holds_credit or case.stops_credit) or case.is_last or case.promise or case.plan:
        return False
    return bool(dunned_now(case, on)) and not charges_now(case)


def next_unpaid(plan: PaymentPlan, account: DebtorAccount, held: Money | None = None) -> Unpaid | None:
    """The plan's first instalment that is not covered by what was paid since it was agreed, and what is missing.

    Where more than that is `held` of theirs, the first for which it is too little.
    """
    due = account.nothing
    for one in plan.instalments:
        due = due + one.amount
        lacking = missing(account, plan, due)
        if lacking > (held or account.nothing):
            return one, lacking
    return None


def next_review(case: Watched | Running, policy: DunningPolicy, earliest: date) -> date | None:
    """The first day, from `earliest` on, on which there is something to look at."""
    match case:
        case Watched(account=account):
            days = list(_reminder_days(account, policy, earliest, frozenset()))
        case Running(block=block) if block is not None:
            days = list(_pause_ends(case))
        case Running(account=account):
            is_left = case.left_because == MONEY_ON_ACCOUNT and is_covered(case, principal_now(case, earliest))
            raised_on = None if is_left else level_day(case, policy, earliest)
            reminded_on = _reminder_days(account, policy, earliest, resting_invoices(case))
            charges_on = charges_day(case, policy, earliest)
            days = [*_pause_ends(case), *reminded_on, *(day for day in (raised_on, charges_on) if day is not None)]
        case _:
            assert_never(case)
    return max(min(days), earliest) if days else None


def _pause_ends(case: Running) -> Iterable[date]:
    """The day after the block, the promise's day, or the plan's next instalment: whichever comes first.

    As long as a person has to decide, what their money with us would keep is not looked at for its day alone.
    """
    held = money_with_us(case) if case.left_because else case.account.nothing
    if case.block is not None:
        yield case.block.until + DAY
    if case.promise is not None and missing(case.account, case.promise, case.promise.amount) > held:
        yield case.promise.due_on + DAY
    if case.plan is not None and (unpaid := next_unpaid(case.plan, case.account, held)) is not None:
        yield unpaid[0].due_on + DAY


def _reminder_days(
    account: DebtorAccount, policy: DunningPolicy, earliest: date, resting: frozenset[str]
) -> Iterable[date]:
    """Those on which an instalment is to be reminded of before its day, as far as that is still possible."""
    for _, one in to_remind(account, policy, date.max, resting):
        if one.due_on >= earliest:
            yield reminder_day(one, policy)


def reminder_day(instalment: OwedInstalment, policy: DunningPolicy) -> date:
    """So many days before it is due; on the working day before that, rather than later."""
    day = instalment.due_on - timedelta(days=policy.remind_days_before)
    return working_day_until(day, policy.holiday_country)


def to_remind(
    account: DebtorAccount, policy: DunningPolicy, on: date, resting: frozenset[str]
) -> Iterable[tuple[WatchedInvoice, OwedInstalment]]:
    """Instalments not reminded of yet whose reminder's day has come. What is in dispute, or rests, is left in peace."""
    if policy.remind_days_before == 0:
        return
    for invoice in account.invoices.values():
        if invoice.disputed or invoice.invoice_id in resting:
            continue
        for one in invoice.instalments:
            is_reminded = place_of(invoice.invoice_id, one.instalment_no) in account.reminded
            if not is_reminded and reminder_day(one, policy) <= on:
                yield invoice, one


def _pay_by_passed(case: Running, day: date) -> date:
    """The first day on which who was asked to pay until a day has not done so; `day`, where none was named."""
    return day if case.pay_by is None else case.pay_by + DAY


def charges_day(case: Running, policy: DunningPolicy, earliest: date) -> date | None:
    """The day on which the debtor is reminded of charges alone, or a person is to decide about them.

    None while there is principal to be dunned, which charges go with, or in dispute, of which they may come.
    """
    charges, account = charges_now(case), case.account
    if not charges or case.left_because or is_worth_it(case, policy, earliest):
        return None
    if any(one.disputed and overdue_of(one, earliest) for one in account.invoices.values()):
        return None
    last = max(case.written_on or case.opened_on, *(charge.claimed_on for charge in charges))
    day = max(last + timedelta(days=policy.charge_reminder_gap_days), _pay_by_passed(case, earliest), earliest)
    return working_day_from(day, policy.holiday_country)
