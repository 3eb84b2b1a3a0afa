"""A receipt filled what was short: the lines as they stand now."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsReserved
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from services.sales.order.supply import supplied_lines
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationToppedUpV1


@reacts_to(ReservationToppedUpV1)
def when_reservation_topped_up_note_supply(fact: Fact[ReservationToppedUpV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=GoodsReserved(
            lines=supplied_lines(told.lines),
            topped_up=True,
            reserved_on=told.topped_up_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
