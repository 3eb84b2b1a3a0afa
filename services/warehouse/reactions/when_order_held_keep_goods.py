"""A person in sales holds the order: its goods that are still here do not leave."""

from collections.abc import Iterator

from services.warehouse.reservation.blocking import NoteOrderHeld
from services.warehouse.reservation.decider import RESERVATION
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderHeldV1


@reacts_to(OrderHeldV1)
def when_order_held_keep_goods(fact: Fact[OrderHeldV1]) -> Iterator[Send]:
    """Noted on the reservation, which refuses the dispatch of its shipments."""
    told = fact.data
    yield Send(
        NoteOrderHeld(name=told.name, reason=told.reason, by=told.held_by, at=told.held_at, told=fact.version),
        to=RESERVATION.stream(told.order_id),
    )
