"""A customer withdrew a complaint: what is open of its invoice is dunned again."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.state import WITHDRAWN
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintWithdrawnV1


@reacts_to(ComplaintWithdrawnV1)
def when_complaint_withdrawn_settle_dispute(fact: Fact[ComplaintWithdrawnV1]) -> Iterable[Send]:
    """As if it had never been contested."""
    complaint = fact.data
    if not complaint.invoice_id:
        return
    command = HearDisputeEnded(outcome=WITHDRAWN, reason=complaint.reason, by="care", on=complaint.withdrawn_on)
    yield Send(command, DISPUTE.stream(complaint.complaint_id))
