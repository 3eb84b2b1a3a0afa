"""Nothing is waited for any more."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import FinishFulfilment
from services.sales.order.events import OrderCompleted
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderCompleted)
def when_order_completed_finish_fulfilment(fact: Fact[OrderCompleted]) -> Iterable[Send]:
    """In the transaction of the completion."""
    yield Send(FinishFulfilment(at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
