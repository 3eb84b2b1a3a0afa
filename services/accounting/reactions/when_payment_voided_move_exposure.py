"""A payment was entered in error: it counts off nothing."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import PaymentVoided
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentVoided)
def when_payment_voided_move_exposure(fact: Fact[PaymentVoided]) -> Iterable[Send]:
    """The account reads the payment, of which nothing is left to count off."""
    voided = fact.data
    yield from count_off(fact.id, voided.customer_id, voided.amount.currency, "voided", fact.noted_on)
