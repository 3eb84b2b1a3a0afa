"""A second person approves or refuses a count."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.warehouse.reservation.missing import missing_goods
from services.warehouse.reservation.on_the_shelf import planned_among
from services.warehouse.stock_count.counting import require_not_in_books
from services.warehouse.stock_count.differing import CountedMeanwhile, StockMovedSinceCounted, difference_of
from services.warehouse.stock_count.events import CountApproved, CountRefused, Difference, StockCountEvent
from services.warehouse.stock_count.state import (
    Approved,
    Counted,
    CountSheet,
    NotCounted,
    Refused,
    StockCount,
)
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

MOST_NAMED: Final = 20


class CountUnknown(Rejection):
    """There is no stock count of this id."""

    code = "warehouse.stock-count.unknown"
    ground = Ground.NOT_FOUND


class CounterApproves(Rejection):
    """Whoever counted cannot approve the count: it takes a second person."""

    code = "warehouse.stock-count.counter-approves"
    ground = Ground.NOT_ALLOWED


class CountIsApproved(Rejection):
    """The count is approved, and the books show it: count again to change them."""

    code = "warehouse.stock-count.approved"


class CountIsRefused(Rejection):
    """The count was refused: count again."""

    code = "warehouse.stock-count.refused"


@command
class ApproveCount:
    """Let the books show what was counted. The stock items are read along, and adjusted right after.

    So are these shipments: where less was counted than is set aside, the first of them that are still to be picked lose
    their goods.
    """

    shipments: tuple[str, ...]
    by: str
    on: date


@command
class RefuseCount:
    """Let it not count."""

    reason: str
    by: str
    on: date


def approve_count(request: ApproveCount, count: StockCount, given: Given) -> list[StockCountEvent]:
    """Approved twice, the differences are booked once."""
    match count:
        case NotCounted():
            raise CountUnknown("nobody handed in such a count")
        case Counted(sheet=sheet):
            if request.by == sheet.counted_by:
                raise CounterApproves(f"{sheet.counted_by} counted")
            differences = _differences(sheet, given)
            approved = CountApproved(
                warehouse=sheet.warehouse,
                opening=sheet.opening,
                reason=sheet.reason,
                differences=differences,
                approved_by=request.by,
                approved_on=request.on,
                missing=missing_goods(
                    _lacking(differences, sheet.warehouse, given),
                    planned_among(request.shipments, given),
                    sheet.warehouse,
                ),
            )
            return [approved]
        case Approved():
            return []
        case Refused(because=because):
            raise CountIsRefused(because)
        case _:
            assert_never(count)


def refuse_count(request: RefuseCount, count: StockCount) -> list[StockCountEvent]:
    """Refusing changes no stock, so it takes no second person. Refused twice, it is refused once."""
    match count:
        case NotCounted():
            raise CountUnknown("nobody handed in such a count")
        case Counted():
            return [CountRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)]
        case Approved(approved_by=approved_by):
            raise CountIsApproved(f"by {approved_by}")
        case Refused():
            return []
        case _:
            assert_never(count)


def _lacking(differences: Iterable[Difference], warehouse: str, given: Given) -> dict[str, Decimal]:
    """By SKU, how many more units are set aside than are left."""
    found: dict[str, Decimal] = {}
    for one in differences:
        item = given.of(STOCK_ITEM, stock_id(warehouse, one.sku))
        if item.reserved > item.on_hand + one.quantity:
            found[one.sku] = item.reserved - item.on_hand - one.quantity
    return found


def _differences(sheet: CountSheet, given: Given) -> tuple[Difference, ...]:
    """Against the stock as it stood when it was counted, provided that nothing has settled it since."""
    items = [given.of(STOCK_ITEM, stock_id(sheet.warehouse, line.sku)) for line in sheet.lines]
    pairs = list(zip(sheet.lines, items, strict=True))
    if sheet.opening:  # sheets of earlier releases were taken without being asked
        for index, line in enumerate(sheet.lines):
            require_not_in_books(line, place=f"lines.{index}")
    if sheet.counted_at is None:
        _refuse(StockMovedSinceCounted, [line.sku for line, item in pairs if item.on_hand != line.booked])
    else:
        _refuse(CountedMeanwhile, [line.sku for line, item in pairs if item.settled_by != line.settled_by])
    return tuple(
        difference_of(line, item, sheet.currency, place=f"lines.{index}") for index, (line, item) in enumerate(pairs)
    )


def _refuse(kind: type[StockMovedSinceCounted | CountedMeanwhile], skus: Sequence[str]) -> None:
    if skus:
        raise kind(", ".join(skus[:MOST_NAMED]), skus=skus[:MOST_NAMED], moved=len(skus))
