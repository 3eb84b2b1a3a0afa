"""Noting what the warehouse received. What came, came: this is never refused."""

from datetime import date
from typing import assert_never

from services.purchasing.purchase_order.events import (
    GoodsReceiptNoted,
    PurchaseOrderCompleted,
    PurchaseOrderEvent,
)
from services.purchasing.purchase_order.ledger import Receipt, all_settled
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
    """Counted once per receipt, at whatever stage the order is; the last one may complete it."""
    if any(known.receipt_id == request.receipt.receipt_id for known in order.ledger.receipts):
        return []
    noted = GoodsReceiptNoted(receipt=request.receipt, received_on=request.on, waiting=order.ledger.waiting)
    match order:
        case Sent(terms=terms, ledger=ledger, amendment=amendment):
            after = replace(ledger, receipts=(*ledger.receipts, request.receipt))
            if amendment is None and all_settled(terms, after):
                return [noted, PurchaseOrderCompleted(completed_on=request.on)]
            return [noted]
        case NotDrafted() | Draft() | InApproval() | Approved() | Completed() | ClosedShort() | Cancelled():
            return [noted]
        case _:
            assert_never(order)
