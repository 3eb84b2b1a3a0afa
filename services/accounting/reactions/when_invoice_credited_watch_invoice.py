"""A credit note took something back: that much less is dunned."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import InvoiceCredited
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_watch_invoice(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """The case reads what is left of the invoice."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
