"""A credit note took something off an invoice: what is contested of it, or conceded, may not be there any more."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import NoteInvoiceCredited
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import InvoiceCredited
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_settle_disputes(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """As long as something is open, what is contested stays contested; a concession, as long as it can be credited."""
    credited = fact.data
    command = NoteInvoiceCredited(
        invoice_id=fact.id,
        credit_note_id=credited.credit_note_id,
        number=credited.credit_note_number,
        on=credited.credited_on,
    )
    for dispute_id in credited.contested_by:
        yield Send(command, DISPUTE.stream(dispute_id), given=(INVOICE.stream(fact.id),))
