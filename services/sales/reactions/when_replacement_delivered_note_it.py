"""The customer has what care granted in place of returned goods."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsGivenInstead
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementDeliveredV1


@reacts_to(ReplacementDeliveredV1)
def when_replacement_delivered_note_it(fact: Fact[ReplacementDeliveredV1]) -> Iterable[Send]:
    """Noted on the order, whatever its stage. It is no delivery of the order, and nobody bills it."""
    told = fact.data
    heard = GoodsGivenInstead(
        return_id=told.return_id,
        shipment_id=told.shipment_id,
        kind=told.kind,
        lines=tuple(LineQuantity(line_no=line.order_line_no, quantity=line.quantity) for line in told.lines),
        signed_by=told.signed_by,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
