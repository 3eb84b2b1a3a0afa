"""An invoice was posted: where it bills goods that the customer complains about, it is contested."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.contesting import NoteInvoicePosted
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.invoice.events import InvoicePosted
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoicePosted)
def when_invoice_posted_contest_it(fact: Fact[InvoicePosted]) -> Iterable[Send]:
    """A complaint may come before the invoice. One that bills no order bills no such goods."""
    posted = fact.data
    if not posted.order_id:
        return
    units = {line.line_no: line.quantity for line in posted.lines}
    order = posted.order_id
    command = NoteInvoicePosted(
        order_id=order, invoice_id=fact.id, units=units, on=posted.posted_on, delivered_on=posted.delivered_on
    )
    yield Send(command, CONTESTED_GOODS.stream(order), given=(BILLING.stream(order),))
