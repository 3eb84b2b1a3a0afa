"""Money settles charges: so much less is on account."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import ChargesCleared
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesCleared)
def when_charges_cleared_watch_money(fact: Fact[ChargesCleared]) -> Iterable[Send]:
    """It covers nothing else any more."""
    cleared = fact.data
    yield from watch_money(fact.id, cleared.customer_id, cleared.amount.currency, fact.noted_on)
