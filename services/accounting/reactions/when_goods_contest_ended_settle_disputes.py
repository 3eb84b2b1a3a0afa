"""A complaint about goods is decided, or withdrawn: so is what was contested of each invoice that bills them."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import GoodsContestEnded
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.state import goods_dispute_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsContestEnded)
def when_goods_contest_ended_settle_disputes(fact: Fact[GoodsContestEnded]) -> Iterable[Send]:
    """What is for the customer is to be credited."""
    ended = fact.data
    command = HearDisputeEnded(outcome=ended.outcome, reason=ended.reason, by=ended.ended_by, on=ended.ended_on)
    for invoice_id in ended.invoice_ids:
        yield Send(command, DISPUTE.stream(goods_dispute_of(ended.complaint_id, invoice_id)))
