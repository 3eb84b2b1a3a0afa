"""It was not their money: it covers nothing of theirs."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import PaymentReleased
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PaymentReleased)
def when_payment_released_watch_money(fact: Fact[PaymentReleased]) -> Iterable[Send]:
    """Nobody knows whose it is now."""
    released = fact.data
    yield from watch_money(fact.id, released.customer_id, released.on_account.currency, fact.noted_on)
