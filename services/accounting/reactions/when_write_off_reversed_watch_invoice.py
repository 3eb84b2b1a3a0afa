"""A write-off was reversed: the invoice is owed, and dunned, again."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import WriteOffReversed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffReversed)
def when_write_off_reversed_watch_invoice(fact: Fact[WriteOffReversed]) -> Iterable[Send]:
    """Also in a case that was resolved."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
