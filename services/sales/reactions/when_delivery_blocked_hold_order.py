"""The customer's credit does not let goods leave any more: the order is held, with the numbers."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.events import DeliveryBlocked
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditDeliveryBlockedV1


@reacts_to(CreditDeliveryBlockedV1)
def when_delivery_blocked_hold_order(fact: Fact[CreditDeliveryBlockedV1]) -> Iterable[Send]:
    """Noted on the order; the warehouse hears it itself."""
    told = fact.data
    note = Note(
        heard=DeliveryBlocked(
            amount=told.amount,
            exposure=told.exposure,
            limit=told.limit,
            standing=told.standing,
            blocked_on=told.blocked_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
