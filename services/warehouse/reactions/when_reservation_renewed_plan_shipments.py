"""What could be set aside again at once goes at once: one shipment from each warehouse that has some."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationRenewed
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.shipment.planning import PlanShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationRenewed)
def when_reservation_renewed_plan_shipments(fact: Fact[ReservationRenewed]) -> Iterator[Send]:
    """What is short goes later, when it is there."""
    renewed = fact.data
    for shipment in renewed.shipments:
        lines = tuple(
            ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=one.quantity)
            for line in renewed.lines
            for one in line.parts
            if one.warehouse == shipment.warehouse
        )
        yield Send(
            PlanShipment(
                order_id=fact.id,
                warehouse=shipment.warehouse,
                terms=renewed.terms,
                lines=lines,
                cause_id=renewed.request_id,
                remainder_of="",
                on=renewed.renewed_on,
            ),
            to=SHIPMENT.stream(shipment.shipment_id),
        )
