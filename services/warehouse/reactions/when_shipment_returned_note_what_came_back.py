"""The reservation shows what of an order came back undelivered."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import MovedLine
from services.warehouse.reservation.shipping import NoteReturned
from services.warehouse.shipment.events import ShipmentReturned
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentReturned)
def when_shipment_returned_note_what_came_back(fact: Fact[ShipmentReturned]) -> Iterator[Send]:
    """Once for the whole shipment."""
    returned = fact.data
    yield Send(
        NoteReturned(
            shipment_id=fact.id,
            warehouse=returned.warehouse,
            lines=tuple(MovedLine(line_no=line.line_no, quantity=line.quantity) for line in returned.lines),
            on=returned.returned_on,
        ),
        to=RESERVATION.stream(returned.order_id),
    )
