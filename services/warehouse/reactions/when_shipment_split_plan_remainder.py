"""What was not found when picking goes later, with a shipment of its own."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.shipping import NoteRemainder
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentSplit
from services.warehouse.shipment.planning import PlanShipment
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShipmentSplit)
def when_shipment_split_plan_remainder(fact: Fact[ShipmentSplit]) -> Iterator[Send]:
    """The goods stay set aside; the reservation knows the new shipment, to call it off with the order."""
    split = fact.data
    remainder_id = str(derived_id("shipment", fact.event_id))
    yield Send(
        PlanShipment(
            order_id=split.order_id,
            warehouse=split.warehouse,
            terms=split.terms,
            lines=split.lines,
            cause_id=str(fact.event_id),
            remainder_of=fact.id,
            on=split.split_on,
        ),
        to=SHIPMENT.stream(remainder_id),
    )
    yield Send(NoteRemainder(shipment_id=remainder_id, on=split.split_on), to=RESERVATION.stream(split.order_id))
