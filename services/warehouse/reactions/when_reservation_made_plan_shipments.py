"""What could be set aside at once goes at once: one shipment from each warehouse that has some."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationMade
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.shipment.planning import PlanShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationMade)
def when_reservation_made_plan_shipments(fact: Fact[ReservationMade]) -> Iterator[Send]:
    """What is short goes later, when it is there."""
    made = fact.data
    for shipment in made.shipments:
        lines = tuple(
            ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=one.quantity)
            for line in made.lines
            for one in line.parts
            if one.warehouse == shipment.warehouse
        )
        yield Send(
            PlanShipment(
                order_id=fact.id,
                warehouse=shipment.warehouse,
                terms=made.terms,
                lines=lines,
                cause_id=fact.id,
                remainder_of="",
                on=made.made_on,
            ),
            to=SHIPMENT.stream(shipment.shipment_id),
        )
