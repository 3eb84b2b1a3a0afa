"""What could be set aside again at once goes at once: one shipment from each warehouse that has some."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationRenewed
from services.warehouse.reservation.leaving import planned_shipments
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationRenewed)
def when_reservation_renewed_plan_shipments(fact: Fact[ReservationRenewed]) -> Iterator[Send]:
    """What is short goes later, when it is there."""
    yield from planned_shipments(fact.data, fact.id, cause_id=fact.data.request_id, on=fact.data.renewed_on)
