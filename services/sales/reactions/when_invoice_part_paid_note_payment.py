"""Money came for an invoice, and some is still open."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import PaymentReceived
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoicePartPaidV1


@reacts_to(InvoicePartPaidV1)
def when_invoice_part_paid_note_payment(fact: Fact[InvoicePartPaidV1]) -> Iterable[Send]:
    """Noted on the order, and heard by its fulfilment."""
    told = fact.data
    note = Note(
        heard=PaymentReceived(
            invoice_id=told.invoice_id,
            number=told.number,
            amount=told.amount,
            open=told.open,
            paid_on=told.paid_on,
            source=source_of(fact),
            overdue=told.overdue,
        )
    )
    yield Send(note, to=ORDER.stream(told.order_id))
    yield Send(note, to=FULFILMENT.stream(told.order_id))
