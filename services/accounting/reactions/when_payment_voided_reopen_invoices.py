"""A payment that was entered in error settles nothing, and never was in the bank."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, entry
from services.accounting.payment.events import PaymentVoided
from services.accounting.payment.settling import SOURCE, credited_to, reopen
from services.accounting.payment.state import allocated_by
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentVoided)
def when_payment_voided_reopen_invoices(fact: Fact[PaymentVoided]) -> Iterable[Send]:
    """On the invoices and in the books; of one that was noted as returned before, nothing is in either."""
    voided = fact.data
    rest = voided.not_allocated
    yield from reopen(fact.id, voided.allocations, voided.reason, voided.voided_on)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source=SOURCE,
        text=f"Payment {fact.id} voided: {voided.reason}",
        posted_on=voided.voided_on,
        lines=[
            *credited_to(voided.customer_id, voided.allocations, rest, back=True),
            credit("bank", rest + allocated_by(voided.allocations, rest.currency)),
        ],
    )
