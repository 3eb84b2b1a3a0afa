"""What was set aside leaves: one shipment from each warehouse that has some."""

from collections.abc import Iterator
from datetime import date

from services.warehouse.reservation.events import ReservationMade, ReservationRenewed
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.shipment.planning import PlanShipment
from shared.kernel.decider import Send


def planned_shipments(
    set_aside: ReservationMade | ReservationRenewed, order_id: str, *, cause_id: str, on: date
) -> Iterator[Send]:
    """What is short goes later, when it is there."""
    for shipment in set_aside.shipments:
        lines = tuple(
            ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=one.quantity)
            for line in set_aside.lines
            for one in line.parts
            if one.warehouse == shipment.warehouse
        )
        yield Send(
            PlanShipment(
                order_id=order_id,
                warehouse=shipment.warehouse,
                terms=set_aside.terms,
                lines=lines,
                cause_id=cause_id,
                remainder_of="",
                on=on,
            ),
            to=SHIPMENT.stream(shipment.shipment_id),
        )
