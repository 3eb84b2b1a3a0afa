"""Money on account settles an invoice."""

from collections.abc import Iterable

from services.accounting.payment.events import PaymentAllocated
from services.accounting.payment.settling import settle, used_for
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentAllocated)
def when_payment_allocated_settle_invoice(fact: Fact[PaymentAllocated]) -> Iterable[Send]:
    """On the invoice and, from the customer's credit, in the books. It was paid when the money came."""
    allocated = fact.data
    is_all = allocated.left is not None and not allocated.left
    yield from settle(
        fact.id, [allocated.allocation], allocated.allocated_on, paid_on=allocated.received_on, is_all=is_all
    )
    entry_id = str(derived_id("journal", fact.event_id))
    yield used_for(entry_id, fact.id, allocated.customer_id, allocated.allocation, allocated.allocated_on)
