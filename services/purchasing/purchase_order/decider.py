"""The purchase order's table of contents, and when its goods are late."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from services.purchasing.purchase_order.amending import (
    AmendPurchaseOrder,
    ApproveAmendment,
    RefuseAmendment,
    amend_purchase_order,
    approve_amendment,
    refuse_amendment,
)
from services.purchasing.purchase_order.approving import (
    ApprovePurchaseOrder,
    RefusePurchaseOrder,
    approve_purchase_order,
    refuse_purchase_order,
)
from services.purchasing.purchase_order.billing import (
    BillPurchaseOrder,
    NoteWaitingInvoice,
    bill_purchase_order,
    note_waiting_invoice,
)
from services.purchasing.purchase_order.dispatching import (
    AcknowledgePurchaseOrder,
    DispatchPurchaseOrder,
    NoteOverdue,
    acknowledge_purchase_order,
    dispatch_purchase_order,
    note_overdue,
)
from services.purchasing.purchase_order.drafting import (
    DraftPurchaseOrder,
    RevisePurchaseOrder,
    draft_purchase_order,
    revise_purchase_order,
)
from services.purchasing.purchase_order.ending import (
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    WithdrawPurchaseOrder,
    cancel_purchase_order,
    close_purchase_order,
    withdraw_purchase_order,
)
from services.purchasing.purchase_order.events import (
    AmendmentRefused,
    AmendmentSubmitted,
    GoodsReceiptCorrected,
    GoodsReceiptNoted,
    PurchaseOrderAcknowledged,
    PurchaseOrderAmended,
    PurchaseOrderApproved,
    PurchaseOrderBecameOverdue,
    PurchaseOrderBilled,
    PurchaseOrderCancelled,
    PurchaseOrderClosedShort,
    PurchaseOrderCompleted,
    PurchaseOrderDrafted,
    PurchaseOrderRefused,
    PurchaseOrderReopened,
    PurchaseOrderRevised,
    PurchaseOrderSent,
    PurchaseOrderSubmitted,
    WaitingInvoiceNoted,
)
from services.purchasing.purchase_order.ledger import Ledger, all_received
from services.purchasing.purchase_order.receiving import (
    NoteGoodsReceipt,
    NoteReceiptCorrection,
    note_goods_receipt,
    note_receipt_correction,
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
    evolve,
)
from shared.kernel.days import midnight_after
from shared.kernel.decider import Deadline, DeadlinePassed, Decider, NoDeadline

RECEIPT: Final = "receipt"
"""The deadline for everything to have come: the end of the expected day."""


def deadlines(fact: Any, order: PurchaseOrder) -> Iterator[Deadline | NoDeadline]:
    """Set when the expected day is known, forgotten when nothing is expected any more."""
    match fact:
        case PurchaseOrderSent(expected_on=day) | PurchaseOrderAcknowledged(expected_on=day):
            yield Deadline(RECEIPT, midnight_after(day))
        case PurchaseOrderAmended() | GoodsReceiptCorrected() | PurchaseOrderReopened():
            yield _receipt_of(order)
        case GoodsReceiptNoted():
            if isinstance(order, Sent) and all_received(order.terms, order.ledger):
                yield NoDeadline(RECEIPT)
        case PurchaseOrderClosedShort() | PurchaseOrderCancelled(was_sent=True):
            yield NoDeadline(RECEIPT)


def _receipt_of(order: PurchaseOrder) -> Deadline | NoDeadline:
    if isinstance(order, Sent) and not all_received(order.terms, order.ledger):
        return Deadline(RECEIPT, midnight_after(order.dispatch.expected_on))
    return NoDeadline(RECEIPT)


def _note_overdue(passed: DeadlinePassed) -> NoteOverdue:
    return NoteOverdue(expected_on=passed.due.date() - timedelta(days=1))


PURCHASE_ORDER: Final[Decider[PurchaseOrder]] = Decider(
    category="purchase_order",
    initial=NotDrafted(ledger=Ledger()),
    evolve=evolve,
    decisions={
        DraftPurchaseOrder: draft_purchase_order,
        RevisePurchaseOrder: revise_purchase_order,
        ApprovePurchaseOrder: approve_purchase_order,
        RefusePurchaseOrder: refuse_purchase_order,
        DispatchPurchaseOrder: dispatch_purchase_order,
        AcknowledgePurchaseOrder: acknowledge_purchase_order,
        AmendPurchaseOrder: amend_purchase_order,
        ApproveAmendment: approve_amendment,
        RefuseAmendment: refuse_amendment,
        NoteOverdue: note_overdue,
        NoteGoodsReceipt: note_goods_receipt,
        NoteReceiptCorrection: note_receipt_correction,
        NoteWaitingInvoice: note_waiting_invoice,
        BillPurchaseOrder: bill_purchase_order,
        CancelPurchaseOrder: cancel_purchase_order,
        WithdrawPurchaseOrder: withdraw_purchase_order,
        ClosePurchaseOrder: close_purchase_order,
    },
    events=(
        PurchaseOrderDrafted,
        PurchaseOrderSubmitted,
        PurchaseOrderApproved,
        PurchaseOrderRefused,
        PurchaseOrderRevised,
        PurchaseOrderSent,
        PurchaseOrderAcknowledged,
        AmendmentSubmitted,
        AmendmentRefused,
        PurchaseOrderAmended,
        PurchaseOrderBecameOverdue,
        GoodsReceiptNoted,
        GoodsReceiptCorrected,
        WaitingInvoiceNoted,
        PurchaseOrderBilled,
        PurchaseOrderCompleted,
        PurchaseOrderReopened,
        PurchaseOrderClosedShort,
        PurchaseOrderCancelled,
    ),
    shapes=(NotDrafted, Draft, InApproval, Approved, Sent, Completed, ClosedShort, Cancelled),
    deadlines=deadlines,
    on_deadline={RECEIPT: _note_overdue},
)
