"""A credit note took off all that was open of an invoice: nothing of it is contested any more."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import NoteInvoiceCredited
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import InvoiceCredited
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_settle_disputes(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """As long as something is open, what is contested stays contested."""
    credited = fact.data
    if credited.debt.open:
        return
    command = NoteInvoiceCredited(invoice_id=fact.id, credit_note_id=credited.credit_note_id, on=credited.credited_on)
    for dispute_id in credited.contested_by:
        yield Send(command, DISPUTE.stream(dispute_id), given=(INVOICE.stream(fact.id),))
