"""Care decided a complaint: what is open of its invoice is dunned again."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import HearDisputeEnded
from services.accounting.dispute.state import FOR_CUSTOMER, FOR_US
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintResolvedV1


@reacts_to(ComplaintResolvedV1)
def when_complaint_resolved_settle_dispute(fact: Fact[ComplaintResolvedV1]) -> Iterable[Send]:
    """What care grants is credited by itself."""
    complaint = fact.data
    if not complaint.invoice_id:
        return
    command = HearDisputeEnded(
        outcome=FOR_US if complaint.outcome == "rejected" else FOR_CUSTOMER,
        reason=complaint.resolution,
        by="care",
        on=complaint.resolved_on,
    )
    yield Send(command, DISPUTE.stream(complaint.complaint_id))
