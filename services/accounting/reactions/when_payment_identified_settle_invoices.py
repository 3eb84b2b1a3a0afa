"""Once we know whose money it is, it settles what they owe."""

from collections.abc import Iterable

from services.accounting.ledger.posting import debit, entry
from services.accounting.payment.events import PaymentIdentified
from services.accounting.payment.settling import SOURCE, credited_to, settle
from services.accounting.payment.state import allocated_by
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentIdentified)
def when_payment_identified_settle_invoices(fact: Fact[PaymentIdentified]) -> Iterable[Send]:
    """On the invoices and, from suspense, in the books. Who paid in time is not late because we searched for them."""
    identified = fact.data
    kept = identified.on_account
    left = kept if identified.left is None else identified.left
    yield from settle(
        fact.id, identified.allocations, identified.identified_on, paid_on=identified.received_on, is_all=not left
    )
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} identified",
        posted_on=identified.identified_on,
        lines=[
            debit("suspense", kept + allocated_by(identified.allocations, kept.currency)),
            *credited_to(identified.customer_id, identified.allocations, kept),
        ],
    )
