"""The stages of a goods receipt's life, and how each fact moves it on."""

from datetime import date

from services.warehouse.goods_receipt.events import GoodsReceiptEvent, ReceivedGoods
from shared.kernel.shapes import state


@state
class NotReceived:
    """There is no receipt of this id."""


@state
class Received:
    """What came is recorded, and does not change."""

    purchase_order_id: str
    supplier_id: str
    warehouse: str
    supplier_delivery_note: str
    lines: tuple[ReceivedGoods, ...]
    received_on: date
    received_by: str


GoodsReceipt = NotReceived | Received


def evolve(_: GoodsReceipt, fact: GoodsReceiptEvent) -> GoodsReceipt:
    """The receipt after the fact. Never refuses: what happened, happened."""
    return Received(
        purchase_order_id=fact.purchase_order_id,
        supplier_id=fact.supplier_id,
        warehouse=fact.warehouse,
        supplier_delivery_note=fact.supplier_delivery_note,
        lines=fact.lines,
        received_on=fact.received_on,
        received_by=fact.received_by,
    )
