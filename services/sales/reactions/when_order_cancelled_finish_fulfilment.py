"""Nothing is waited for any more."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import FinishFulfilment
from services.sales.order.events import OrderCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderCancelled)
def when_order_cancelled_finish_fulfilment(fact: Fact[OrderCancelled]) -> Iterable[Send]:
    """In the transaction of the cancellation."""
    yield Send(FinishFulfilment(at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
