"""A person holds the order: nobody waits for goods that are kept back on purpose."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import NoteHold
from services.sales.order.events import OrderHeld
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderHeld)
def when_order_held_stop_waiting_for_shipment(fact: Fact[OrderHeld]) -> Iterable[Send]:
    """In the transaction of the hold."""
    yield Send(NoteHold(hold=fact.data.name, at=fact.data.held_at), to=FULFILMENT.stream(fact.id))
