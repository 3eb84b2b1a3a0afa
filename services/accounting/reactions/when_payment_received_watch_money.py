"""Money came in: what of it settles nothing is with us."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import PaymentReceived
from services.accounting.payment.state import allocated_by
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReceived)
def when_payment_received_watch_money(fact: Fact[PaymentReceived]) -> Iterable[Send]:
    """What settles invoices to the last cent is of no concern here."""
    received = fact.data
    if received.amount != allocated_by(received.allocations, received.amount.currency):
        yield from watch_money(fact.id, received.customer_id, received.amount.currency, fact.noted_on)
