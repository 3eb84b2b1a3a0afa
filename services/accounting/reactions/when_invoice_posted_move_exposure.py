"""A posted invoice is owed."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveToInvoiced
from services.accounting.invoice.events import InvoicePosted
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoicePosted)
def when_invoice_posted_move_exposure(fact: Fact[InvoicePosted]) -> Iterable[Send]:
    """At its real total, whatever was expected of the goods."""
    posted = fact.data
    command = MoveToInvoiced(
        order_id=posted.order_id,
        shipment_id=posted.shipment_id,
        invoice_id=fact.id,
        total=posted.total,
        on=posted.posted_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(posted.customer_id))
