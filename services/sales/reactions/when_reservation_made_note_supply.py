"""What the warehouse has set aside, line by line, and what it is short of."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsReserved
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from services.sales.order.supply import supplied_lines
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationMadeV1


@reacts_to(ReservationMadeV1)
def when_reservation_made_note_supply(fact: Fact[ReservationMadeV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=GoodsReserved(
            lines=supplied_lines(told.lines),
            topped_up=False,
            reserved_on=told.made_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
