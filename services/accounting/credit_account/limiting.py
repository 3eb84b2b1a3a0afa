"""What a customer may owe us: the limit, and the stop."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from services.accounting.credit_account.events import AccountStopped, CreditAccountEvent, LimitSet, StopLifted
from services.accounting.credit_account.opening import AccountUnknown
from services.accounting.credit_account.reserving import check_stopped_again
from services.accounting.credit_account.state import CreditAccount, Open, Unopened
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class LimitInOtherCurrency(Rejection):
    """A limit is set in the currency of the customer."""

    code = "accounting.credit-account.limit-in-other-currency"
    ground = Ground.UNACCEPTABLE


@command
class SetLimit:
    """Let the customer owe us that much; None: no check."""

    limit: Money | None
    reason: str
    by: str
    on: date


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


def set_limit(request: SetLimit, account: CreditAccount) -> list[CreditAccountEvent]:
    """Held orders stay held: the account shows which of them would fit now, and a person releases them."""
    match account:
        case Unopened():
            raise AccountUnknown("register the customer first")
        case Open(currency=currency) if request.limit is not None and request.limit.currency != currency:
            raise LimitInOtherCurrency(f"the customer buys in {currency}", field="limit.currency")
        case Open(limit=limit) if limit == request.limit:
            return []
        case Open():
            return [LimitSet(limit=request.limit, reason=request.reason, set_by=request.by, set_on=request.on)]
        case _:
            assert_never(account)


def stop_account(request: StopAccount, account: CreditAccount) -> list[CreditAccountEvent]:
    """Orders that are reserved already go on; whoever wants them stopped cancels them."""
    match account:
        case Unopened():
            raise AccountUnknown("register the customer first")
        case Open(stopped_because=None):
            return [AccountStopped(reason=request.reason, stopped_by=request.by, stopped_on=request.on)]
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
            return [lifted, *check_stopped_again(replace(account, stopped_because=None), request.on)]
        case _:
            assert_never(account)
