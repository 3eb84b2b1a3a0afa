"""Ending a purchase order before it is complete: cancelling it before any receipt, closing it short after one."""

from datetime import date
from typing import assert_never

from services.purchasing.purchase_order.dispatching import NotSent
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown
from services.purchasing.purchase_order.events import (
    PurchaseOrderCancelled,
    PurchaseOrderClosedShort,
    PurchaseOrderEvent,
)
from services.purchasing.purchase_order.ledger import Ledger, unmet_needs
from services.purchasing.purchase_order.state import (
    Approved,
    Cancelled,
    ClosedShort,
    Completed,
    Draft,
    InApproval,
    NotDrafted,
    PurchaseOrder,
    Sent,
    status_of,
)
from services.purchasing.purchase_order.terms import PurchaseTerms
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class AlreadyReceived(Rejection):
    """Goods were received or billed: close the order short instead of cancelling it."""

    code = "purchasing.purchase-order.already-received"


class NothingReceived(Rejection):
    """Nothing was received or billed: cancel the order instead of closing it short."""

    code = "purchasing.purchase-order.nothing-received"


class AlreadyEnded(Rejection):
    """The purchase order has come to its end."""

    code = "purchasing.purchase-order.already-ended"


@command
class CancelPurchaseOrder:
    """Call it off before any receipt."""

    reason: str
    by: str
    on: date


@command
class WithdrawPurchaseOrder:
    """Call it off if it was not sent: what it was bought for is not wanted any more."""

    reason: str
    by: str
    on: date


@command
class ClosePurchaseOrder:
    """Wait no longer for what has not come."""

    reason: str
    by: str
    on: date


def cancel_purchase_order(request: CancelPurchaseOrder, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """What has begun to come cannot be called off."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case (
            Draft(terms=terms, ledger=ledger)
            | InApproval(terms=terms, ledger=ledger)
            | Approved(terms=terms, ledger=ledger)
        ):
            return [_cancelled(request, terms, ledger, was_sent=False)]
        case Sent(terms=terms, ledger=ledger):
            if ledger.receipts or ledger.bills:
                raise AlreadyReceived("close it short instead")
            return [_cancelled(request, terms, ledger, was_sent=True)]
        case Cancelled():
            return []
        case Completed() | ClosedShort():
            raise AlreadyEnded(f"it is {status_of(order)}")
        case _:
            assert_never(order)


def withdraw_purchase_order(request: WithdrawPurchaseOrder, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """What the supplier has stays: its goods become free stock."""
    match order:
        case (
            Draft(terms=terms, ledger=ledger)
            | InApproval(terms=terms, ledger=ledger)
            | Approved(terms=terms, ledger=ledger)
        ):
            return [_cancelled(request, terms, ledger, was_sent=False)]
        case NotDrafted() | Sent() | Completed() | ClosedShort() | Cancelled():
            return []
        case _:
            assert_never(order)


def close_purchase_order(request: ClosePurchaseOrder, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """What came can still be billed; what did not come is open again on the requisition."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case Sent(terms=terms, ledger=ledger):
            if not (ledger.receipts or ledger.bills):
                raise NothingReceived("cancel it instead")
            return [
                PurchaseOrderClosedShort(
                    reason=request.reason,
                    requisition_id=terms.requisition_id,
                    unmet=unmet_needs(terms, ledger),
                    closed_by=request.by,
                    closed_on=request.on,
                )
            ]
        case ClosedShort():
            return []
        case Completed() | Cancelled():
            raise AlreadyEnded(f"it is {status_of(order)}")
        case Draft() | InApproval() | Approved():
            raise NotSent(f"it is {status_of(order)}: cancel it instead")
        case _:
            assert_never(order)


def _cancelled(
    request: CancelPurchaseOrder | WithdrawPurchaseOrder,
    terms: PurchaseTerms,
    ledger: Ledger,
    *,
    was_sent: bool,
) -> PurchaseOrderCancelled:
    return PurchaseOrderCancelled(
        reason=request.reason,
        was_sent=was_sent,
        requisition_id=terms.requisition_id,
        unmet=unmet_needs(terms, ledger),
        cancelled_by=request.by,
        cancelled_on=request.on,
    )
