"""Goods of an order left."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.billing.events import MovedQuantity
from services.accounting.billing.shipping import NoteShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentShippedV1


@reacts_to(ShipmentShippedV1)
def when_shipment_shipped_note_shipment(fact: Fact[ShipmentShippedV1]) -> Iterable[Send]:
    """The billing knows what they are expected to be billed at."""
    shipped = fact.data
    command = NoteShipment(
        shipment_id=shipped.shipment_id,
        quantities=tuple(MovedQuantity(line_no=line.line_no, quantity=line.quantity) for line in shipped.lines),
        on=shipped.shipped_on,
    )
    yield Send(command, BILLING.stream(shipped.order_id))
