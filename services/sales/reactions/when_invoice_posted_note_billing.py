"""A part of the order is billed, or all of it. Without instalments it is due on the day."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import InvoicePosted
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoicePostedV1


@reacts_to(InvoicePostedV1)
def when_invoice_posted_note_billing(fact: Fact[InvoicePostedV1]) -> Iterable[Send]:
    """Heard by the fulfilment, and noted on the order."""
    told = fact.data
    note = Note(
        heard=InvoicePosted(
            invoice_id=told.invoice_id,
            number=told.number,
            shipment_id=told.shipment_id,
            lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in told.lines),
            total=told.total,
            last_due_on=max((one.due_on for one in told.instalments), default=told.posted_on),
            posted_on=told.posted_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=FULFILMENT.stream(told.order_id))
    yield Send(note, to=ORDER.stream(told.order_id))  # last: it may complete the order, and that finishes the other
