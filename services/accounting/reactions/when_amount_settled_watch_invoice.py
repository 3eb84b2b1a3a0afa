"""Money was allocated to an invoice: that much less is dunned."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import AmountSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountSettled)
def when_amount_settled_watch_invoice(fact: Fact[AmountSettled]) -> Iterable[Send]:
    """What was never near its day is of no concern to the dunning case."""
    yield watch(fact.id, fact.data.debt, fact.noted_on, paid_on=fact.data.paid_on or fact.data.settled_on)
