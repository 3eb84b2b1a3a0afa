"""The stages of a stock count's life, and how each fact moves it on."""

from datetime import date, datetime
from typing import assert_never

from services.warehouse.reservation.events import MissingGoods
from services.warehouse.stock_count.events import (
    CountApproved,
    CountedLine,
    CountRefused,
    Difference,
    StockCounted,
    StockCountEvent,
)
from shared.kernel.shapes import part, state


@part
class CountSheet:
    """What was counted, where, why and by whom."""

    warehouse: str
    currency: str
    opening: bool
    reason: str
    lines: tuple[CountedLine, ...]
    counted_by: str
    counted_on: date
    counted_at: datetime | None = None


@state
class NotCounted:
    """There is no count of this id."""


@state
class Counted:
    """Waits for a second person."""

    sheet: CountSheet


@state
class Approved:
    """The books show it."""

    sheet: CountSheet
    differences: tuple[Difference, ...]
    approved_by: str
    approved_on: date
    missing: tuple[MissingGoods, ...] = ()


@state
class Refused:
    """It changed nothing."""

    sheet: CountSheet
    because: str
    refused_by: str
    refused_on: date


StockCount = NotCounted | Counted | Approved | Refused


def evolve(count: StockCount, fact: StockCountEvent) -> StockCount:
    """The count after the fact. Never refuses: what happened, happened."""
    if isinstance(fact, StockCounted):
        return Counted(sheet=_sheet_of(fact))
    match count:
        case NotCounted():
            return count
        case Counted(sheet=sheet) | Approved(sheet=sheet) | Refused(sheet=sheet):
            return _decided(sheet, fact)
        case _:
            assert_never(count)


def _decided(sheet: CountSheet, fact: CountApproved | CountRefused) -> Approved | Refused:
    match fact:
        case CountApproved(differences=differences, approved_by=by, approved_on=on, missing=missing):
            return Approved(sheet=sheet, differences=differences, approved_by=by, approved_on=on, missing=missing)
        case CountRefused(reason=reason, refused_by=by, refused_on=on):
            return Refused(sheet=sheet, because=reason, refused_by=by, refused_on=on)
        case _:
            assert_never(fact)


def _sheet_of(fact: StockCounted) -> CountSheet:
    return CountSheet(
        warehouse=fact.warehouse,
        currency=fact.currency,
        opening=fact.opening,
        reason=fact.reason,
        lines=fact.lines,
        counted_by=fact.counted_by,
        counted_on=fact.counted_on,
        counted_at=fact.counted_at,
    )
