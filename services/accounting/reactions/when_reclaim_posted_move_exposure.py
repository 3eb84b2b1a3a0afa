"""A reclaimed refund counts against the customer's limit."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import REOPENED, MoveInvoiceExposure
from services.accounting.invoice.events import ReclaimPosted
from shared.kernel.decider import Fact, Send
from shared.kernel.money import Money
from shared.kernel.reaction import reacts_to


@reacts_to(ReclaimPosted)
def when_reclaim_posted_move_exposure(fact: Fact[ReclaimPosted]) -> Iterable[Send]:
    """Beside the orders, as money that bounced: it may block what has not left."""
    posted = fact.data
    command = MoveInvoiceExposure(
        order_id="",
        invoice_id=fact.id,
        not_overdue=posted.amount,
        overdue=Money.zero(posted.amount.currency),
        because=REOPENED,
        on=posted.posted_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(posted.customer_id))
