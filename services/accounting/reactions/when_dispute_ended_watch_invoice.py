"""A dispute is over: what is still open of the invoice is dunned again."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import DisputeEnded
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeEnded)
def when_dispute_ended_watch_invoice(fact: Fact[DisputeEnded]) -> Iterable[Send]:
    """From the next review on."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
