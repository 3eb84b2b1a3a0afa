"""Goods that left are not in stock any more, nor set aside."""

from collections.abc import Iterator

from services.warehouse.shipment.events import ShipmentShipped
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.issuing import IssueStock
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentShipped)
def when_shipment_shipped_issue_stock(fact: Fact[ShipmentShipped]) -> Iterator[Send]:
    """Line by line, at the cost that was decided with the shipment."""
    shipped = fact.data
    for line in shipped.lines:
        yield Send(
            IssueStock(
                shipment_id=fact.id,
                order_id=shipped.order_id,
                line_no=line.line_no,
                quantity=line.quantity,
                cost=line.cost,
                on=shipped.shipped_on,
            ),
            to=STOCK_ITEM.stream(stock_id(shipped.warehouse, line.sku)),
        )
