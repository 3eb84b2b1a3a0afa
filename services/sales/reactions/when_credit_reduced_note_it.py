"""A smaller order needs less credit."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.shrinking import CreditReduced
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import CreditReducedV1


@reacts_to(CreditReducedV1)
def when_credit_reduced_note_it(fact: Fact[CreditReducedV1]) -> Iterable[Send]:
    """The order shows what it still reserves."""
    told = fact.data
    heard = CreditReduced(
        given_back=told.given_back,
        reserved=told.reserved,
        exposure=told.exposure,
        reduced_on=told.reduced_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
