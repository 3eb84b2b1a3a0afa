"""Somebody has to notice when the warehouse does not answer."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import AwaitReduction
from services.sales.order.shrinking import OrderReductionRequested
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderReductionRequested)
def when_reduction_requested_wait_for_answer(fact: Fact[OrderReductionRequested]) -> Iterable[Send]:
    """In the transaction of the request."""
    yield Send(AwaitReduction(at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
