"""Care decided a complaint: what it is about is dunned again, or is to be credited."""

from collections.abc import Iterable

from services.accounting.contested_goods.contesting import HearContestEnded
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.dispute.claiming import GOODS, named_by
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.state import FOR_CUSTOMER, FOR_US
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintResolvedV1


@reacts_to(ComplaintResolvedV1)
def when_complaint_resolved_settle_dispute(fact: Fact[ComplaintResolvedV1]) -> Iterable[Send]:
    """Care decides who is right, accounting how much that is; returned goods are credited by themselves."""
    complaint = fact.data
    outcome = FOR_US if complaint.outcome == "rejected" else FOR_CUSTOMER
    day, why = complaint.resolved_on, complaint.resolution
    if complaint.invoice_id:
        named = named_by(complaint)
        command = HearDisputeEnded(
            outcome=outcome,
            reason=why,
            by="care",
            on=day,
            contested=named,
            awaits_returns=complaint.awaits_returns,
        )
        yield Send(command, DISPUTE.stream(named.dispute_id), given=named.given)
    if complaint.order_id:
        ended = HearContestEnded(
            complaint_id=complaint.complaint_id,
            outcome=outcome,
            reason=why,
            by="care",
            on=day,
            named_invoice_id="" if complaint.kind == GOODS else complaint.invoice_id,
            awaits_returns=complaint.awaits_returns,
        )
        yield Send(ended, CONTESTED_GOODS.stream(complaint.order_id))
