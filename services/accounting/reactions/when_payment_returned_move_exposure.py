"""The bank took money back: it counts off nothing."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import PaymentReturned
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReturned)
def when_payment_returned_move_exposure(fact: Fact[PaymentReturned]) -> Iterable[Send]:
    """The account reads the payment, of which nothing is left to count off."""
    returned = fact.data
    yield from count_off(fact.id, returned.customer_id, returned.amount.currency, "returned", fact.noted_on)
