"""The bank took the money back: it covers nothing."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import PaymentReturned
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReturned)
def when_payment_returned_watch_money(fact: Fact[PaymentReturned]) -> Iterable[Send]:
    """All of it is gone."""
    returned = fact.data
    yield from watch_money(fact.id, returned.customer_id, returned.amount.currency, fact.noted_on)
