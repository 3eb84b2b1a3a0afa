"""What readers see of stock counts."""

from datetime import date, datetime
from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Date, Text

from services.warehouse.reservation.events import MissingGoods
from services.warehouse.stock_count.decider import STOCK_COUNT
from services.warehouse.stock_count.events import CountedLine, Difference
from services.warehouse.stock_count.state import (
    Approved,
    Counted,
    CountSheet,
    NotCounted,
    Refused,
    StockCount,
)
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["counted", "approved", "refused"]


@document
class StockCountDocument:
    """A count as it stands. `differences` are what the approval changed, none before it.

    `missing` are the goods that were set aside for orders and were not there: these orders wait for them again.
    """

    count_id: str
    warehouse: str
    status: Status
    currency: str
    opening: bool
    reason: str
    lines: tuple[CountedLine, ...]
    counted_by: str
    counted_on: date
    differences: tuple[Difference, ...]
    decided_by: str
    decided_on: date | None
    refused_because: str
    missing: tuple[MissingGoods, ...] = ()
    counted_at: datetime | None = None


def read(count_id: str, count: StockCount) -> StockCountDocument | None:
    """The count, laid flat."""
    match count:
        case NotCounted():
            return None
        case Counted(sheet=sheet):
            return _document(count_id, sheet, "counted")
        case Approved(sheet=sheet, differences=differences, approved_by=by, approved_on=on, missing=missing):
            return _document(count_id, sheet, "approved", by=by, on=on, differences=differences, missing=missing)
        case Refused(sheet=sheet, because=because, refused_by=by, refused_on=on):
            return _document(count_id, sheet, "refused", by=by, on=on, because=because)
        case _:
            assert_never(count)


def _document(
    count_id: str,
    sheet: CountSheet,
    status: Status,
    *,
    by: str = "",
    on: date | None = None,
    differences: tuple[Difference, ...] = (),
    because: str = "",
    missing: tuple[MissingGoods, ...] = (),
) -> StockCountDocument:
    return StockCountDocument(
        count_id=count_id,
        warehouse=sheet.warehouse,
        status=status,
        currency=sheet.currency,
        opening=sheet.opening,
        reason=sheet.reason,
        lines=sheet.lines,
        counted_by=sheet.counted_by,
        counted_on=sheet.counted_on,
        differences=differences,
        decided_by=by,
        decided_on=on,
        refused_because=because,
        missing=missing,
        counted_at=sheet.counted_at,
    )


STOCK_COUNTS: Final = DocumentView(
    name="stock_count",
    decider=STOCK_COUNT,
    document=StockCountDocument,
    read=read,
    columns={
        "warehouse": Shown(Text()),
        "status": Shown(Text()),
        "opening": Shown(Boolean()),
        "counted_by": Shown(Text()),
        "counted_on": Shown(Date()),
    },
    filters=("warehouse", "status", "opening", "counted_by"),
    queues={"to-approve": {"status": "counted"}},
    order_by=("id", "counted_on"),
)
