"""What was to go to the customer of a cancelled order does not go."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationReleased
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.planning import CancelShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationReleased)
def when_reservation_released_cancel_shipments(fact: Fact[ReservationReleased]) -> Iterator[Send]:
    """Those that have left are not among them."""
    released = fact.data
    for shipment_id in released.shipments:
        yield Send(
            CancelShipment(reason=released.reason, on=released.released_on),
            to=SHIPMENT.stream(shipment_id),
        )
