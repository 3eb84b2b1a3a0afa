"""Money that the bank took back settles nothing."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, entry
from services.accounting.payment.events import PaymentReturned
from services.accounting.payment.settling import SOURCE, credited_to, reopen
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReturned)
def when_payment_returned_reopen_invoices(fact: Fact[PaymentReturned]) -> Iterable[Send]:
    """On the invoices and in the books. What was refunded before leaves their credit below zero: they owe it."""
    returned = fact.data
    yield from reopen(fact.id, returned.allocations, returned.reason, returned.returned_on)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} returned: {returned.reason}",
        posted_on=returned.returned_on,
        lines=[
            *credited_to(returned.customer_id, returned.allocations, returned.not_allocated, back=True),
            credit("bank", returned.amount),
        ],
    )
