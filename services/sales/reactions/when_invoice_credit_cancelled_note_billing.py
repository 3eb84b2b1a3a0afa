"""A credit note was wrong: what it took back is billed, and owed, again."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.owing import InvoiceCreditCancelled
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceCreditCancelledV1


@reacts_to(InvoiceCreditCancelledV1)
def when_invoice_credit_cancelled_note_billing(fact: Fact[InvoiceCreditCancelledV1]) -> Iterable[Send]:
    """Noted on the order, which may be open again by it, and heard by its fulfilment, which waits again then."""
    told = fact.data
    note = Note(
        heard=InvoiceCreditCancelled(
            invoice_id=told.invoice_id,
            number=told.number,
            credit_note_id=told.credit_note_id,
            credit_note_number=told.credit_note_number,
            lines=tuple(LineQuantity(line_no=line.line_no, quantity=line.quantity) for line in told.lines),
            total=told.total,
            open=told.open,
            overdue=told.overdue,
            reason=told.reason,
            cancelled_on=told.cancelled_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
