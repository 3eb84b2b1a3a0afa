"""A complaint is open again: what is open of its invoice, or bills its goods, is contested again."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.contesting import HearContestedAgain
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.dispute.claiming import named_by
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintReopenedV1


@reacts_to(ComplaintReopenedV1)
def when_complaint_reopened_reopen_dispute(fact: Fact[ComplaintReopenedV1]) -> Iterable[Send]:
    """As far as the invoice is not paid; of what is, care may grant more than it did."""
    complaint = fact.data
    if complaint.invoice_id:
        named = named_by(complaint)
        command = HearDispute(contested=named, note=complaint.reason, by="care", on=complaint.reopened_on, again=True)
        yield Send(command, DISPUTE.stream(named.dispute_id), given=named.given)
    if order := complaint.order_id:
        again = HearContestedAgain(
            order_id=order,
            complaint_id=complaint.complaint_id,
            note=complaint.reason,
            by="care",
            on=complaint.reopened_on,
        )
        yield Send(again, CONTESTED_GOODS.stream(order), given=(BILLING.stream(order),))
