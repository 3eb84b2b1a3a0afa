"""An invoice was given up: a loss against the receivable."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoiceWrittenOff
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceWrittenOff)
def when_invoice_written_off_write_journal(fact: Fact[InvoiceWrittenOff]) -> Iterable[Send]:
    """At its gross amount; whether its tax may be claimed back is for the accountant to say."""
    lost = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="write-off",
        text=f"Write-off of invoice {fact.id}: {lost.reason}",
        posted_on=lost.written_off_on,
        lines=[debit("bad-debt", lost.amount), credit("receivable", lost.amount, lost.debt.customer_id)],
    )
