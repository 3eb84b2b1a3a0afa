"""Inspected goods go where they belong, never by themselves among those for sale."""

from collections.abc import Iterable

from services.warehouse.returned_goods.events import ReturnInspected
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import repair_stock, scrap_stock, stock_id
from services.warehouse.stock_item.receiving import PutBackStock
from shared.kernel.decider import Fact, Send
from shared.kernel.money import Money
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnInspected)
def when_return_inspected_put_goods_away(fact: Fact[ReturnInspected]) -> Iterable[Send]:
    """Those for sale and for repair at what they had left with; scrap is worth nothing."""
    inspected = fact.data
    for item in inspected.items:
        places = (
            (inspected.warehouse, item.good, item.good_value),
            (repair_stock(inspected.warehouse), item.repair, item.repair_value),
            (scrap_stock(inspected.warehouse), item.scrap, Money.zero(item.scrap_cost.currency)),
        )
        for place, quantity, value in places:
            if quantity:
                command = PutBackStock(
                    source_id=inspected.inspection_id,
                    line_no=item.item_no,
                    quantity=quantity,
                    value=value,
                    on=inspected.inspected_on,
                )
                yield Send(command, STOCK_ITEM.stream(stock_id(place, item.sku)))
