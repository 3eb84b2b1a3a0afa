"""A complaint about goods is decided, or withdrawn: so is what was contested of each invoice that bills them."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import GoodsContestEnded
from services.accounting.dispute.claiming import Contested
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import HearDisputeEnded
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsContestEnded)
def when_goods_contest_ended_settle_disputes(fact: Fact[GoodsContestEnded]) -> Iterable[Send]:
    """What is for the customer is to be credited, whether or not it is paid: a named invoice once, as a whole."""
    ended = fact.data
    units = {one.invoice_id: one.quantity for one in ended.units}
    for invoice_id in ended.invoice_ids:
        goods = Contested(
            invoice_id=invoice_id,
            customer_id=ended.customer_id,
            reference=ended.complaint_id,
            only_goods=True,
            line_no=ended.line_no,
            quantity=units.get(invoice_id),
            beside=ended.beside,
        )
        command = HearDisputeEnded(
            outcome=ended.outcome,
            reason=ended.reason,
            by=ended.ended_by,
            on=ended.ended_on,
            contested=None if invoice_id == ended.named_invoice_id else goods,
            awaits_returns=ended.awaits_returns,
        )
        yield Send(command, DISPUTE.stream(goods.dispute_id), given=goods.given)
