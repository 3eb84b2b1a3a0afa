"""What had been given up as lost is at the customer's: the order misses it no more."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import MovedLine
from services.warehouse.reservation.shipping import NoteLostGoodsDelivered
from services.warehouse.shipment.events import ShipmentDelivered
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentDelivered)
def when_shipment_delivered_note_what_was_not_lost(fact: Fact[ShipmentDelivered]) -> Iterator[Send]:
    """Refused, and the delivery with it, where somebody decided about the goods meanwhile."""
    found = fact.data.found
    if found is not None:
        yield Send(
            NoteLostGoodsDelivered(
                shipment_id=fact.id,
                warehouse=found.warehouse,
                lines=tuple(MovedLine(line_no=line.line_no, quantity=line.quantity) for line in found.lines),
                on=fact.data.delivered_at.date(),
            ),
            to=RESERVATION.stream(found.order_id),
        )
