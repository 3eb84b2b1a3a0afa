"""What can happen to a goods receipt. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.warehouse.expected_receipt.events import Peg
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class ReceivedGoods:
    """A received purchase line. `accepted_value` is what the accepted units cost, `pegs` whom they are for.

    `rejected_for` are those whose goods the rejected units would have been.
    """

    purchase_line_no: int
    sku: str
    accepted: Decimal
    rejected: Decimal
    reject_reason: str
    accepted_value: Money
    pegs: tuple[Peg, ...]
    rejected_for: tuple[Peg, ...] = ()


@event("goods_receipt.received")
class GoodsReceived:
    """The supplier delivered, in full or part."""

    purchase_order_id: str
    supplier_id: str
    warehouse: str
    supplier_delivery_note: str
    lines: tuple[ReceivedGoods, ...]
    received_on: date
    received_by: str


GoodsReceiptEvent = GoodsReceived
