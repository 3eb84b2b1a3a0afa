"""Goods are contested: so is what they come to on each invoice that bills them."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import GoodsContested
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from services.accounting.dispute.state import goods_dispute_of
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsContested)
def when_goods_contested_open_disputes(fact: Fact[GoodsContested]) -> Iterable[Send]:
    """What else these invoices bill is dunned as before."""
    contested = fact.data
    for invoice_id in contested.invoice_ids:
        command = HearDispute(
            invoice_id=invoice_id,
            customer_id=contested.customer_id,
            note=contested.note,
            reference=contested.complaint_id,
            by=contested.contested_by,
            on=contested.contested_on,
            only_goods=True,
            line_no=contested.line_no,
        )
        stream = DISPUTE.stream(goods_dispute_of(contested.complaint_id, invoice_id))
        yield Send(command, stream, given=(INVOICE.stream(invoice_id),))
