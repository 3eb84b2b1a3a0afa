"""Care stands by the delivered goods until these days."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import WarrantyStarted
from services.sales.order.noting import Note
from services.sales.order.quantities import WarrantyUntil
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import WarrantyStartedV1


@reacts_to(WarrantyStartedV1)
def when_warranty_started_note_it(fact: Fact[WarrantyStartedV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=WarrantyStarted(
            shipment_id=told.shipment_id,
            lines=tuple(WarrantyUntil(line_no=line.line_no, until=line.until) for line in told.lines),
            started_on=told.started_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
