"""Money was not this customer's: it counts off nothing of theirs."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import PaymentReleased
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReleased)
def when_payment_released_move_exposure(fact: Fact[PaymentReleased]) -> Iterable[Send]:
    """The account reads the payment, of which nothing is left to count off."""
    released = fact.data
    yield from count_off(fact.id, released.customer_id, released.on_account.currency, "released", fact.noted_on)
