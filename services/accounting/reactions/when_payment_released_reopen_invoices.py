"""Money that is not this customer's settles nothing of theirs."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, entry
from services.accounting.payment.events import PaymentReleased
from services.accounting.payment.settling import SOURCE, credited_to, reopen
from services.accounting.payment.state import allocated_by
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReleased)
def when_payment_released_reopen_invoices(fact: Fact[PaymentReleased]) -> Iterable[Send]:
    """On the invoices and, back into suspense, in the books."""
    released = fact.data
    kept = released.on_account
    yield from reopen(fact.id, released.allocations, released.reason, released.released_on)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} released: {released.reason}",
        posted_on=released.released_on,
        lines=[
            *credited_to(released.customer_id, released.allocations, kept, back=True),
            credit("suspense", kept + allocated_by(released.allocations, kept.currency)),
        ],
    )
