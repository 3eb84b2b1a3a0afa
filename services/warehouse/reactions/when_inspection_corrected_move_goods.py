"""When an inspection is corrected, its goods are where they belong, or it is not corrected."""

from collections.abc import Iterator

from services.warehouse.reservation.missing import missing_units
from services.warehouse.returned_goods.events import InspectionCorrected
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.regrading import MoveInspectedStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InspectionCorrected)
def when_inspection_corrected_move_goods(fact: Fact[InspectionCorrected]) -> Iterator[Send]:
    """Out of one stock and into another, in the transaction of the correction."""
    corrected = fact.data
    sku = corrected.found.sku
    missing = missing_units(corrected.missing, sku)
    for moved in corrected.moved:
        command = MoveInspectedStock(
            correction_id=str(fact.event_id),
            inspection_id=corrected.inspection_id,
            place=moved.warehouse,
            quantity=moved.quantity,
            value=moved.value,
            missing=missing if moved.warehouse == corrected.warehouse else (),
            reason=corrected.reason,
            on=corrected.corrected_on,
        )
        yield Send(command, STOCK_ITEM.stream(stock_id(moved.warehouse, sku)))
