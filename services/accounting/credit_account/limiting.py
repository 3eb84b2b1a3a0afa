"""What a customer may owe us: the limit, and the stop."""

from datetime import date
from typing import assert_never

from services.accounting.approval_policy.limiting import require_may_raise
from services.accounting.credit_account.blocking import then_blocked, then_unblocked
from services.accounting.credit_account.events import (
    AccountStopped,
    CreditAccountEvent,
    DunningHoldLifted,
    HeldForDunning,
    LimitSet,
    StopLifted,
    StopReasonAdded,
)
from services.accounting.credit_account.opening import AccountUnknown
from services.accounting.credit_account.reserving import check_stopped_again
from services.accounting.credit_account.state import CreditAccount, Open, Unopened, evolve
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class LimitInOtherCurrency(Rejection):
    """A limit is set in the currency of the customer."""

    code = "accounting.credit-account.limit-in-other-currency"
    ground = Ground.UNACCEPTABLE


@command
class SetLimit:
    """Let the customer owe us that much; None: no check. Given the approval policy."""

    limit: Money | None
    reason: str
    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class StopAccount:
    """Hold every new order of the customer."""

    reason: str
    by: str
    on: date


@command
class LiftStop:
    """Check new orders against the limit again."""

    reason: str
    by: str
    on: date


@command
class HoldForDunning:
    """Hold every new order of the customer as long as that dunning case runs."""

    case_id: str
    reason: str
    on: date


@command
class LiftDunningHold:
    """That dunning case is resolved."""

    case_id: str
    on: date


def set_limit(request: SetLimit, account: CreditAccount, given: Given) -> list[CreditAccountEvent]:
    """Held orders stay held: the account shows which of them would fit now, and a person releases them.

    Goods that have not left are checked against the new limit: a lower one blocks them, a higher one lets them go. So
    nobody raises it beyond what they may approve.
    """
    match account:
        case Unopened():
            raise AccountUnknown("register the customer first")
        case Open(currency=currency) if request.limit is not None and request.limit.currency != currency:
            raise LimitInOtherCurrency(f"the customer buys in {currency}", field="limit.currency")
        case Open(limit=limit) if limit == request.limit:
            return []
        case Open(limit=limit):
            require_may_raise(limit, request.limit, request.roles, given)
            newly = LimitSet(limit=request.limit, reason=request.reason, set_by=request.by, set_on=request.on)
            return then_unblocked(account, then_blocked(account, [newly], request.on), request.on)
        case _:
            assert_never(account)


def stop_account(request: StopAccount, account: CreditAccount) -> list[CreditAccountEvent]:
    """Also for what is ordered already: goods that have not left stay here. Further reasons are added to the first."""
    match account:
        case Unopened():
            raise AccountUnknown("register the customer first")
        case Open(stopped_because=None):
            stopped = AccountStopped(reason=request.reason, stopped_by=request.by, stopped_on=request.on)
            return then_blocked(account, [stopped], request.on)
        case Open(stopped_because=because) if because is not None and request.reason not in because:
            return [StopReasonAdded(reason=request.reason, stopped_by=request.by, stopped_on=request.on)]
        case Open():
            return []
        case _:
            assert_never(account)


def lift_stop(request: LiftStop, account: CreditAccount) -> list[CreditAccountEvent]:
    """Only a person lifts a stop, whoever set it. What was held for the stop alone goes on as far as it fits."""
    match account:
        case Unopened():
            raise AccountUnknown("register the customer first")
        case Open(stopped_because=None):
            return []
        case Open():
            lifted = StopLifted(reason=request.reason, lifted_by=request.by, lifted_on=request.on)
            checked = check_stopped_again(replace(account, stopped_because=None), request.on)
            return then_unblocked(account, [lifted, *checked], request.on)
        case _:
            assert_never(account)


def hold_for_dunning(request: HoldForDunning, account: CreditAccount) -> list[CreditAccountEvent]:
    """The first reason of a case stands until it is resolved."""
    match account:
        case Unopened():
            raise AccountUnknown("register the customer first")
        case Open(dunned=dunned) if request.case_id in dunned:
            return []
        case Open():
            return [HeldForDunning(case_id=request.case_id, reason=request.reason, held_on=request.on)]
        case _:
            assert_never(account)


def lift_dunning_hold(request: LiftDunningHold, account: CreditAccount) -> list[CreditAccountEvent]:
    """By itself. What was held for it alone goes on as far as it fits; a stop stays until a person lifts it."""
    match account:
        case Open(dunned=dunned) if request.case_id in dunned:
            lifted = DunningHoldLifted(case_id=request.case_id, lifted_on=request.on)
            after = evolve(account, lifted)
            assert isinstance(after, Open)  # an account is never closed
            is_free = after.stopped_because is None and not after.dunned
            return [lifted, *(check_stopped_again(after, request.on) if is_free else ())]
        case Unopened() | Open():
            return []
        case _:
            assert_never(account)
