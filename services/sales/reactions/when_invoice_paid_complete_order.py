"""Nothing of an invoice is open: the order is completed once everything is delivered, billed and paid."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.order.decider import ORDER
from services.sales.order.events import PaymentReceived
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.money import Money
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoicePaidV1


@reacts_to(InvoicePaidV1)
def when_invoice_paid_complete_order(fact: Fact[InvoicePaidV1]) -> Iterable[Send]:
    """Heard by the fulfilment, and noted on the order."""
    told = fact.data
    note = Note(
        heard=PaymentReceived(
            invoice_id=told.invoice_id,
            number=told.number,
            amount=told.amount,
            open=Money.zero(told.amount.currency),
            paid_on=told.paid_on,
            source=source_of(fact),
        )
    )
    yield Send(note, to=FULFILMENT.stream(told.order_id))
    yield Send(note, to=ORDER.stream(told.order_id))  # last: it may complete the order, and that finishes the other
