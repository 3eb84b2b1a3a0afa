"""Pausing a running case: a person blocks it until a day, the debtor promises to pay, or pays by a plan."""

from datetime import date, timedelta
from typing import Final, assert_never

from services.accounting.dunning_case.account import dunned_of
from services.accounting.dunning_case.concluding import concluded
from services.accounting.dunning_case.events import DunningCaseEvent
from services.accounting.dunning_case.events_of_pauses import (
    DunningBlocked,
    DunningUnblocked,
    PlanAgreed,
    PlanTakenBack,
    PromiseMade,
    PromiseTakenBack,
)
from services.accounting.dunning_case.parts import HandOver, PlannedInstalment
from services.accounting.dunning_case.resting import invoices_of_others, is_ours, our_charges
from services.accounting.dunning_case.reviewing import CaseUnknown
from services.accounting.dunning_case.state import DunningCase, Running, Unwatched, Watched
from services.accounting.dunning_policy.decider import DUNNING_POLICY, MAIN
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

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


class CaseIsHandedOver(Rejection):
    """A lawyer or a collection agency has it; recall it first."""

    code = "accounting.dunning-case.is-handed-over"


class NothingToTakeBack(Rejection):
    """No promise, or no plan, of this debtor is to be kept."""

    code = "accounting.dunning-case.nothing-to-take-back"


class InvoiceNotInCase(Rejection):
    """The case does not watch this invoice, or nothing of it is open."""

    code = "accounting.dunning-case.invoice-not-in-case"
    ground = Ground.UNACCEPTABLE


class PlanNotWhole(Rejection):
    """The instalments of a plan come to what it covers, each on a later day than the one before."""

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
    """The debtor promises to pay `amount`, or all that is overdue, by a day. Given the dunning policy.

    Of these invoices; of all that have something overdue, and of the open charges, when none is named.
    """

    amount: Money | None
    due_on: date
    by: str
    on: date
    invoice_ids: tuple[str, ...] = ()


@command
class TakeBackPromise:
    """It was noted in error, or holds no more. Given the dunning policy."""

    reason: str
    by: str
    on: date


@command
class AgreePlan:
    """Let the debtor pay by instalments. Given the dunning policy.

    These invoices, whole; all that have something overdue, and the open charges, when none is named.
    """

    instalments: tuple[PlannedInstalment, ...]
    by: str
    on: date
    invoice_ids: tuple[str, ...] = ()


@command
class TakeBackPlan:
    """It holds no more. Given the dunning policy."""

    reason: str
    by: str
    on: date


def block_dunning(request: BlockDunning, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """Blocking again moves the day. What we do not collect ourselves is not ours to block."""
    running = running_case(case)
    require_ours(running)
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
    """What it names rests until its day; so many promises, for so long and for so much of it, as the policy says."""
    running, policy = running_case(case), given.of(DUNNING_POLICY, MAIN)
    require_ours(running, request.invoice_ids)
    named = _named(running, request.invoice_ids, request.on)
    amount = named.dunned if request.amount is None else request.amount
    promise = running.promise
    if promise is not None and (promise.due_on, promise.amount, promise.invoice_ids) == (
        request.due_on,
        amount,
        named.invoice_ids,
    ):
        return []
    if promise is not None or running.plan is not None:
        raise PausedAlready("wait until it is kept or broken, or take it back")
    made = running.promises_made - running.promises_taken_back
    if made >= policy.most_promises:
        raise TooManyPromises(f"{made} were made", made=made)
    _require_day(request.due_on, request.on, request.on + timedelta(days=policy.promise_within_days), "due_on")
    if not amount:
        raise PromiseNotWorthIt("nothing of it is overdue that is not contested", field="amount")
    if amount.currency != named.owed.currency or not 0 < amount.minor <= named.owed.minor:
        raise PromiseNotWorthIt(f"{named.owed} is owed", field="amount")
    fact = PromiseMade(
        promise_no=running.promises_made + 1,
        amount=amount,
        due_on=request.due_on,
        invoice_ids=named.invoice_ids,
        charge_ids=named.charge_ids,
        owed=named.owed,
        noted_by=request.by,
        promised_on=request.on,
        covers_all=amount.minor * 100 >= named.dunned.minor * policy.least_promised_percent,
    )
    return concluded(case, [fact], policy, request.on)


def take_back_promise(request: TakeBackPromise, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """It counts neither as kept nor as broken, nor among those that the policy allows."""
    promise = running_case(case).promise
    if promise is None:
        raise NothingToTakeBack("no promise is to be kept")
    fact = PromiseTakenBack(
        promise_no=promise.promise_no, reason=request.reason, taken_back_by=request.by, taken_back_on=request.on
    )
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


def agree_plan(request: AgreePlan, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """It takes the place of a promise, and ends as soon as the policy says."""
    running, policy = running_case(case), given.of(DUNNING_POLICY, MAIN)
    require_ours(running, request.invoice_ids)
    if running.plan is not None:
        if running.plan.instalments == request.instalments:
            return []
        raise PausedAlready("wait until the plan is kept or broken, or take it back")
    named = _named(running, request.invoice_ids, request.on)
    days = [one.due_on for one in request.instalments]
    amounts = [one.amount for one in request.instalments]
    if any(one.currency != named.owed.currency or one.minor <= 0 for one in amounts) or not amounts:
        raise PlanNotWhole(f"every instalment is an amount in {named.owed.currency}", field="instalments")
    if total(amounts, named.owed.currency) != named.owed or days != sorted(set(days)):
        raise PlanNotWhole(f"{named.owed} is owed", field="instalments", owed=named.owed)
    latest = request.on + timedelta(days=policy.longest_plan_days)
    _require_day(days[0], request.on, latest, "instalments.0.due_on")
    _require_day(days[-1], request.on, latest, f"instalments.{len(days) - 1}.due_on")
    fact = PlanAgreed(
        plan_no=running.plans_made + 1,
        instalments=request.instalments,
        invoice_ids=named.invoice_ids,
        charge_ids=named.charge_ids,
        owed=named.owed,
        agreed_by=request.by,
        agreed_on=request.on,
    )
    return concluded(case, [fact], policy, request.on)


def take_back_plan(request: TakeBackPlan, case: DunningCase, given: Given) -> list[DunningCaseEvent]:
    """What it covered is dunned again from where the case was held."""
    plan = running_case(case).plan
    if plan is None:
        raise NothingToTakeBack("no plan is to be kept")
    fact = PlanTakenBack(
        plan_no=plan.plan_no, reason=request.reason, taken_back_by=request.by, taken_back_on=request.on
    )
    return concluded(case, [fact], given.of(DUNNING_POLICY, MAIN), request.on)


@part
class Named:
    """What a promise or a plan is about: invoices whole, charges, and what of both is overdue and not contested."""

    invoice_ids: tuple[str, ...]
    charge_ids: tuple[str, ...]
    owed: Money
    dunned: Money


def _named(case: Running, invoice_ids: tuple[str, ...], on: date) -> Named:
    """Raises InvoiceNotInCase for an invoice of which nothing is watched."""
    account = case.account
    for invoice_id in invoice_ids:
        if invoice_id not in account.invoices:
            raise InvoiceNotInCase(f"nothing of invoice {invoice_id} is watched", field="invoice_ids")
    ours = {name: one for name, one in account.invoices.items() if name not in invoices_of_others(case)}
    late = (name for name, one in ours.items() if any(due.due_on < on for due in one.instalments))
    chosen = tuple(dict.fromkeys(invoice_ids or late))
    charge_ids = () if invoice_ids else tuple(charge.charge_id for charge in our_charges(case))
    dunned = (one.amount for name in chosen for one in dunned_of(account.invoices[name], on))
    return Named(
        invoice_ids=chosen,
        charge_ids=charge_ids,
        owed=account.owed_of(chosen, charge_ids),
        dunned=total(dunned, account.currency) + account.owed_of((), charge_ids),
    )


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


def require_ours(case: Running, invoice_ids: tuple[str, ...] = ()) -> None:
    """What the debtor agrees on is agreed with whoever collects it. Raises CaseIsHandedOver."""
    theirs = case.hand_over
    if theirs is not None and (not is_ours(case) or not {*invoice_ids}.isdisjoint(theirs.invoice_ids)):
        raise handed_over(theirs)


def handed_over(theirs: HandOver) -> CaseIsHandedOver:
    """Who has it, and since when."""
    return CaseIsHandedOver(f"{theirs.name} has it since {theirs.handed_over_on}", to=theirs.to, name=theirs.name)


def _require_day(day: date, on: date, latest: date, field: str) -> None:
    if day <= on:
        raise DayHasPassed(f"{day} is not after {on}", field=field)
    if day > latest:
        raise TooFarAhead(f"{day} is after {latest}", field=field)
