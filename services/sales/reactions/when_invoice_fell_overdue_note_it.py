"""The day of an instalment has passed, and it is not paid."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.owing import InvoiceFellOverdue
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceFellOverdueV1


@reacts_to(InvoiceFellOverdueV1)
def when_invoice_fell_overdue_note_it(fact: Fact[InvoiceFellOverdueV1]) -> Iterable[Send]:
    """Noted on the order: whoever talks to the customer sees that they are late."""
    told = fact.data
    heard = InvoiceFellOverdue(
        invoice_id=told.invoice_id,
        number=told.number,
        amount=told.amount,
        open=told.open,
        overdue=told.overdue,
        due_on=told.due_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
