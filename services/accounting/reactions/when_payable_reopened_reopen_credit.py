"""A credit whose payment failed is to be taken off again."""

from collections.abc import Iterable

from services.accounting.payable.crediting import ReopenCredit
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.events import PayableReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PayableReopened)
def when_payable_reopened_reopen_credit(fact: Fact[PayableReopened]) -> Iterable[Send]:
    """On the bill that it credits."""
    if fact.data.credits:
        yield Send(ReopenCredit(credit_id=fact.id, on=fact.data.reopened_on), to=PAYABLE.stream(fact.data.credits))
