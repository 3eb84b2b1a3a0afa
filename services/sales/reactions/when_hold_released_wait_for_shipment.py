"""A hold is gone: when it was the last one, the shipment is waited for again."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import NoteHoldReleased
from services.sales.order.events import OrderHoldReleased
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderHoldReleased)
def when_hold_released_wait_for_shipment(fact: Fact[OrderHoldReleased]) -> Iterable[Send]:
    """In the transaction of the release."""
    yield Send(NoteHoldReleased(hold=fact.data.name, at=fact.data.released_at), to=FULFILMENT.stream(fact.id))
