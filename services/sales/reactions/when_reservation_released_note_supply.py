"""Nothing is set aside for the order any more."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import ReservationReleased
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReservationReleasedV1


@reacts_to(ReservationReleasedV1)
def when_reservation_released_note_supply(fact: Fact[ReservationReleasedV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(heard=ReservationReleased(reason=told.reason, released_on=told.released_on, source=source_of(fact)))
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
