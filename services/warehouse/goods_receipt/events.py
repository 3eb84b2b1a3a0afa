"""What can happen to a goods receipt. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.warehouse.expected_receipt.events import Peg
from services.warehouse.reservation.events import MissingGoods
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


@part
class TakenOff:
    """Units of a line that had not come. The accepted ones had been received at `cost`; `value` is what stock loses.

    `pegs` and `rejected_for` are those whom these units were for, or would have been.
    """

    purchase_line_no: int
    sku: str
    accepted: Decimal
    rejected: Decimal
    cost: Money
    value: Money
    pegs: tuple[Peg, ...]
    rejected_for: tuple[Peg, ...]


@event("goods_receipt.corrected")
class GoodsReceiptCorrected:
    """The receipt said that more came than did.

    Where less is left than is set aside, `missing` are those who do not get theirs. They are `still_owed`,
    unless purchasing expects nothing more of the order.
    """

    purchase_order_id: str
    warehouse: str
    taken_off: tuple[TakenOff, ...]
    missing: tuple[MissingGoods, ...]
    still_owed: bool
    reason: str
    corrected_by: str
    corrected_on: date


GoodsReceiptEvent = GoodsReceived | GoodsReceiptCorrected
