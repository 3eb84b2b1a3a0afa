"""What was refunded of money that did not stay is owed by the customer."""

from collections.abc import Iterable

from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.reclaiming import PostReclaim, reads_for_reclaim, reclaim_id
from services.accounting.payment.events import RefundReclaimed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RefundReclaimed)
def when_refund_reclaimed_post_reclaim(fact: Fact[RefundReclaimed]) -> Iterable[Send]:
    """A receivable of its own: counted, dunned, paid and written off like an invoice."""
    reclaimed = fact.data
    command = PostReclaim(
        payment_id=fact.id,
        customer_id=reclaimed.customer_id,
        amount=reclaimed.amount,
        reason=reclaimed.reason,
        on=reclaimed.reclaimed_on,
    )
    yield Send(command, INVOICE.stream(reclaim_id(fact.id)), given=reads_for_reclaim(reclaimed.reclaimed_on))
