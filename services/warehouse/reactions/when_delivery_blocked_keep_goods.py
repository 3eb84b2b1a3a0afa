"""Credit was checked again: goods of the order that are still here do not leave."""

from collections.abc import Iterator

from services.warehouse.reservation.blocking import NoteDeliveryBlocked
from services.warehouse.reservation.decider import RESERVATION
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditDeliveryBlockedV1


@reacts_to(CreditDeliveryBlockedV1)
def when_delivery_blocked_keep_goods(fact: Fact[CreditDeliveryBlockedV1]) -> Iterator[Send]:
    """Noted on the reservation, which refuses the dispatch of its shipments."""
    told = fact.data
    limit = "" if told.limit is None else f", the limit is {told.limit}"
    reason = f"credit {told.standing}: {told.exposure} owed or on order{limit}"
    yield Send(
        NoteDeliveryBlocked(reason=reason, told=fact.version, on=told.blocked_on),
        to=RESERVATION.stream(told.order_id),
    )
