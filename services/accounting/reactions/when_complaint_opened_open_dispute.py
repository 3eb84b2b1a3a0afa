"""A customer complains about an invoice: all that is open of it is contested."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintOpenedV1


@reacts_to(ComplaintOpenedV1)
def when_complaint_opened_open_dispute(fact: Fact[ComplaintOpenedV1]) -> Iterable[Send]:
    """Their other invoices are dunned as before."""
    complaint = fact.data
    if not complaint.invoice_id:
        return
    command = HearDispute(
        invoice_id=complaint.invoice_id,
        customer_id=complaint.customer_id,
        note=complaint.subject,
        reference=complaint.complaint_id,
        by="care",
        on=complaint.opened_on,
    )
    yield Send(command, DISPUTE.stream(complaint.complaint_id), given=(INVOICE.stream(complaint.invoice_id),))
