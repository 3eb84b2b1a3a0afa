"""Money settles charges no longer."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import ChargesRestored
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesRestored)
def when_charges_restored_watch_money(fact: Fact[ChargesRestored]) -> Iterable[Send]:
    """What becomes of the payment is told by it in the same transaction."""
    restored = fact.data
    yield from watch_money(fact.id, restored.customer_id, restored.amount.currency, fact.noted_on)
