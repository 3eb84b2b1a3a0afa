"""The goods are on their way."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsShipped
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentShippedV1


@reacts_to(ShipmentShippedV1)
def when_goods_shipped_note_progress(fact: Fact[ShipmentShippedV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=GoodsShipped(
            shipment_id=told.shipment_id,
            warehouse=told.warehouse,
            lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in told.lines),
            carrier=told.carrier,
            tracking_number=told.tracking_number,
            shipped_on=told.shipped_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
