"""Goods that came back undelivered go where the inspection says, never by themselves among those for sale."""

from collections.abc import Iterator

from services.warehouse.shipment.events import ShipmentInspected
from services.warehouse.stock_item.grading import put_away
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentInspected)
def when_shipment_inspected_put_goods_away(fact: Fact[ShipmentInspected]) -> Iterator[Send]:
    """In the transaction of the inspection."""
    inspected = fact.data
    for line in inspected.lines:
        yield from put_away(line, line.line_no, inspected.warehouse, inspected.inspection_id, inspected.inspected_on)
