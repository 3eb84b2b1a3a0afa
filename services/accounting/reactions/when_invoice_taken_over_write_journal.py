"""An invoice taken over is owed; what it was earned with is in the books before these."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoiceTakenOver
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceTakenOver)
def when_invoice_taken_over_write_journal(fact: Fact[InvoiceTakenOver]) -> Iterable[Send]:
    """Receivable against the opening balance, on the day of the take-over: revenue and tax were booked elsewhere."""
    taken = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="invoice",
        text=f"Invoice {taken.number} of {taken.invoiced_on}, taken over",
        posted_on=taken.taken_over_on,
        lines=[debit("receivable", taken.amount, taken.customer_id), credit("opening-balance", taken.amount)],
    )
