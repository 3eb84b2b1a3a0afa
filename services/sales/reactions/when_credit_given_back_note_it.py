"""The order holds no credit any more."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import CreditGivenBack
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditGivenBackV1


@reacts_to(CreditGivenBackV1)
def when_credit_given_back_note_it(fact: Fact[CreditGivenBackV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(heard=CreditGivenBack(amount=told.amount, given_back_on=told.given_back_on, source=source_of(fact)))
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
