"""Money did not stay: what it had settled is dunned again."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import AmountReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountReopened)
def when_amount_reopened_watch_invoice(fact: Fact[AmountReopened]) -> Iterable[Send]:
    """Also in a case that was resolved."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
