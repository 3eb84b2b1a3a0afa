"""The reservation shows what of an order has left."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import MovedLine
from services.warehouse.reservation.shipping import NoteShipped
from services.warehouse.shipment.events import ShipmentShipped
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentShipped)
def when_shipment_shipped_note_what_left(fact: Fact[ShipmentShipped]) -> Iterator[Send]:
    """Once for the whole shipment."""
    shipped = fact.data
    yield Send(
        NoteShipped(
            shipment_id=fact.id,
            warehouse=shipped.warehouse,
            lines=tuple(MovedLine(line_no=line.line_no, quantity=line.quantity) for line in shipped.lines),
            on=shipped.shipped_on,
        ),
        to=RESERVATION.stream(shipped.order_id),
    )
