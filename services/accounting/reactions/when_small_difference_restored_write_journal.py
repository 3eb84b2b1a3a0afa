"""A small difference is owed after all: the receivable is back, and the cost is gone."""

from collections.abc import Iterable

from services.accounting.invoice.events import SmallDifferenceRestored
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SmallDifferenceRestored)
def when_small_difference_restored_write_journal(fact: Fact[SmallDifferenceRestored]) -> Iterable[Send]:
    """The reverse of the entry that let it off."""
    restored = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="small-difference",
        text=f"Small difference of invoice {fact.id} owed again: {restored.reason}",
        posted_on=restored.restored_on,
        lines=[
            debit("receivable", restored.amount, restored.debt.customer_id),
            credit("small-differences", restored.amount),
        ],
    )
