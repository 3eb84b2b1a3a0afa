"""A write-off was reversed: the receivable is back, and the loss is gone."""

from collections.abc import Iterable

from services.accounting.invoice.events import WriteOffReversed
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffReversed)
def when_write_off_reversed_write_journal(fact: Fact[WriteOffReversed]) -> Iterable[Send]:
    """The reverse of the entry that wrote it off."""
    back = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="write-off",
        text=f"Write-off of invoice {fact.id} reversed: {back.reason}",
        posted_on=back.reversed_on,
        lines=[debit("receivable", back.amount, back.debt.customer_id), credit("bad-debt", back.amount)],
    )
