"""Money on account settles charges: so much less counts off."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import ChargesCleared
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesCleared)
def when_charges_cleared_move_exposure(fact: Fact[ChargesCleared]) -> Iterable[Send]:
    """Before the charges count less, so that in between nothing fits that does not."""
    cleared = fact.data
    yield from count_off(fact.id, cleared.customer_id, cleared.amount.currency, "used", fact.noted_on)
