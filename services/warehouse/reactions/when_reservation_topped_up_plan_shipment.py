"""Goods that an order had waited for go as soon as they are there."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservationToppedUp
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.shipment.planning import PlanShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservationToppedUp)
def when_reservation_topped_up_plan_shipment(fact: Fact[ReservationToppedUp]) -> Iterator[Send]:
    """Joins the shipment of the same cause, or plans it."""
    topped_up = fact.data
    line = ShipmentLine(line_no=topped_up.line_no, sku=topped_up.sku, quantity=topped_up.quantity)
    yield Send(
        PlanShipment(
            order_id=fact.id,
            warehouse=topped_up.warehouse,
            terms=topped_up.terms,
            lines=(line,),
            cause_id=topped_up.fill_id,
            remainder_of="",
            on=topped_up.topped_up_on,
        ),
        to=SHIPMENT.stream(topped_up.shipment_id),
    )
