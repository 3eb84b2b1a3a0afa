"""Pausing a running case: a person blocks it until a day, the debtor promises to pay, or pays by a plan."""

from datetime import date, timedelta
from typing import Final, assert_never

from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import (
    DunningBlocked,
    DunningCaseEvent,
    DunningUnblocked,
    PlanAgreed,
    PlannedInstalment,
    PromiseMade,
)
from services.accounting.dunning_case.reviewing import CaseUnknown
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

LONGEST_BLOCK: Final = timedelta(days=365)


class CaseIsResolved(Rejection):
    """Nothing of this debtor is overdue."""

    code = "accounting.dunning-case.is-resolved"


class DayHasPassed(Rejection):
    """The day is not in the future."""

    code = "accounting.dunning-case.day-has-passed"
    ground = Ground.UNACCEPTABLE


class TooFarAhead(Rejection):
    """The day is further ahead than may be waited for."""

    code = "accounting.dunning-case.too-far-ahead"
    ground = Ground.UNACCEPTABLE


class PromiseNotWorthIt(Rejection):
    """A promise is for an amount above zero, at most what is owed, in the debtor's currency."""

    code = "accounting.dunning-case.promise-not-worth-it"
    ground = Ground.UNACCEPTABLE


class TooManyPromises(Rejection):
    """The debtor has promised as often as the policy allows."""

    code = "accounting.dunning-case.too-many-promises"


class PausedAlready(Rejection):
    """A promise or a plan of this debtor is still to be kept."""

    code = "accounting.dunning-case.paused-already"


class PlanNotWhole(Rejection):
    """The instalments of a plan come to what is owed, each on a later day than the one before."""

    code = "accounting.dunning-case.plan-not-whole"
    ground = Ground.UNACCEPTABLE


@command
class BlockDunning:
    """Hold the case until that day, included. Given the dunning policy."""

    reason: str
    until: date
    by: str
    on: date


@command
class UnblockDunning:
    """Let it go on. Given the dunning policy."""

    by: str
    on: date


@command
class MakePromise:
    """The debtor promises to pay `amount`, or all that is owed, by a day. Given the dunning policy."""

    amount: Money | None
    due_on: date
    by: str
    on: date


@command
class AgreePlan:
    """Let the debtor pay by instalments. Given the dunning policy."""

    instalments: tuple[PlannedInstalment, ...]
    by: str
    on: date


def block_dunning(request: BlockDunning, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Blocking again moves the day."""
    running = running_case(case)
    _require_day(request.until, request.on, request.on + LONGEST_BLOCK, "until")
    block = running.block
    if block is not None and (block.reason, block.until) == (request.reason, request.until):
        return []
    fact = DunningBlocked(reason=request.reason, until=request.until, blocked_by=request.by, blocked_on=request.on)
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def unblock_dunning(request: UnblockDunning, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """The case goes on from where it was held."""
    if running_case(case).block is None:
        return []
    fact = DunningUnblocked(unblocked_by=request.by, unblocked_on=request.on)
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def make_promise(request: MakePromise, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """It pauses the case until its day; so many promises, and for so long, as the policy allows."""
    running, policy = running_case(case), given.of(DUNNING_POLICY, MAIN)
    account, promise = running.account, running.promise
    if promise is not None and request.due_on == promise.due_on and request.amount in (None, promise.amount):
        return []
    if promise is not None or running.plan is not None:
        raise PausedAlready("wait until it is kept or broken")
    if running.promises_made >= policy.most_promises:
        raise TooManyPromises(f"{running.promises_made} were made", made=running.promises_made)
    _require_day(request.due_on, request.on, request.on + timedelta(days=policy.promise_within_days), "due_on")
    invoice_ids, charge_ids, owed = _all_that_is_owed(running, request.on)
    amount = account.overdue(request.on) + account.charged if request.amount is None else request.amount
    if amount.currency != account.currency or not 0 < amount.minor <= owed.minor:
        raise PromiseNotWorthIt(f"{owed} is owed", field="amount")
    fact = PromiseMade(
        promise_no=running.promises_made + 1,
        amount=amount,
        due_on=request.due_on,
        invoice_ids=invoice_ids,
        charge_ids=charge_ids,
        owed=owed,
        noted_by=request.by,
        promised_on=request.on,
    )
    return concluded(case, [fact], policy, request.on)


def agree_plan(request: AgreePlan, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Over all that is owed now, charges included; it takes the place of a promise."""
    running = running_case(case)
    if running.plan is not None:
        if running.plan.instalments == request.instalments:
            return []
        raise PausedAlready("wait until the plan is kept or broken")
    invoice_ids, charge_ids, owed = _all_that_is_owed(running, request.on)
    days = [one.due_on for one in request.instalments]
    amounts = [one.amount for one in request.instalments]
    if any(one.currency != owed.currency or one.minor <= 0 for one in amounts) or not amounts:
        raise PlanNotWhole(f"every instalment is an amount in {owed.currency}", field="instalments")
    if total(amounts, owed.currency) != owed or days != sorted(set(days)):
        raise PlanNotWhole(f"{owed} is owed", field="instalments", owed=owed)
    _require_day(days[0], request.on, date.max, "instalments.0.due_on")
    fact = PlanAgreed(
        plan_no=running.plans_made + 1,
        instalments=request.instalments,
        invoice_ids=invoice_ids,
        charge_ids=charge_ids,
        owed=owed,
        agreed_by=request.by,
        agreed_on=request.on,
    )
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def _all_that_is_owed(case: Running, on: date) -> tuple[tuple[str, ...], tuple[str, ...], Money]:
    """Invoices with something overdue, whole, and open charges."""
    account = case.account
    invoice_ids = tuple(
        name for name, one in account.invoices.items() if any(part.due_on < on for part in one.instalments)
    )
    charge_ids = tuple(charge.charge_id for charge in account.open_charges)
    return invoice_ids, charge_ids, account.owed_of(invoice_ids, charge_ids)


def running_case(case: DunningCase) -> Running:
    """The case while it runs. Raises CaseUnknown, CaseIsResolved."""
    match case:
        case Unwatched():
            raise CaseUnknown("nothing of this debtor is overdue")
        case Watched():
            raise CaseIsResolved("nothing of this debtor is overdue")
        case Running():
            return case
        case _:
            assert_never(case)


def _require_day(day: date, on: date, latest: date, field: str) -> None:
    if day <= on:
        raise DayHasPassed(f"{day} is not after {on}", field=field)
    if day > latest:
        raise TooFarAhead(f"{day} is after {latest}", field=field)
