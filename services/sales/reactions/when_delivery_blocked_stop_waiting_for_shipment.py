"""Credit keeps the goods back: the order waits for accounting, and not for their shipment."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import NoteHold
from services.sales.order.events import DeliveryBlocked
from services.sales.order.progress import CREDIT_HOLD
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DeliveryBlocked)
def when_delivery_blocked_stop_waiting_for_shipment(fact: Fact[DeliveryBlocked]) -> Iterable[Send]:
    """Once the order has noted it, which knows the newest word of accounting."""
    yield Send(NoteHold(hold=CREDIT_HOLD, at=fact.data.source.at), to=FULFILMENT.stream(fact.id))
