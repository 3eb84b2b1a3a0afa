"""Somebody has to notice when nothing comes: each order has a fulfilment."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import OpenFulfilment
from services.sales.order.events import OrderPlaced
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderPlaced)
def when_order_placed_open_fulfilment(fact: Fact[OrderPlaced]) -> Iterable[Send]:
    """In the transaction of the placing."""
    placed = fact.data
    ordered = {str(line.line_no): line.quantity for line in placed.lines}
    opening = OpenFulfilment(ordered=ordered, requested_on=placed.requested_on, at=fact.occurred_at)
    yield Send(opening, to=FULFILMENT.stream(fact.id))
