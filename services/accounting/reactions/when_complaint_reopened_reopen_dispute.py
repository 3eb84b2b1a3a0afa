"""A complaint is open again: what is open of its invoice is contested again."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintReopenedV1


@reacts_to(ComplaintReopenedV1)
def when_complaint_reopened_reopen_dispute(fact: Fact[ComplaintReopenedV1]) -> Iterable[Send]:
    """As long as the invoice is not paid."""
    complaint = fact.data
    if not complaint.invoice_id:
        return
    command = HearDispute(
        invoice_id=complaint.invoice_id,
        customer_id=complaint.customer_id,
        note=complaint.reason,
        reference=complaint.complaint_id,
        by="care",
        on=complaint.reopened_on,
    )
    yield Send(command, DISPUTE.stream(complaint.complaint_id), given=(INVOICE.stream(complaint.invoice_id),))
