"""What can happen to a stock item. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@event("stock.received")
class StockReceived:
    """Accepted goods of a receipt came in, at what we pay for them."""

    receipt_id: str
    line_no: int
    quantity: Decimal
    value: Money
    received_on: date


@event("stock.reserved")
class StockReserved:
    """Units were set aside for an order line: with its reservation, or later because of `source_id`."""

    order_id: str
    line_no: int
    quantity: Decimal
    reserved_on: date
    source_id: str = ""


@event("stock.shortage-noted")
class ShortageNoted:
    """An order line waits here for units that are not there: since its reservation, or later because of `source_id`."""

    order_id: str
    line_no: int
    quantity: Decimal
    noted_on: date
    source_id: str = ""


@event("stock.backorder-filled")
class BackorderFilled:
    """Units that became free were set aside for an order line that waited. `cause_id` is what freed them.

    Where that is a receipt, it was one of `purchase_order_id`.
    """

    order_id: str
    line_no: int
    quantity: Decimal
    cause_id: str
    filled_on: date
    purchase_order_id: str = ""


@part
class GivenBackLine:
    """What an order line held here and what it still waited for, or as much of both as it gives back."""

    line_no: int
    reserved: Decimal
    waiting: Decimal


@event("stock.released")
class StockReleased:
    """An order holds nothing here any more, and waits for nothing."""

    order_id: str
    lines: tuple[GivenBackLine, ...]
    reason: str
    released_on: date


@event("stock.given-back")
class StockGivenBack:
    """An order is for less: its lines hold so much less here, and wait for so much less."""

    reduction_id: str
    order_id: str
    lines: tuple[GivenBackLine, ...]
    reason: str
    given_back_on: date


@part
class Recipient:
    """The order line that goods are given to."""

    order_id: str
    line_no: int


@event("stock.withdrawn")
class StockWithdrawn:
    """Units were taken from an order line that they were set aside for: for others, or because they are not there."""

    withdrawal_id: str
    order_id: str
    line_no: int
    quantity: Decimal
    reason: str
    withdrawn_on: date


@event("stock.issued")
class StockIssued:
    """Reserved units left with a shipment; `cost` is their share of the value."""

    shipment_id: str
    order_id: str
    line_no: int
    quantity: Decimal
    cost: Money
    issued_on: date


@event("stock.put-back")
class StockPutBack:
    """Units that had left came back, at the cost that they had left with."""

    source_id: str
    line_no: int
    quantity: Decimal
    value: Money
    put_back_on: date


@event("stock.adjusted")
class StockAdjusted:
    """Opening stock, or a difference that was counted: on hand and value changed by so much."""

    adjustment_id: str
    quantity: Decimal
    value: Money
    reason: str
    opening: bool
    adjusted_on: date


@event("stock.found-right")
class StockFoundRight:
    """It was counted, and the books were right."""

    count_id: str
    found_on: date


@event("stock.receipt-corrected")
class StockReceiptCorrected:
    """Units that a receipt had put in had not come: on hand and value are so much less."""

    correction_id: str
    receipt_id: str
    quantity: Decimal
    value: Money
    reason: str
    corrected_on: date


@event("stock.inspection-corrected")
class StockInspectionCorrected:
    """Units that an inspection had put in went elsewhere, or came from there: on hand and value changed by so much."""

    correction_id: str
    inspection_id: str
    quantity: Decimal
    value: Money
    reason: str
    corrected_on: date


StockEvent = (
    StockReceived
    | StockReserved
    | ShortageNoted
    | BackorderFilled
    | StockReleased
    | StockGivenBack
    | StockWithdrawn
    | StockIssued
    | StockPutBack
    | StockAdjusted
    | StockFoundRight
    | StockReceiptCorrected
    | StockInspectionCorrected
)
