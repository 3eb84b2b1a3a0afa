"""An invoice was given up: nobody is dunned for it any more."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import InvoiceWrittenOff
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceWrittenOff)
def when_invoice_written_off_watch_invoice(fact: Fact[InvoiceWrittenOff]) -> Iterable[Send]:
    """Its dunning case may be resolved by that."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
