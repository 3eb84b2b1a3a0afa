"""Sending a purchase order to the supplier, noting the answer, and noticing that the goods are late."""

from datetime import date
from typing import assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.purchase_order.drafting import (
    ExpectedInThePast,
    PurchaseOrderUnknown,
    sending_of,
)
from services.purchasing.purchase_order.events import (
    PurchaseOrderAcknowledged,
    PurchaseOrderBecameOverdue,
    PurchaseOrderEvent,
)
from services.purchasing.purchase_order.ledger import all_received
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
from services.purchasing.supplier.clearing import require_cleared
from services.purchasing.supplier.decider import SUPPLIER
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotApproved(Rejection):
    """Only an approved purchase order may be sent."""

    code = "purchasing.purchase-order.not-approved"


class NotSent(Rejection):
    """The purchase order is not with the supplier."""

    code = "purchasing.purchase-order.not-sent"


@command
class DispatchPurchaseOrder:
    """Send it. The sender gives the policy and the supplier, which may have been blocked since."""

    on: date


@command
class AcknowledgePurchaseOrder:
    """Note that the supplier confirmed the order, and for when; `reason` is why that is another day than before."""

    expected_on: date
    by: str
    on: date
    reason: str = ""


@command
class NoteOverdue:
    """The expected day passed."""

    expected_on: date


def dispatch_purchase_order(
    request: DispatchPurchaseOrder, order: PurchaseOrder, given: Given
) -> list[PurchaseOrderEvent]:
    """Sent once."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case Approved(terms=terms):
            supplier = given.of(SUPPLIER, terms.supplier_id)
            require_cleared(supplier, approval_needed=policy_of(given).supplier_approval)
            return [sending_of(terms, request.on)]
        case Sent() | Completed() | ClosedShort():
            return []
        case Draft() | InApproval() | Cancelled():
            raise NotApproved(f"it is {status_of(order)}")
        case _:
            assert_never(order)


def acknowledge_purchase_order(request: AcknowledgePurchaseOrder, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """The supplier's day replaces the one that we expected; it may confirm again for another."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case Sent(dispatch=dispatch):
            if dispatch.acknowledged_on is not None and dispatch.expected_on == request.expected_on:
                return []
            if request.expected_on < dispatch.sent_on:
                raise ExpectedInThePast(
                    f"{request.expected_on} is before it was sent, {dispatch.sent_on}", field="expected_on"
                )
            return [
                PurchaseOrderAcknowledged(
                    expected_on=request.expected_on,
                    acknowledged_by=request.by,
                    acknowledged_on=request.on,
                    expected_before=dispatch.expected_on,
                    reason=request.reason,
                )
            ]
        case Draft() | InApproval() | Approved() | Completed() | ClosedShort() | Cancelled():
            raise NotSent(f"it is {status_of(order)}")
        case _:
            assert_never(order)


def note_overdue(request: NoteOverdue, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """Only while goods are outstanding, and only for the day that is still expected."""
    match order:
        case Sent(dispatch=dispatch, overdue=False) if dispatch.expected_on == request.expected_on:
            if all_received(order.terms, order.ledger):
                return []
            return [PurchaseOrderBecameOverdue(expected_on=request.expected_on)]
        case NotDrafted() | Draft() | InApproval() | Approved() | Sent() | Completed() | ClosedShort() | Cancelled():
            return []
        case _:
            assert_never(order)
