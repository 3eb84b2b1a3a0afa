"""What readers see of goods receipts."""

from datetime import date
from typing import Final, assert_never

from sqlalchemy import Date, Text

from services.warehouse.goods_receipt.decider import GOODS_RECEIPT
from services.warehouse.goods_receipt.events import ReceivedGoods
from services.warehouse.goods_receipt.state import Correction, GoodsReceipt, NotReceived, Received
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class GoodsReceiptDocument:
    """What a supplier brought, and what of it was taken, as it was corrected."""

    receipt_id: str
    purchase_order_id: str
    supplier_id: str
    warehouse: str
    supplier_delivery_note: str
    lines: tuple[ReceivedGoods, ...]
    received_on: date
    received_by: str
    corrections: tuple[Correction, ...] = ()


def read(receipt_id: str, receipt: GoodsReceipt) -> GoodsReceiptDocument | None:
    """The receipt, laid flat."""
    match receipt:
        case NotReceived():
            return None
        case Received():
            return GoodsReceiptDocument(
                receipt_id=receipt_id,
                purchase_order_id=receipt.purchase_order_id,
                supplier_id=receipt.supplier_id,
                warehouse=receipt.warehouse,
                supplier_delivery_note=receipt.supplier_delivery_note,
                lines=receipt.lines,
                received_on=receipt.received_on,
                received_by=receipt.received_by,
                corrections=receipt.corrections,
            )
        case _:
            assert_never(receipt)


GOODS_RECEIPTS: Final = DocumentView(
    name="goods_receipt",
    decider=GOODS_RECEIPT,
    document=GoodsReceiptDocument,
    read=read,
    columns={
        "purchase_order_id": Shown(Text()),
        "supplier_id": Shown(Text()),
        "warehouse": Shown(Text()),
        "supplier_delivery_note": Shown(Text()),
        "received_on": Shown(Date()),
    },
    filters=("purchase_order_id", "supplier_id", "warehouse", "supplier_delivery_note"),
    order_by=("id", "received_on"),
)
