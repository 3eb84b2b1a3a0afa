"""What an order is not for any more is not waited for."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import ExpectLess
from services.sales.order.shrinking import OrderAmended
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderAmended)
def when_order_amended_expect_less(fact: Fact[OrderAmended]) -> Iterable[Send]:
    """In the transaction of the amendment."""
    ordered = {str(line.line_no): line.quantity for line in fact.data.lines}
    yield Send(ExpectLess(ordered=ordered, at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
