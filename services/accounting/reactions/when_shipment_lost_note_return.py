"""Goods were lost on the way."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.billing.shipping import NoteReturn
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentLostV1


@reacts_to(ShipmentLostV1)
def when_shipment_lost_note_return(fact: Fact[ShipmentLostV1]) -> Iterable[Send]:
    """The customer does not have them, as if they had come back: the order calls for them again."""
    lost = fact.data
    yield Send(NoteReturn(shipment_id=lost.shipment_id, on=lost.lost_on), BILLING.stream(lost.order_id))
