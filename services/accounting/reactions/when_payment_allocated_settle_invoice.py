"""Money on account settles an invoice."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.payment.events import PaymentAllocated
from services.accounting.payment.settling import SOURCE, settle
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentAllocated)
def when_payment_allocated_settle_invoice(fact: Fact[PaymentAllocated]) -> Iterable[Send]:
    """On the invoice and, from the customer's credit, in the books."""
    allocated = fact.data
    party, amount = allocated.customer_id, allocated.allocation.amount
    is_all = allocated.left is not None and not allocated.left
    yield from settle(fact.id, [allocated.allocation], allocated.allocated_on, is_all=is_all)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} used for invoice {allocated.allocation.invoice_number}",
        posted_on=allocated.allocated_on,
        lines=[debit("customer-credit", amount, party), credit("receivable", amount, party)],
    )
