"""Counting what is in a warehouse."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.stock_count.differing import difference_of
from services.warehouse.stock_count.events import CountedLine, StockCounted, StockCountEvent
from services.warehouse.stock_count.state import Approved, Counted, NotCounted, Refused, StockCount
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.state import StockItem
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class SkuCountedTwice(Rejection):
    """A SKU is named twice in one count: add the two up."""

    code = "warehouse.stock-count.sku-counted-twice"
    ground = Ground.UNACCEPTABLE


@part
class TallyLine:
    """Units of a SKU as somebody counted them; `unit_cost` where there is no average cost yet."""

    sku: str
    counted: Decimal
    unit_cost: Decimal | None


@command
class CountStock:
    """Hand in a count. The stock items are read along, so that what cannot be approved is refused at once."""

    warehouse: str
    currency: str
    opening: bool
    reason: str
    lines: tuple[TallyLine, ...]
    by: str
    on: date


def count_stock(request: CountStock, count: StockCount, given: Given) -> list[StockCountEvent]:
    """A count is handed in once; repeated, it changes nothing."""
    match count:
        case Counted() | Approved() | Refused():
            return []
        case NotCounted():
            _refuse_repeated_skus(request)
            counted = StockCounted(
                warehouse=request.warehouse,
                currency=request.currency,
                opening=request.opening,
                reason=request.reason,
                lines=tuple(
                    _counted(line, request, given.of(STOCK_ITEM, stock_id(request.warehouse, line.sku)), index)
                    for index, line in enumerate(request.lines)
                ),
                counted_by=request.by,
                counted_on=request.on,
            )
            return [counted]
        case _:
            assert_never(count)


def _refuse_repeated_skus(request: CountStock) -> None:
    seen: set[str] = set()
    for index, line in enumerate(request.lines):
        if line.sku in seen:
            raise SkuCountedTwice(f"{line.sku} is there already", field=f"lines.{index}.sku")
        seen.add(line.sku)


def _counted(line: TallyLine, request: CountStock, item: StockItem, index: int) -> CountedLine:
    counted = CountedLine(sku=line.sku, counted=line.counted, booked=item.on_hand, unit_cost=line.unit_cost)
    difference_of(counted, item, request.currency, place=f"lines.{index}")
    return counted
