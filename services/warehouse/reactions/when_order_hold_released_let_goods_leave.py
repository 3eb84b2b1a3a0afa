"""A hold of sales is gone: the goods of the order may leave when no other one is left."""

from collections.abc import Iterator

from services.warehouse.reservation.blocking import NoteOrderHoldReleased
from services.warehouse.reservation.decider import RESERVATION
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderHoldReleasedV1


@reacts_to(OrderHoldReleasedV1)
def when_order_hold_released_let_goods_leave(fact: Fact[OrderHoldReleasedV1]) -> Iterator[Send]:
    """Noted on the reservation."""
    told = fact.data
    yield Send(
        NoteOrderHoldReleased(name=told.name, by=told.released_by, at=told.released_at, told=fact.version),
        to=RESERVATION.stream(told.order_id),
    )
