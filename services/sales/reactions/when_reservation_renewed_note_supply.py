"""The warehouse has set aside again what it could of what came back: the lines as they stand now."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.shipping_again import ReservationRenewed
from services.sales.order.source import source_of
from services.sales.order.supply import supplied_lines
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationRenewedV1


@reacts_to(ReservationRenewedV1)
def when_reservation_renewed_note_supply(fact: Fact[ReservationRenewedV1]) -> Iterable[Send]:
    """The answer is noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=ReservationRenewed(
            request_id=told.request_id,
            lines=supplied_lines(told.lines),
            renewed_on=told.renewed_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
