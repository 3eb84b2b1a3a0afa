"""Goods that came back undelivered go where the inspection says, never by themselves among those for sale."""

from collections.abc import Iterator

from services.warehouse.shipment.events import ShipmentInspected
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import repair_stock, scrap_stock, stock_id
from services.warehouse.stock_item.receiving import PutBackStock
from shared.kernel.decider import Fact, Send
from shared.kernel.money import Money
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentInspected)
def when_shipment_inspected_put_goods_away(fact: Fact[ShipmentInspected]) -> Iterator[Send]:
    """Those for sale and for repair at what they had left with, whatever the average is by now; scrap at nothing."""
    inspected = fact.data
    for line in inspected.lines:
        places = (
            (inspected.warehouse, line.good, line.good_value),
            (repair_stock(inspected.warehouse), line.repair, line.repair_value),
            (scrap_stock(inspected.warehouse), line.scrap, Money.zero(line.scrap_cost.currency)),
        )
        for place, quantity, value in places:
            if quantity:
                command = PutBackStock(
                    source_id=inspected.inspection_id,
                    line_no=line.line_no,
                    quantity=quantity,
                    value=value,
                    on=inspected.inspected_on,
                )
                yield Send(command, STOCK_ITEM.stream(stock_id(place, line.sku)))
