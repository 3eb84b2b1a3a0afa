"""Money on account settles an invoice: so much less is on account."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import PaymentAllocated
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentAllocated)
def when_payment_allocated_watch_money(fact: Fact[PaymentAllocated]) -> Iterable[Send]:
    """It covers nothing else any more."""
    allocated = fact.data
    currency = allocated.allocation.amount.currency
    yield from watch_money(fact.id, allocated.customer_id, currency, fact.noted_on)
