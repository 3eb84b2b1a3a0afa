"""Accounting gave up what was open of an invoice: the order waits for that money no longer."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import DebtWrittenOff
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceWrittenOffV1


@reacts_to(InvoiceWrittenOffV1)
def when_invoice_written_off_note_it(fact: Fact[InvoiceWrittenOffV1]) -> Iterable[Send]:
    """Noted on the order, which may be complete by that, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=DebtWrittenOff(
            invoice_id=told.invoice_id,
            number=told.number,
            amount=told.amount,
            open=told.open,
            reason=told.reason,
            written_off_on=told.written_off_on,
            source=source_of(fact),
            overdue=told.overdue,
        )
    )
    yield Send(note, to=FULFILMENT.stream(told.order_id))
    yield Send(note, to=ORDER.stream(told.order_id))  # last: it may complete the order, and that finishes the other
