"""A refund leaves: so much less counts off."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import RefundApproved
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundApproved)
def when_refund_approved_move_exposure(fact: Fact[RefundApproved]) -> Iterable[Send]:
    """Until then it was with us."""
    approved = fact.data
    yield from count_off(fact.id, approved.customer_id, approved.amount.currency, "refunded", fact.noted_on)
