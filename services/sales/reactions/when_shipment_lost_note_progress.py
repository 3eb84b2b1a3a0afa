"""The goods were lost on the way, and are still owed to the customer."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.shipping_again import ShipmentLost
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentLostV1


@reacts_to(ShipmentLostV1)
def when_shipment_lost_note_progress(fact: Fact[ShipmentLostV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=ShipmentLost(
            shipment_id=told.shipment_id,
            lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in told.lines),
            reason=told.reason,
            lost_on=told.lost_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
