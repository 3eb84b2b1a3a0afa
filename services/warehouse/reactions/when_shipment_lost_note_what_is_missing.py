"""The reservation shows what of an order was lost on the way: as if it had come back, but that nothing did."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import MovedLine
from services.warehouse.reservation.shipping import NoteReturned
from services.warehouse.shipment.events import ShipmentLost
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentLost)
def when_shipment_lost_note_what_is_missing(fact: Fact[ShipmentLost]) -> Iterator[Send]:
    """Somebody decides whether the order gets others in their place."""
    lost = fact.data
    yield Send(
        NoteReturned(
            shipment_id=fact.id,
            warehouse=lost.warehouse,
            lines=tuple(MovedLine(line_no=line.line_no, quantity=line.quantity) for line in lost.lines),
            on=lost.lost_on,
        ),
        to=RESERVATION.stream(lost.order_id),
    )
