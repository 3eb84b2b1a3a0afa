"""Goods of the order may leave again: accounting's hold is released."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.events import DeliveryUnblocked
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditDeliveryUnblockedV1


@reacts_to(CreditDeliveryUnblockedV1)
def when_delivery_unblocked_release_hold(fact: Fact[CreditDeliveryUnblockedV1]) -> Iterable[Send]:
    """Noted on the order; one that was not confirmed yet is confirmed when no other hold is left."""
    told = fact.data
    note = Note(
        heard=DeliveryUnblocked(
            exposure=told.exposure,
            unblocked_by=told.unblocked_by or "",
            unblocked_on=told.unblocked_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
