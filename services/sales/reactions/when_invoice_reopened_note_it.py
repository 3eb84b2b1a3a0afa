"""Money did not stay: the order is not paid any more, and one that was completed is reopened by rule."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import PaymentTakenBack
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceReopenedV1


@reacts_to(InvoiceReopenedV1)
def when_invoice_reopened_note_it(fact: Fact[InvoiceReopenedV1]) -> Iterable[Send]:
    """Noted on the order, and then heard by its fulfilment, which waits again if it had finished."""
    told = fact.data
    note = Note(
        heard=PaymentTakenBack(
            invoice_id=told.invoice_id,
            number=told.number,
            amount=told.amount,
            open=told.open,
            reason=told.reason,
            taken_back_on=told.reopened_on,
            source=source_of(fact),
            overdue=told.overdue,
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
