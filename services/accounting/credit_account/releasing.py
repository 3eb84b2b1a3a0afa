"""Deciding about an order that is held, or whose goods are: an approver releases it, or says no."""

from datetime import date
from typing import assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.credit_account.events import (
    CreditAccountEvent,
    CreditRefused,
    CreditReserved,
    DeliveryUnblocked,
)
from services.accounting.credit_account.opening import AccountUnknown
from services.accounting.credit_account.state import BlockedDelivery, CreditAccount, HeldOrder, Open, Unopened
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotHeld(Rejection):
    """No order of this id is held for this customer, nor are goods of it."""

    code = "accounting.credit-account.not-held"
    ground = Ground.NOT_FOUND


class CreditIsReserved(Rejection):
    """The order's credit is reserved, and nothing of it waits for a decision."""

    code = "accounting.credit-account.credit-is-reserved"


class OwnOrder(Rejection):
    """Who placed an order cannot release its credit."""

    code = "accounting.credit-account.own-order"
    ground = Ground.NOT_ALLOWED


class AccountIsStopped(Rejection):
    """The customer is stopped; lift the stop first."""

    code = "accounting.credit-account.stopped"


class OrderInOtherCurrency(Rejection):
    """The order is not in the customer's currency, so no limit covers it; refuse it."""

    code = "accounting.credit-account.order-in-other-currency"


class OrderRefused(Rejection):
    """The order's credit was refused."""

    code = "accounting.credit-account.order-refused"


@command
class ReleaseHeldCredit:
    """Let a held order go on, over the limit if need be. Given the approval policy."""

    order_id: str
    reason: str
    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefuseCredit:
    """Say no to a held order."""

    order_id: str
    reason: str
    by: str
    on: date


def release_held_credit(request: ReleaseHeldCredit, account: CreditAccount, given: Given) -> list[CreditAccountEvent]:
    """The released order counts like any other, and its goods may leave. What has left is not counted twice."""
    match account:
        case Unopened():
            raise AccountUnknown("no order of theirs was heard of")
        case Open(blocked=blocked) if request.order_id in blocked:
            _check(request, blocked[request.order_id], account, given)
            return [
                DeliveryUnblocked(
                    order_id=request.order_id,
                    exposure=account.total,
                    unblocked_by=request.by,
                    reason=request.reason,
                    unblocked_on=request.on,
                )
            ]
        case Open(held=held, orders=orders, refused=refused):
            waiting = held.get(request.order_id)
            if waiting is None:
                if request.order_id in refused:
                    raise OrderRefused("it cannot be released any more")
                if request.order_id in orders:
                    return []
                raise NotHeld(f"order {request.order_id} is not held", field="order_id")
            _check(request, waiting, account, given)
            amount = account.not_counted_yet(request.order_id, waiting.amount)
            return [
                CreditReserved(
                    order_id=request.order_id,
                    amount=amount,
                    exposure=account.total + amount,
                    limit=account.limit,
                    placed_by=waiting.placed_by,
                    released_by=request.by,
                    reason=request.reason,
                    reserved_on=request.on,
                )
            ]
        case _:
            assert_never(account)


def refuse_credit(request: RefuseCredit, account: CreditAccount) -> list[CreditAccountEvent]:
    """Sales then cancels the order, unless a part of it has left."""
    match account:
        case Unopened():
            raise AccountUnknown("no order of theirs was heard of")
        case Open(held=held, blocked=blocked, refused=refused, orders=orders):
            if request.order_id in refused:
                return []
            if request.order_id in orders and request.order_id not in blocked:
                raise CreditIsReserved("set a hold in sales, or stop the customer")
            if request.order_id not in held and request.order_id not in blocked:
                raise NotHeld(f"order {request.order_id} is not held", field="order_id")
            return [
                CreditRefused(
                    order_id=request.order_id,
                    reason=request.reason,
                    refused_by=request.by,
                    refused_on=request.on,
                )
            ]
        case _:
            assert_never(account)


def _check(request: ReleaseHeldCredit, waiting: HeldOrder | BlockedDelivery, account: Open, given: Given) -> None:
    if waiting.placed_by == request.by:
        raise OwnOrder(f"placed by {waiting.placed_by}")
    require_within_limit(waiting.amount, request.roles, given)
    if account.stopped_because is not None:
        raise AccountIsStopped(account.stopped_because)
    if waiting.amount.currency != account.currency:
        raise OrderInOtherCurrency(
            f"{waiting.amount.currency}, and the customer buys in {account.currency}", currency=account.currency
        )
