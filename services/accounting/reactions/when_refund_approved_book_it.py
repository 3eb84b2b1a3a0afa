"""A refund that was approved leaves the bank."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payment.events import RefundApproved
from services.accounting.payment.settling import SOURCE, rest_role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundApproved)
def when_refund_approved_book_it(fact: Fact[RefundApproved]) -> Iterable[Send]:
    """From the customer's credit, or from suspense, to the bank."""
    approved = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Refund {approved.refund_id} of payment {fact.id}",
        posted_on=approved.approved_on,
        lines=[
            debit(rest_role(approved.customer_id), approved.amount, approved.customer_id),
            credit("bank", approved.amount),
        ],
    )
