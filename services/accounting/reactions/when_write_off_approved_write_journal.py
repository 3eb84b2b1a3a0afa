"""Charges were given up: a loss against the receivable."""

from collections.abc import Iterable

from services.accounting.dunning_case.clearing import cleared_sum
from services.accounting.dunning_case.events_of_endings import WriteOffApproved
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffApproved)
def when_write_off_approved_write_journal(fact: Fact[WriteOffApproved]) -> Iterable[Send]:
    """Invoices that were given up with them write entries of their own."""
    lost = fact.data
    charges = cleared_sum(lost.charges, lost.amount.currency)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="write-off",
        text=f"Write-off {lost.write_off_no} of charges of dunning case {fact.id}",
        posted_on=lost.approved_on,
        lines=[debit("bad-debt", charges), credit("receivable", charges, lost.customer_id)],
    )
