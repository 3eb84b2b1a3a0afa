"""A refund leaves the bank: so much less is on account."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import RefundApproved
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundApproved)
def when_refund_approved_watch_money(fact: Fact[RefundApproved]) -> Iterable[Send]:
    """It covers nothing any more."""
    approved = fact.data
    yield from watch_money(fact.id, approved.customer_id, approved.amount.currency, fact.noted_on)
