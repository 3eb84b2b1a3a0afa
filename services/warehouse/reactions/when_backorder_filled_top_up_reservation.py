"""Stock that became free was set aside for an order that waited: its reservation knows."""

from collections.abc import Iterator

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.topping_up import TopUpReservation
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.stock_item.events import BackorderFilled
from services.warehouse.stock_item.naming import place_of
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(BackorderFilled)
def when_backorder_filled_top_up_reservation(fact: Fact[BackorderFilled]) -> Iterator[Send]:
    """What one cause brings for an order, such as one receipt, goes with one shipment while that can be joined."""
    filled = fact.data
    warehouse, _ = place_of(fact.id)
    together = str(derived_id("shipment", filled.order_id, warehouse, filled.cause_id))
    yield Send(
        TopUpReservation(
            fill_id=str(fact.event_id),
            line_no=filled.line_no,
            warehouse=warehouse,
            quantity=filled.quantity,
            shipment_id=together,
            other_shipment_id=str(derived_id("shipment", fact.event_id)),
            on=filled.filled_on,
            purchase_order_id=filled.purchase_order_id,
        ),
        to=RESERVATION.stream(filled.order_id),
        given=(SHIPMENT.stream(together),),
    )
