"""Money came in: what of it settles nothing counts off what its customer owes."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import PaymentReceived
from services.accounting.payment.state import allocated_by
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReceived)
def when_payment_received_move_exposure(fact: Fact[PaymentReceived]) -> Iterable[Send]:
    """What settles invoices to the last cent is counted with them."""
    received = fact.data
    if received.amount != allocated_by(received.allocations, received.amount.currency):
        yield from count_off(fact.id, received.customer_id, received.amount.currency, "received", fact.noted_on)
