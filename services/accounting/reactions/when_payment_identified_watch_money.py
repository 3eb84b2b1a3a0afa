"""Once we know whose money it is, it covers what they owe."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import PaymentIdentified
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentIdentified)
def when_payment_identified_watch_money(fact: Fact[PaymentIdentified]) -> Iterable[Send]:
    """As far as it settles nothing yet."""
    identified = fact.data
    yield from watch_money(fact.id, identified.customer_id, identified.on_account.currency, fact.noted_on)
