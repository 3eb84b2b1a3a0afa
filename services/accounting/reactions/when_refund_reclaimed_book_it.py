"""A refund that is reclaimed is a receivable in the books."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payment.events import RefundReclaimed
from services.accounting.payment.settling import SOURCE, rest_role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundReclaimed)
def when_refund_reclaimed_book_it(fact: Fact[RefundReclaimed]) -> Iterable[Send]:
    """From where the return left it below zero: the customer's credit, or suspense where nobody knew whose it was."""
    reclaimed = fact.data
    held_by = "" if reclaimed.from_suspense else reclaimed.customer_id
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Refund of payment {fact.id} reclaimed: {reclaimed.reason}",
        posted_on=reclaimed.reclaimed_on,
        lines=[
            debit("receivable", reclaimed.amount, reclaimed.customer_id),
            credit(rest_role(held_by), reclaimed.amount, held_by),
        ],
    )
