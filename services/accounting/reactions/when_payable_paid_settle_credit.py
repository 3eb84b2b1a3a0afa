"""A credit that a payment took off is to be taken off no more."""

from collections.abc import Iterable

from services.accounting.payable.crediting import SettleCredit
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.events import PayablePaid
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PayablePaid)
def when_payable_paid_settle_credit(fact: Fact[PayablePaid]) -> Iterable[Send]:
    """On the bill that it credits, whichever bill it was paid with."""
    if fact.data.credits:
        yield Send(SettleCredit(credit_id=fact.id, on=fact.data.paid_on), to=PAYABLE.stream(fact.data.credits))
