"""Counting what is in a warehouse."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final, assert_never

from services.warehouse.stock_count.differing import CountedMeanwhile, difference_of
from services.warehouse.stock_count.events import CountedLine, StockCounted, StockCountEvent
from services.warehouse.stock_count.state import Approved, Counted, NotCounted, Refused, StockCount
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.earlier import EarlierStock
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.state import StockItem
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

LONGEST_AGO: Final = timedelta(days=31)
"""A sheet that is older is not what somebody meant: whoever counts stock hands it in within the month."""


class SkuCountedTwice(Rejection):
    """A SKU is named twice in one count: add the two up."""

    code = "warehouse.stock-count.sku-counted-twice"
    ground = Ground.UNACCEPTABLE


class CountedInTheFuture(Rejection):
    """A count is handed in once it was made."""

    code = "warehouse.stock-count.counted-in-the-future"
    ground = Ground.UNACCEPTABLE


class CountedLongAgo(Rejection):
    """It was counted more than 31 days ago: count again."""

    code = "warehouse.stock-count.counted-long-ago"
    ground = Ground.UNACCEPTABLE


class NotOpeningStock(Rejection):
    """Opening stock was there before these books, and they have had some of this SKU: count it as a difference."""

    code = "warehouse.stock-count.not-opening-stock"
    ground = Ground.UNACCEPTABLE


@part
class TallyLine:
    """Units of a SKU as somebody counted them; `unit_cost` where there is no average cost yet.

    `stock` is what the books said when it was counted; None where it was counted just now.
    """

    sku: str
    counted: Decimal
    unit_cost: Decimal | None
    stock: EarlierStock | None = None


@command
class CountStock:
    """Hand in a count. The stock items are read along, so that what cannot be approved is refused at once.

    `now` is when we are told.
    """

    warehouse: str
    currency: str
    opening: bool
    reason: str
    lines: tuple[TallyLine, ...]
    by: str
    counted_at: datetime
    now: datetime


def count_stock(request: CountStock, count: StockCount, given: Given) -> list[StockCountEvent]:
    """A count is handed in once; repeated, it changes nothing."""
    match count:
        case Counted() | Approved() | Refused():
            return []
        case NotCounted():
            _refuse_impossible_moment(request)
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
                counted_on=request.counted_at.astimezone(UTC).date(),
                counted_at=request.counted_at.astimezone(UTC),
            )
            return [counted]
        case _:
            assert_never(count)


def _refuse_impossible_moment(request: CountStock) -> None:
    if request.counted_at > request.now:
        raise CountedInTheFuture(f"{request.counted_at.isoformat()} is still to come", field="counted_at")
    if request.counted_at < request.now - LONGEST_AGO:
        raise CountedLongAgo(f"{request.counted_at.isoformat()} is too long ago", field="counted_at")


def _refuse_repeated_skus(request: CountStock) -> None:
    seen: set[str] = set()
    for index, line in enumerate(request.lines):
        if line.sku in seen:
            raise SkuCountedTwice(f"{line.sku} is there already", field=f"lines.{index}.sku")
        seen.add(line.sku)


def _counted(line: TallyLine, request: CountStock, item: StockItem, index: int) -> CountedLine:
    then = line.stock or EarlierStock(on_hand=item.on_hand, settled_by=item.settled_by)
    if then.settled_by != item.settled_by:
        raise CountedMeanwhile(f"{line.sku} was settled since", field=f"lines.{index}.sku", skus=[line.sku])
    counted = CountedLine(
        sku=line.sku,
        counted=line.counted,
        booked=then.on_hand,
        unit_cost=line.unit_cost,
        settled_by=item.settled_by,
    )
    if request.opening:
        require_not_in_books(counted, place=f"lines.{index}")
    difference_of(counted, item, request.currency, place=f"lines.{index}")
    return counted


def require_not_in_books(line: CountedLine, *, place: str) -> None:
    """When it was counted, the books had none of it, and nobody had counted it before. Raises NotOpeningStock."""
    if line.booked or line.settled_by:
        raise NotOpeningStock(f"{line.sku} is in the books already", field=f"{place}.sku", sku=line.sku)
