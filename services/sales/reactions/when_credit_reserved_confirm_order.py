"""Credit is there: the order is confirmed unless a person holds it."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import CreditReserved
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditReservedV1


@reacts_to(CreditReservedV1)
def when_credit_reserved_confirm_order(fact: Fact[CreditReservedV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=CreditReserved(
            amount=told.amount,
            exposure=told.exposure,
            limit=told.limit,
            released_by=told.released_by or "",
            reserved_on=told.reserved_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
