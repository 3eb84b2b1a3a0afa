"""Somebody knows whose money it is: it counts off what they owe."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import PaymentIdentified
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentIdentified)
def when_payment_identified_move_exposure(fact: Fact[PaymentIdentified]) -> Iterable[Send]:
    """What of it settles nothing."""
    identified = fact.data
    yield from count_off(fact.id, identified.customer_id, identified.on_account.currency, "identified", fact.noted_on)
