"""Contested goods were invoiced after the complaint: that invoice is contested too."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import ContestedGoodsInvoiced
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from services.accounting.dispute.state import goods_dispute_of
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ContestedGoodsInvoiced)
def when_contested_goods_invoiced_open_dispute(fact: Fact[ContestedGoodsInvoiced]) -> Iterable[Send]:
    """In the transaction that posts it."""
    invoiced = fact.data
    command = HearDispute(
        invoice_id=invoiced.invoice_id,
        customer_id=invoiced.customer_id,
        note=invoiced.note,
        reference=invoiced.complaint_id,
        by="care",
        on=invoiced.invoiced_on,
        only_goods=True,
        line_no=invoiced.line_no,
    )
    stream = DISPUTE.stream(goods_dispute_of(invoiced.complaint_id, invoiced.invoice_id))
    yield Send(command, stream, given=(INVOICE.stream(invoiced.invoice_id),))
