"""Noting what the warehouse received, and what of it had not come. What came, came: this is never refused."""

from datetime import date
from typing import assert_never

from services.purchasing.purchase_order.events import (
    GoodsReceiptCorrected,
    GoodsReceiptNoted,
    PurchaseOrderCompleted,
    PurchaseOrderEvent,
    PurchaseOrderReopened,
)
from services.purchasing.purchase_order.ledger import (
    Receipt,
    all_settled,
    goods_came,
    goods_went_missing,
    met_needs,
    with_receipt,
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
)
from shared.kernel.records import replace
from shared.kernel.shapes import command


@command
class NoteGoodsReceipt:
    """The warehouse received goods for this order."""

    receipt: Receipt
    on: date


def note_goods_receipt(request: NoteGoodsReceipt, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """Counted once per receipt, at whatever stage the order is; the last one may complete it.

    News of goods may be slower than a buyer who calls the order off: the requisition asks for them again by then.
    """
    if any(known.receipt_id == request.receipt.receipt_id for known in order.ledger.receipts):
        return []
    after = with_receipt(order.ledger, request.receipt)
    noted = GoodsReceiptNoted(
        receipt=request.receipt,
        received_on=request.on,
        waiting=order.ledger.waiting,
        goods_came_for=goods_came(order.ledger, after),
    )
    match order:
        case Sent(terms=terms, amendment=amendment):
            if amendment is None and all_settled(terms, after):
                return [noted, PurchaseOrderCompleted(completed_on=request.on)]
            return [noted]
        case ClosedShort(terms=terms, ledger=ledger) | Cancelled(terms=terms, ledger=ledger):
            met = met_needs(terms, ledger, after)
            return [replace(noted, requisition_id=terms.requisition_id, met=met) if met else noted]
        case NotDrafted() | Draft() | InApproval() | Approved() | Completed():
            return [noted]
        case _:
            assert_never(order)


@command
class NoteReceiptCorrection:
    """The warehouse says that less came with a receipt than it had told: all of it as it is now."""

    receipt: Receipt
    reason: str
    by: str
    on: date


def note_receipt_correction(request: NoteReceiptCorrection, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """The newest word counts; heard before its receipt, it is the receipt.

    An approved supplier invoice stays approved, since accounting owes or has paid it: the order is an exception until
    what is billed has come, and nothing more is matched till then. It is named, so as not to be paid till then.
    """
    for known in order.ledger.receipts:
        if known.receipt_id == request.receipt.receipt_id and known.told_as >= request.receipt.told_as:
            return []
    after = with_receipt(order.ledger, request.receipt)
    corrected = GoodsReceiptCorrected(
        receipt=request.receipt,
        reason=request.reason,
        corrected_by=request.by,
        corrected_on=request.on,
        waiting=after.waiting,
        goods_missing_for=goods_went_missing(order.ledger, after),
        goods_came_for=goods_came(order.ledger, after),
    )
    match order:
        case Sent(terms=terms, amendment=None) if all_settled(terms, after):
            return [corrected, PurchaseOrderCompleted(completed_on=request.on)]
        case Completed(terms=terms) if not all_settled(terms, after):
            return [corrected, PurchaseOrderReopened(reopened_on=request.on)]
        case ClosedShort(terms=terms, ledger=ledger) | Cancelled(terms=terms, ledger=ledger):
            unmet, met = met_needs(terms, after, ledger), met_needs(terms, ledger, after)
            if unmet or met:
                return [replace(corrected, requisition_id=terms.requisition_id, unmet=unmet, met=met)]
            return [corrected]
        case NotDrafted() | Draft() | InApproval() | Approved() | Sent() | Completed():
            return [corrected]
        case _:
            assert_never(order)
