"""Money settled charges: the credit that they used is free again."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_charges
from services.accounting.dunning_case.events import ChargesSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesSettled)
def when_charges_settled_count_charges(fact: Fact[ChargesSettled]) -> Iterable[Send]:
    """On the day on which it was noted."""
    yield count_charges(fact.id, "paid", fact.data.settled_on)
