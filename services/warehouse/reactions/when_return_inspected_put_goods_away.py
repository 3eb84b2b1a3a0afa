"""Inspected goods go where they belong, never by themselves among those for sale."""

from collections.abc import Iterator

from services.warehouse.returned_goods.events import ReturnInspected
from services.warehouse.stock_item.grading import put_away
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnInspected)
def when_return_inspected_put_goods_away(fact: Fact[ReturnInspected]) -> Iterator[Send]:
    """In the transaction of the inspection."""
    inspected = fact.data
    for item in inspected.items:
        yield from put_away(item, item.item_no, inspected.warehouse, inspected.inspection_id, inspected.inspected_on)
