"""An approved credit note comes off its invoice."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteApproved
from services.accounting.invoice.crediting import CreditInvoice
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteApproved)
def when_credit_note_approved_credit_invoice(fact: Fact[CreditNoteApproved]) -> Iterable[Send]:
    """In the same transaction: when the invoice does not have it any more, the approval fails."""
    approved = fact.data
    command = CreditInvoice(
        credit_note_id=fact.id,
        credit_note_number=approved.number,
        lines=approved.lines,
        charges=approved.charges,
        reason=approved.reason,
        by=approved.approved_by,
        on=approved.approved_on,
        refund_wanted_by=approved.refund_wanted_by,
        complaint_id=approved.complaint_id,
    )
    yield Send(command, INVOICE.stream(approved.invoice_id))
