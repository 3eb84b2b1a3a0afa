"""A payment was entered in error: it covers nothing."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import PaymentVoided
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentVoided)
def when_payment_voided_watch_money(fact: Fact[PaymentVoided]) -> Iterable[Send]:
    """None of it ever was."""
    voided = fact.data
    yield from watch_money(fact.id, voided.customer_id, voided.amount.currency, fact.noted_on)
