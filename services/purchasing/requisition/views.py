"""What readers see of requisitions."""

from typing import Final, Literal, assert_never

from sqlalchemy import Text

from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lines import TrackedLine
from services.purchasing.requisition.state import (
    Approved,
    Body,
    Cancelled,
    Forestalled,
    NotRaised,
    Ordered,
    Proposed,
    Rejected,
    Requisition,
    Sourced,
)
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["proposed", "approved", "sourced", "ordered", "rejected", "cancelled"]


@document
class RequisitionDocument:
    """A requisition as it stands. `kept` are purchase orders that were with the supplier when it was cancelled."""

    requisition_id: str
    status: Status
    sales_order_id: str | None
    warehouse: str
    lines: tuple[TrackedLine, ...]
    reason: str
    raised_by: str
    ended_because: str
    kept: tuple[str, ...]


def read(requisition_id: str, requisition: Requisition) -> RequisitionDocument | None:
    """The requisition, laid flat; nothing of one that was forestalled."""
    match requisition:
        case NotRaised() | Forestalled():
            return None
        case Proposed(body=body):
            return _document(requisition_id, body, "proposed")
        case Approved(body=body):
            return _document(requisition_id, body, "approved")
        case Sourced(body=body):
            return _document(requisition_id, body, "sourced")
        case Ordered(body=body):
            return _document(requisition_id, body, "ordered")
        case Rejected(body=body, reason=reason):
            return _document(requisition_id, body, "rejected", ended_because=reason)
        case Cancelled(body=body, reason=reason, kept=kept):
            return _document(requisition_id, body, "cancelled", ended_because=reason, kept=kept)
        case _:
            assert_never(requisition)


def _document(
    requisition_id: str, body: Body, status: Status, *, ended_because: str = "", kept: tuple[str, ...] = ()
) -> RequisitionDocument:
    return RequisitionDocument(
        requisition_id=requisition_id,
        status=status,
        sales_order_id=body.sales_order_id,
        warehouse=body.warehouse,
        lines=body.lines,
        reason=body.reason,
        raised_by=body.raised_by,
        ended_because=ended_because,
        kept=kept,
    )


REQUISITIONS: Final = DocumentView(
    name="requisition",
    decider=REQUISITION,
    document=RequisitionDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "sales_order_id": Shown(Text()),
        "warehouse": Shown(Text()),
        "raised_by": Shown(Text()),
    },
    filters=("status", "sales_order_id", "warehouse", "raised_by"),
    queues={"approval": {"status": "proposed"}, "unsourced": {"status": "approved"}},
)
