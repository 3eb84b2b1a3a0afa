"""Contested goods were invoiced after the complaint: that invoice is contested too."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import ContestedGoodsInvoiced
from services.accounting.dispute.claiming import Contested
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ContestedGoodsInvoiced)
def when_contested_goods_invoiced_open_dispute(fact: Fact[ContestedGoodsInvoiced]) -> Iterable[Send]:
    """In the transaction that posts it."""
    invoiced = fact.data
    goods = Contested(
        invoice_id=invoiced.invoice_id,
        customer_id=invoiced.customer_id,
        reference=invoiced.complaint_id,
        only_goods=True,
        line_no=invoiced.line_no,
        quantity=invoiced.quantity,
    )
    command = HearDispute(contested=goods, note=invoiced.note, by="care", on=invoiced.invoiced_on)
    yield Send(command, DISPUTE.stream(goods.dispute_id), given=goods.given)
