"""What was contested of an invoice is not any more."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.owing import InvoiceDisputeEnded
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceDisputeEndedV1


@reacts_to(InvoiceDisputeEndedV1)
def when_invoice_dispute_ended_note_it(fact: Fact[InvoiceDisputeEndedV1]) -> Iterable[Send]:
    """Noted on the order: what is past its day is late again."""
    told = fact.data
    heard = InvoiceDisputeEnded(
        invoice_id=told.invoice_id,
        number=told.number,
        open=told.open,
        overdue=told.overdue,
        ended_on=told.ended_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
