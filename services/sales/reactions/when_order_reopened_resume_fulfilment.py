"""A reopened order waits again for what it lacks."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import ResumeFulfilment
from services.sales.order.events import OrderReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderReopened)
def when_order_reopened_resume_fulfilment(fact: Fact[OrderReopened]) -> Iterable[Send]:
    """In the transaction of the reopening, before the fulfilment hears what it is about."""
    yield Send(ResumeFulfilment(at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
