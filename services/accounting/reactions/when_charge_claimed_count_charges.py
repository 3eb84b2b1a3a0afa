"""A fee or interest was claimed: it uses credit."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_charges
from services.accounting.dunning_case.events import ChargeClaimed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargeClaimed)
def when_charge_claimed_count_charges(fact: Fact[ChargeClaimed]) -> Iterable[Send]:
    """The account counts what is open of the case."""
    yield count_charges(fact.id, "claimed", fact.data.claimed_on)
