"""A refund did not arrive: so much more counts off."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import RefundFailed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundFailed)
def when_refund_failed_move_exposure(fact: Fact[RefundFailed]) -> Iterable[Send]:
    """It is with us again."""
    failed = fact.data
    yield from count_off(fact.id, failed.customer_id, failed.amount.currency, "refund-failed", fact.noted_on)
