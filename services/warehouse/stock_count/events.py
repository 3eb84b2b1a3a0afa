"""What can happen to a stock count. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date, datetime
from decimal import Decimal

from services.warehouse.reservation.events import MissingGoods
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class CountedLine:
    """Counted units of a SKU, beside the units that the books had at that moment.

    `unit_cost`, in major units, values what was found; None leaves that to the average cost of the stock. `settled_by`
    is what had last said before it what is there.
    """

    sku: str
    counted: Decimal
    booked: Decimal
    unit_cost: Decimal | None
    settled_by: str = ""


@part
class Difference:
    """What the approval changes for a SKU: units and value, up or down. Both are zero where the books were right."""

    sku: str
    quantity: Decimal
    value: Money


@event("stock_count.counted", happened="counted_at")
class StockCounted:
    """Somebody counted, and nothing is changed yet. Nobody asked at what moment the older ones were counted."""

    warehouse: str
    currency: str
    opening: bool
    reason: str
    lines: tuple[CountedLine, ...]
    counted_by: str
    counted_on: date
    counted_at: datetime | None = None


@event("stock_count.approved")
class CountApproved:
    """A second person stands by the count: the books are to show what was counted.

    Where less was counted than is set aside, `missing` are those who do not get theirs.
    """

    warehouse: str
    opening: bool
    reason: str
    differences: tuple[Difference, ...]
    approved_by: str
    approved_on: date
    missing: tuple[MissingGoods, ...] = ()


@event("stock_count.refused")
class CountRefused:
    """The count does not count."""

    reason: str
    refused_by: str
    refused_on: date


StockCountEvent = StockCounted | CountApproved | CountRefused
