"""The customer contests an invoice, or a part of it."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.owing import InvoiceDisputed
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceDisputedV1


@reacts_to(InvoiceDisputedV1)
def when_invoice_disputed_note_it(fact: Fact[InvoiceDisputedV1]) -> Iterable[Send]:
    """Noted on the order: what is contested is not late meanwhile."""
    told = fact.data
    heard = InvoiceDisputed(
        invoice_id=told.invoice_id,
        number=told.number,
        amount=told.amount,
        open=told.open,
        overdue=told.overdue,
        disputed_on=told.disputed_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
