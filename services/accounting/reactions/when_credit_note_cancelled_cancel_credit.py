"""A cancelled credit note is put back on its invoice."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteCancelled
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.uncrediting import CancelCredit
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteCancelled)
def when_credit_note_cancelled_cancel_credit(fact: Fact[CreditNoteCancelled]) -> Iterable[Send]:
    """In the same transaction: no credit note is cancelled while its invoice counts it."""
    cancelled = fact.data
    command = CancelCredit(
        credit_note_id=fact.id,
        credit_note_number=cancelled.credit_note_number,
        number=cancelled.number,
        complaint_id=cancelled.complaint_id,
        reason=cancelled.reason,
        on=cancelled.cancelled_on,
        return_id=cancelled.return_id,
        grant_id=cancelled.grant_id,
    )
    yield Send(command, INVOICE.stream(cancelled.invoice_id))
