"""What the customer does not want any more does not go to them."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationReduced
from services.warehouse.reservation.on_the_shelf import shrinking
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationReduced)
def when_reservation_reduced_shrink_shipments(fact: Fact[ReservationReduced]) -> Iterator[Send]:
    """A shipment of which nothing is left is called off."""
    reduced = fact.data
    yield from shrinking(
        reduced.shipments, reduction_id=reduced.reduction_id, reason=reduced.reason, on=reduced.reduced_on
    )
