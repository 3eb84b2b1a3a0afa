"""An inspection was corrected: units that it had put into one stock belong into another one."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.adjusting import MissingUnits, withdrawn_as_missing
from services.warehouse.stock_item.backlog import fill_backlog
from services.warehouse.stock_item.events import StockEvent, StockInspectionCorrected
from services.warehouse.stock_item.receiving import ONCE_IT_LEFT
from services.warehouse.stock_item.state import StockItem, evolve, movement
from services.warehouse.stock_item.valuation import require_currency
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class InspectedGoodsGone(Rejection):
    """Units that are something else after all are not there: they left, or are picked, packed or granted to somebody.

    Undo the picking, or have care revoke what it granted; what left, left as what it was found to be.
    """

    code = "warehouse.stock-item.inspected-goods-gone"


@command
class MoveInspectedStock:
    """Take in units that an inspection had put elsewhere, or take off those that it had put in; with their worth.

    `place` names this stock for who is refused. What is `missing` is not set aside any more.
    """

    correction_id: str
    inspection_id: str
    place: str
    quantity: Decimal
    value: Money
    missing: tuple[MissingUnits, ...]
    reason: str
    on: date


def move_inspected_stock(request: MoveInspectedStock, item: StockItem) -> list[StockEvent]:
    """Nobody loses what is set aside, unless it is said who; what is taken in is free for whoever waits."""
    if movement("regrading", request.correction_id) in item.recent:
        return []
    withdrawn = withdrawn_as_missing(
        request.missing, item, withdrawal_id=request.correction_id, reason=request.reason, on=request.on
    )
    for one in withdrawn:
        item = evolve(item, one)
    if -request.quantity > item.available:
        raise InspectedGoodsGone(
            f"{-request.quantity} to be taken out of {request.place}: {item.on_hand} are there, "
            f"{item.reserved} of them picked, packed, or set aside for somebody",
            warehouse=request.place,
            on_hand=item.on_hand,
            reserved=item.reserved,
            available=item.available,
        )
    require_currency(item, request.value, instead=ONCE_IT_LEFT)
    moved = StockInspectionCorrected(
        correction_id=request.correction_id,
        inspection_id=request.inspection_id,
        quantity=request.quantity,
        value=request.value,
        reason=request.reason,
        corrected_on=request.on,
    )
    filled = fill_backlog(evolve(item, moved), request.correction_id, request.on) if request.quantity > 0 else []
    return [*withdrawn, moved, *filled]
