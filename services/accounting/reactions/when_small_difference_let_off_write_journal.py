"""A small difference was let off: a cost against the receivable."""

from collections.abc import Iterable

from services.accounting.invoice.events import SmallDifferenceLetOff
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SmallDifferenceLetOff)
def when_small_difference_let_off_write_journal(fact: Fact[SmallDifferenceLetOff]) -> Iterable[Send]:
    """On an account of its own: it is no bad debt, and nobody decided about it alone."""
    let_off = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="small-difference",
        text=f"Small difference of invoice {fact.id}, paid by {let_off.payment_id}",
        posted_on=let_off.let_off_on,
        lines=[
            debit("small-differences", let_off.amount),
            credit("receivable", let_off.amount, let_off.debt.customer_id),
        ],
    )
