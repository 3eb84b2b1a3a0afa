"""Inspected goods go where they belong, never by themselves among those for sale."""

from collections.abc import Iterable

from services.warehouse.returned_goods.events import ReturnInspected
from services.warehouse.returned_goods.receiving import places_of
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.receiving import PutBackStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnInspected)
def when_return_inspected_put_goods_away(fact: Fact[ReturnInspected]) -> Iterable[Send]:
    """In the transaction of the inspection."""
    inspected = fact.data
    for item in inspected.items:
        for place in places_of(item, inspected.warehouse):
            if place.quantity:
                command = PutBackStock(
                    source_id=inspected.inspection_id,
                    line_no=item.item_no,
                    quantity=place.quantity,
                    value=place.value,
                    on=inspected.inspected_on,
                )
                yield Send(command, STOCK_ITEM.stream(stock_id(place.warehouse, item.sku)))
