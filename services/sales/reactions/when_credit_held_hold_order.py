"""The order does not fit the customer's credit: it is held, with the numbers, until accounting decides."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import CreditHeld
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditHeldV1


@reacts_to(CreditHeldV1)
def when_credit_held_hold_order(fact: Fact[CreditHeldV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=CreditHeld(
            amount=told.amount,
            exposure=told.exposure,
            limit=told.limit,
            standing=told.standing,
            held_on=told.held_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
