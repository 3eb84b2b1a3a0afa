"""What was paid is not owed any more."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.invoice.events import AmountSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountSettled)
def when_amount_settled_move_exposure(fact: Fact[AmountSettled]) -> Iterable[Send]:
    """The credit that it used is free again."""
    yield move_exposure(fact.id, fact.data.debt, "paid", fact.data.settled_on)
