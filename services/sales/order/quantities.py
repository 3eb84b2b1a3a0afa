"""What is told of an order line by line: stored for ever with the facts that carry it."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import part


@part
class LineQuantity:
    """So many units of one line."""

    line_no: int
    quantity: Decimal


@part
class SuppliedLine:
    """What the warehouse has set aside for one line, and what it is short of.

    `resolved` units came back undelivered, ever since, and somebody decided about them.
    """

    line_no: int
    reserved: Decimal
    short: Decimal
    resolved: Decimal = Decimal(0)


@part
class WarrantyUntil:
    """We stand by the units of one line until that day."""

    line_no: int
    until: date
