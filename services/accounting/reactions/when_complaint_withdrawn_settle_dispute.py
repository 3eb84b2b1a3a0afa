"""A customer withdrew a complaint: what it is about is dunned again."""

from collections.abc import Iterable

from services.accounting.contested_goods.contesting import HearContestEnded
from services.accounting.contested_goods.decider import CONTESTED_GOODS
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
    day, why = complaint.withdrawn_on, complaint.reason
    if complaint.invoice_id:
        command = HearDisputeEnded(outcome=WITHDRAWN, reason=why, by="care", on=day)
        yield Send(command, DISPUTE.stream(complaint.complaint_id))
    if complaint.order_id:
        ended = HearContestEnded(complaint_id=complaint.complaint_id, outcome=WITHDRAWN, reason=why, by="care", on=day)
        yield Send(ended, CONTESTED_GOODS.stream(complaint.order_id))
