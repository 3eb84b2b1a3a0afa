"""Credit lets the goods leave again: without another hold their shipment is waited for."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import NoteHoldReleased
from services.sales.order.events import DeliveryUnblocked
from services.sales.order.progress import CREDIT_HOLD
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DeliveryUnblocked)
def when_delivery_unblocked_wait_for_shipment(fact: Fact[DeliveryUnblocked]) -> Iterable[Send]:
    """Once the order has noted it, which knows the newest word of accounting."""
    yield Send(NoteHoldReleased(hold=CREDIT_HOLD, at=fact.data.source.at), to=FULFILMENT.stream(fact.id))
