"""What the customer does not want any more does not go to them."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationReduced
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.planning import CancelShipment
from services.warehouse.shipment.reducing import ReduceShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationReduced)
def when_reservation_reduced_shrink_shipments(fact: Fact[ReservationReduced]) -> Iterator[Send]:
    """A shipment of which nothing is left is called off."""
    reduced = fact.data
    for shipment in reduced.shipments:
        command = (
            CancelShipment(reason=reduced.reason, on=reduced.reduced_on)
            if shipment.called_off
            else ReduceShipment(
                reduction_id=reduced.reduction_id,
                lines=shipment.lines,
                reason=reduced.reason,
                on=reduced.reduced_on,
            )
        )
        yield Send(command, to=SHIPMENT.stream(shipment.shipment_id))
