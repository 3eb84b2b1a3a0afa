"""An invoice is written off: nothing of it is contested any more."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import NoteInvoiceWrittenOff
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import InvoiceWrittenOff
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceWrittenOff)
def when_invoice_written_off_settle_disputes(fact: Fact[InvoiceWrittenOff]) -> Iterable[Send]:
    """All that was open of it is written off. Should that be taken back, they go on."""
    lost = fact.data
    command = NoteInvoiceWrittenOff(invoice_id=fact.id, on=lost.written_off_on)
    for dispute_id in lost.contested_by:
        yield Send(command, DISPUTE.stream(dispute_id), given=(INVOICE.stream(fact.id),))
