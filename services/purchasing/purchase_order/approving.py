"""Approving a purchase order above the limit, or refusing it."""

from datetime import date
from typing import assert_never

from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown
from services.purchasing.purchase_order.events import (
    PurchaseOrderApproved,
    PurchaseOrderEvent,
    PurchaseOrderRefused,
)
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
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotInApproval(Rejection):
    """The purchase order does not wait for an approver."""

    code = "purchasing.purchase-order.not-in-approval"


class ApproverIsMaker(Rejection):
    """Who drafted, revised or sourced a purchase order cannot approve it."""

    code = "purchasing.purchase-order.approver-is-maker"
    ground = Ground.NOT_ALLOWED


@command
class ApprovePurchaseOrder:
    """Let it be sent."""

    by: str
    on: date


@command
class RefusePurchaseOrder:
    """Send it back to its maker."""

    reason: str
    by: str
    on: date


def approve_purchase_order(request: ApprovePurchaseOrder, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """Four eyes: by somebody who had no hand in it."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case InApproval(terms=terms) if request.by in terms.makers:
            raise ApproverIsMaker(f"{request.by} had a hand in it", makers=list(terms.makers))
        case InApproval():
            return [PurchaseOrderApproved(approved_by=request.by, approved_on=request.on)]
        case Approved() | Sent() | Completed() | ClosedShort():
            return []
        case Draft() | Cancelled():
            raise NotInApproval(f"it is {status_of(order)}")
        case _:
            assert_never(order)


def refuse_purchase_order(request: RefusePurchaseOrder, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """Refused, it is a draft that says why."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case InApproval():
            return [PurchaseOrderRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)]
        case Draft(refusal=request.reason):
            return []
        case Draft() | Approved() | Sent() | Completed() | ClosedShort() | Cancelled():
            raise NotInApproval(f"it is {status_of(order)}")
        case _:
            assert_never(order)
