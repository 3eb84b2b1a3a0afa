"""A customer complains about an invoice, or about goods: what is open of it, or bills these, is contested."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.contested_goods.contesting import HearGoodsContested
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.dispute.claiming import GOODS, named_by
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ComplaintOpenedV1


@reacts_to(ComplaintOpenedV1)
def when_complaint_opened_open_dispute(fact: Fact[ComplaintOpenedV1]) -> Iterable[Send]:
    """Their other invoices are dunned as before, and of those that bill goods of the complaint what else they bill."""
    complaint = fact.data
    if complaint.invoice_id:
        named = named_by(complaint)
        command = HearDispute(contested=named, note=complaint.subject, by="care", on=complaint.opened_on)
        yield Send(command, DISPUTE.stream(named.dispute_id), given=named.given)
    if complaint.kind == GOODS and complaint.order_id:
        contested = HearGoodsContested(
            order_id=complaint.order_id,
            complaint_id=complaint.complaint_id,
            customer_id=complaint.customer_id,
            line_no=complaint.line_no,
            note=complaint.subject,
            by="care",
            on=complaint.opened_on,
            quantity=complaint.quantity,
            named_invoice_id=complaint.invoice_id,
        )
        order = complaint.order_id
        yield Send(contested, CONTESTED_GOODS.stream(order), given=(BILLING.stream(order),))
