"""The money for charges did not stay: they use credit again."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_charges
from services.accounting.credit_account.moving import REOPENED
from services.accounting.dunning_case.events import ChargesReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargesReopened)
def when_charges_reopened_count_charges(fact: Fact[ChargesReopened]) -> Iterable[Send]:
    """As an invoice does whose payment bounced."""
    yield count_charges(fact.id, REOPENED, fact.data.reopened_on)
