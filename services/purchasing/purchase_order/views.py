"""What readers see of purchase orders."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from sqlalchemy import BigInteger, Boolean, Date, Text

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.ledger import (
    Ledger,
    accepted,
    all_received,
    billed,
    is_billed_without_goods,
    rejected,
)
from services.purchasing.purchase_order.state import (
    Approved,
    Cancelled,
    ClosedShort,
    Completed,
    Dispatch,
    Draft,
    InApproval,
    NotDrafted,
    PurchaseOrder,
    Sent,
    Status,
    status_of,
)
from services.purchasing.purchase_order.terms import OrderedLine, PurchaseTerms, pegs_of
from shared.kernel.money import Money
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown
from shared.published.purchasing import Peg


@document
class PurchaseOrderLineDocument:
    """A line with its ledger. `received` counts accepted units; what was rejected is expected again."""

    line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    pegs: tuple[Peg, ...]
    received: Decimal
    rejected: Decimal
    billed: Decimal


@document
class AmendmentDocument:
    """How the order should read, and who has to be asked: above `limit` that is a person with no hand in it."""

    lines: tuple[OrderedLine, ...]
    net: Money
    limit: Money
    reason: str
    submitted_by: str


@document
class PurchaseOrderDocument:
    """A purchase order as it stands.

    `received` and `billed` read none, part or full. `exception` is true when more came than was ordered, something came
    of an order that is not with the supplier, or the supplier billed what had not come after all, as a corrected
    receipt says: somebody has to talk to them. `reason` says why it was refused,
    cancelled or closed. `amendment` waits for an approver.
    """

    purchase_order_id: str
    status: Status
    supplier_id: str
    warehouse: str
    currency: str
    lines: tuple[PurchaseOrderLineDocument, ...]
    net: Money
    requisition_id: str | None
    sales_order_id: str | None
    makers: tuple[str, ...]
    approved_by: str
    sent_on: date | None
    expected_on: date | None
    acknowledged_on: date | None
    received: str
    billed: str
    overdue: bool
    exception: bool
    reason: str
    amendment: AmendmentDocument | None = None


def read(purchase_order_id: str, order: PurchaseOrder) -> PurchaseOrderDocument | None:
    """The purchase order, laid flat."""
    if isinstance(order, NotDrafted):
        return None
    terms, ledger = order.terms, order.ledger
    dispatch = _dispatch_of(order)
    ordered = sum((line.quantity for line in terms.lines), Decimal(0))
    return PurchaseOrderDocument(
        purchase_order_id=purchase_order_id,
        status=status_of(order),
        supplier_id=terms.supplier_id,
        warehouse=terms.warehouse,
        currency=terms.currency,
        lines=tuple(_line(terms, line, ledger) for line in terms.lines),
        net=terms.net,
        requisition_id=terms.requisition_id,
        sales_order_id=terms.sales_order_id,
        makers=terms.makers,
        approved_by=_approver_of(order, dispatch),
        sent_on=dispatch.sent_on if dispatch is not None else None,
        expected_on=dispatch.expected_on if dispatch is not None else None,
        acknowledged_on=dispatch.acknowledged_on if dispatch is not None else None,
        received=_extent(
            sum((min(accepted(ledger, line.line_no), line.quantity) for line in terms.lines), Decimal(0)),
            ordered,
        ),
        billed=_extent(
            sum((min(billed(ledger, line.line_no), line.quantity) for line in terms.lines), Decimal(0)),
            ordered,
        ),
        overdue=isinstance(order, Sent) and order.overdue and not all_received(terms, ledger),
        exception=_is_exception(order),
        reason=_reason_of(order),
        amendment=_amendment_of(order),
    )


def _line(terms: PurchaseTerms, line: OrderedLine, ledger: Ledger) -> PurchaseOrderLineDocument:
    return PurchaseOrderLineDocument(
        line_no=line.line_no,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        net=line.net,
        pegs=pegs_of(terms, line),
        received=accepted(ledger, line.line_no),
        rejected=rejected(ledger, line.line_no),
        billed=billed(ledger, line.line_no),
    )


def _dispatch_of(order: PurchaseOrder) -> Dispatch | None:
    return order.dispatch if isinstance(order, Sent | Completed | ClosedShort) else None


def _approver_of(order: PurchaseOrder, dispatch: Dispatch | None) -> str:
    if isinstance(order, Approved):
        return order.approved_by
    return dispatch.approved_by if dispatch is not None else ""


def _reason_of(order: PurchaseOrder) -> str:
    if isinstance(order, Draft):
        return order.refusal
    return order.reason if isinstance(order, ClosedShort | Cancelled) else ""


def _amendment_of(order: PurchaseOrder) -> AmendmentDocument | None:
    if not isinstance(order, Sent) or order.amendment is None:
        return None
    asked = order.amendment
    return AmendmentDocument(
        lines=asked.terms.lines,
        net=asked.terms.net,
        limit=asked.limit,
        reason=asked.reason,
        submitted_by=asked.submitted_by,
    )


def _extent(done: Decimal, whole: Decimal) -> str:
    if not done:
        return "none"
    return "full" if done >= whole else "part"


def _is_exception(order: PurchaseOrder) -> bool:
    match order:
        case NotDrafted() | Draft() | InApproval() | Approved() | Cancelled():
            return any(line.accepted or line.rejected for receipt in order.ledger.receipts for line in receipt.lines)
        case (
            Sent(terms=terms, ledger=ledger)
            | Completed(terms=terms, ledger=ledger)
            | ClosedShort(terms=terms, ledger=ledger)
        ):
            came_on_top = any(accepted(ledger, line.line_no) > line.quantity for line in terms.lines)
            return came_on_top or is_billed_without_goods(ledger)
        case _:
            assert_never(order)


PURCHASE_ORDERS: Final = DocumentView(
    name="purchase_order",
    decider=PURCHASE_ORDER,
    document=PurchaseOrderDocument,
    read=read,
    columns={
        "supplier_id": Shown(Text()),
        "status": Shown(Text()),
        "warehouse": Shown(Text()),
        "requisition_id": Shown(Text()),
        "received": Shown(Text()),
        "overdue": Shown(Boolean()),
        "exception": Shown(Boolean()),
        "expected_on": Shown(Date()),
        "is_amending": Shown(Boolean(), lambda shown: shown.amendment is not None),
        "net_minor": Shown(BigInteger(), lambda shown: shown.net.minor),
    },
    filters=("supplier_id", "status", "warehouse", "requisition_id"),
    queues={
        "approval": {"status": "in-approval"},
        "to-revise": {"status": "draft"},
        "to-send": {"status": "approved"},
        "to-receive": {"status": "sent", "received": ["none", "part"]},
        "to-bill": {"status": "sent", "received": "full"},
        "amendments": {"is_amending": True},
        "overdue": {"overdue": True},
        "exceptions": {"exception": True},
    },
    order_by=("id",),
)
