"""An invoice was given up: it uses no credit any more."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.invoice.events import InvoiceWrittenOff
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceWrittenOff)
def when_invoice_written_off_move_exposure(fact: Fact[InvoiceWrittenOff]) -> Iterable[Send]:
    """Whether such a customer gets new credit is for a person to say."""
    yield move_exposure(fact.id, fact.data.debt, "written-off", fact.data.written_off_on)
