"""Goods that could not be delivered are stock again, for whoever waits."""

from collections.abc import Iterator

from services.warehouse.shipment.events import ShipmentReturned
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.receiving import PutBackStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentReturned)
def when_shipment_returned_put_back_stock(fact: Fact[ShipmentReturned]) -> Iterator[Send]:
    """At the cost that they left with, whatever the average is by now."""
    returned = fact.data
    for line in returned.lines:
        yield Send(
            PutBackStock(
                source_id=fact.id,
                line_no=line.line_no,
                quantity=line.quantity,
                value=line.cost,
                on=returned.returned_on,
            ),
            to=STOCK_ITEM.stream(stock_id(returned.warehouse, line.sku)),
        )
