"""A refund did not arrive: so much more is on account."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import RefundFailed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundFailed)
def when_refund_failed_watch_money(fact: Fact[RefundFailed]) -> Iterable[Send]:
    """It covers what they owe again."""
    failed = fact.data
    yield from watch_money(fact.id, failed.customer_id, failed.amount.currency, fact.noted_on)
