"""A credit note took back a part of an invoice, or all of it."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import InvoiceCredited
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceCreditedV1


@reacts_to(InvoiceCreditedV1)
def when_invoice_credited_note_billing(fact: Fact[InvoiceCreditedV1]) -> Iterable[Send]:
    """Heard by the fulfilment, and noted on the order."""
    told = fact.data
    note = Note(
        heard=InvoiceCredited(
            invoice_id=told.invoice_id,
            number=told.number,
            credit_note_id=told.credit_note_id,
            credit_note_number=told.credit_note_number,
            lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in told.lines),
            total=told.total,
            open=told.open,
            reason=told.reason,
            credited_on=told.credited_on,
            source=source_of(fact),
            overdue=told.overdue,
        )
    )
    yield Send(note, to=FULFILMENT.stream(told.order_id))
    yield Send(note, to=ORDER.stream(told.order_id))  # last: it may complete the order, and that finishes the other
