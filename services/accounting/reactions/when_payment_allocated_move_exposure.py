"""Money on account settles an invoice: so much less counts off."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import PaymentAllocated
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentAllocated)
def when_payment_allocated_move_exposure(fact: Fact[PaymentAllocated]) -> Iterable[Send]:
    """Before the invoice counts less, so that in between nothing fits that does not."""
    allocated = fact.data
    yield from count_off(fact.id, allocated.customer_id, allocated.allocation.amount.currency, "used", fact.noted_on)
