"""What the books said of a stock item before its latest facts."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, assert_never

from services.warehouse.stock_item.events import (
    BackorderFilled,
    ShortageNoted,
    StockAdjusted,
    StockEvent,
    StockFoundRight,
    StockGivenBack,
    StockInspectionCorrected,
    StockIssued,
    StockPutBack,
    StockReceiptCorrected,
    StockReceived,
    StockReleased,
    StockReserved,
    StockWithdrawn,
)
from services.warehouse.stock_item.state import NOTHING, StockItem
from shared.kernel.shapes import part

SETTLING: Final = (StockAdjusted, StockFoundRight, StockReceiptCorrected, StockInspectionCorrected)
"""What says of an earlier moment what was there."""


@part
class EarlierStock:
    """Units on hand then, and what had settled them; None where something has settled them since."""

    on_hand: Decimal
    settled_by: str | None


def before(facts: Iterable[StockEvent], item: StockItem) -> EarlierStock:
    """The item as it was before these facts, its latest."""
    on_hand, settled_by = item.on_hand, item.settled_by
    settled_since = False
    for fact in facts:
        on_hand -= _came(fact)
        settled_since = settled_since or isinstance(fact, SETTLING)
    return EarlierStock(on_hand=on_hand, settled_by=None if settled_since else settled_by)


def _came(fact: StockEvent) -> Decimal:
    match fact:
        case (
            StockReceived(quantity=units)
            | StockPutBack(quantity=units)
            | StockAdjusted(quantity=units)
            | StockInspectionCorrected(quantity=units)
        ):
            return units
        case StockIssued(quantity=units) | StockReceiptCorrected(quantity=units):
            return -units
        case (
            StockReserved()
            | ShortageNoted()
            | BackorderFilled()
            | StockReleased()
            | StockGivenBack()
            | StockWithdrawn()
            | StockFoundRight()
        ):
            return NOTHING
        case _:
            assert_never(fact)
