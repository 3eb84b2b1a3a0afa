"""The warehouse took goods from the order, or does not have them: the lines as they stand now."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsReserved
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from services.sales.order.supply import supplied_lines
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.withdrawn_goods import ReservationWithdrawnV1


@reacts_to(ReservationWithdrawnV1)
def when_reservation_withdrawn_note_supply(fact: Fact[ReservationWithdrawnV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=GoodsReserved(
            lines=supplied_lines(told.lines),
            topped_up=False,
            reserved_on=told.withdrawn_on,
            source=source_of(fact),
            withdrawn_because=told.reason,
            missing=told.missing,
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
