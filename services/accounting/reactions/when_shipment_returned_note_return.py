"""Goods came back undelivered."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.billing.shipping import NoteReturn
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentReturnedV2


@reacts_to(ShipmentReturnedV2)
def when_shipment_returned_note_return(fact: Fact[ShipmentReturnedV2]) -> Iterable[Send]:
    """The order calls for them again, unless it has been cancelled."""
    returned = fact.data
    command = NoteReturn(shipment_id=returned.shipment_id, on=returned.returned_on)
    yield Send(command, BILLING.stream(returned.order_id))
