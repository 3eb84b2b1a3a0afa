"""The customer has the goods and signed for them."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsDelivered
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentDeliveredV1


@reacts_to(ShipmentDeliveredV1)
def when_goods_delivered_note_progress(fact: Fact[ShipmentDeliveredV1]) -> Iterable[Send]:
    """Heard by the fulfilment, and noted on the order."""
    told = fact.data
    note = Note(
        heard=GoodsDelivered(
            shipment_id=told.shipment_id,
            lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in told.lines),
            signed_by=told.signed_by,
            proof_sha256=told.proof_sha256,
            delivered_at=told.delivered_at,
            source=source_of(fact),
        )
    )
    yield Send(note, to=FULFILMENT.stream(told.order_id))
    yield Send(note, to=ORDER.stream(told.order_id))  # last: it may complete the order, and that finishes the other
