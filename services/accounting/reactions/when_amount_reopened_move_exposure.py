"""What did not stay paid is owed again."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.credit_account.moving import REOPENED
from services.accounting.invoice.events import AmountReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountReopened)
def when_amount_reopened_move_exposure(fact: Fact[AmountReopened]) -> Iterable[Send]:
    """It uses credit again."""
    yield move_exposure(fact.id, fact.data.debt, REOPENED, fact.data.reopened_on)
