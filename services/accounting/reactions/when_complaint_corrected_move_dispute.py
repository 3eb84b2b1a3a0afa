"""A complaint is about something else than was told: that is contested, and what was contested for it no longer is."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.contesting import HearContestEnded, HearGoodsContested
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.dispute.claiming import GOODS, named_by
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.opening import HearDispute
from services.accounting.dispute.state import WITHDRAWN
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintCorrectedV1


@reacts_to(ComplaintCorrectedV1)
def when_complaint_corrected_move_dispute(fact: Fact[ComplaintCorrectedV1]) -> Iterable[Send]:
    """What it was about before and still is stays as it is. The old is given up before the new is contested."""
    told = fact.data
    named = named_by(told)
    goods_of_before = told.order_id_before if told.kind_before == GOODS else ""
    other_invoice = (named.invoice_id, named.goods_of) != (told.invoice_id_before, goods_of_before)
    before = (goods_of_before, told.line_no_before, told.quantity_before, told.invoice_id_before)
    other_goods = (named.goods_of, told.line_no, told.quantity, told.invoice_id) != before
    if other_invoice and told.invoice_id_before:
        ended = HearDisputeEnded(outcome=WITHDRAWN, reason=told.reason, by="care", on=told.corrected_on, is_moved=True)
        yield Send(ended, DISPUTE.stream(told.complaint_id))
    if other_goods and goods_of_before:
        over = HearContestEnded(
            complaint_id=told.complaint_id,
            outcome=WITHDRAWN,
            reason=told.reason,
            by="care",
            on=told.corrected_on,
        )
        yield Send(over, CONTESTED_GOODS.stream(goods_of_before))
    if other_invoice and told.invoice_id:
        command = HearDispute(contested=named, note=told.subject, by="care", on=told.corrected_on)
        yield Send(command, DISPUTE.stream(named.dispute_id), given=named.given)
    if other_goods and named.goods_of:
        contested = HearGoodsContested(
            order_id=named.goods_of,
            complaint_id=told.complaint_id,
            customer_id=told.customer_id,
            line_no=told.line_no,
            note=told.subject,
            by="care",
            on=told.corrected_on,
            quantity=told.quantity,
            named_invoice_id=told.invoice_id,
        )
        yield Send(contested, CONTESTED_GOODS.stream(named.goods_of), given=(BILLING.stream(named.goods_of),))
