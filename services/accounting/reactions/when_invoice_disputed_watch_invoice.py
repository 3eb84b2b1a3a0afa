"""Something of an invoice is in dispute: that is not dunned."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import InvoiceDisputed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceDisputed)
def when_invoice_disputed_watch_invoice(fact: Fact[InvoiceDisputed]) -> Iterable[Send]:
    """Everything else of the debtor still is."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
