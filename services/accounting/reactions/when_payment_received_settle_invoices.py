"""Money that came in settles what it was paid for."""

from collections.abc import Iterable

from services.accounting.ledger.posting import debit, entry
from services.accounting.payment.events import PaymentReceived
from services.accounting.payment.settling import SOURCE, credited_to, receipt_entry_id, settle, used_for
from services.accounting.payment.state import allocated_by
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReceived)
def when_payment_received_settle_invoices(fact: Fact[PaymentReceived]) -> Iterable[Send]:
    """On the invoices and in the books; what settles nothing is the customer's credit, or waits in suspense.

    Their credit is also what settles an invoice that was posted, or owed again, later: until the day on which it was.
    """
    received = fact.data
    at_once = [one for one in received.allocations if one.settles_on is None]
    rest = received.amount - allocated_by(at_once, received.amount.currency)
    yield from settle(fact.id, received.allocations, received.received_on)
    yield entry(
        receipt_entry_id(fact.id, received.receipt_no),
        source=SOURCE,
        text=f"Payment {received.bank_reference}: {received.reference}",
        posted_on=received.received_on,
        lines=[
            debit("bank", received.amount),
            *credited_to(received.customer_id, at_once, rest),
        ],
    )
    for one in received.allocations:
        if one.settles_on is not None:
            entry_id = str(derived_id("journal", fact.event_id, str(one.allocation_no)))
            yield used_for(entry_id, fact.id, received.customer_id, one, one.settles_on)
