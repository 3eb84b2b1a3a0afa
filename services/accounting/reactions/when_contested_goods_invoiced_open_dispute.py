"""Contested goods were invoiced after the complaint: that invoice is contested too."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import ContestedGoodsInvoiced
from services.accounting.dispute.claiming import Contested
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.opening import HearDispute
from services.accounting.dispute.state import FOR_CUSTOMER
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ContestedGoodsInvoiced)
def when_contested_goods_invoiced_open_dispute(fact: Fact[ContestedGoodsInvoiced]) -> Iterable[Send]:
    """In the transaction that posts it. Where care has decided for the customer by then, it is to be credited."""
    invoiced = fact.data
    goods = Contested(
        invoice_id=invoiced.invoice_id,
        customer_id=invoiced.customer_id,
        reference=invoiced.complaint_id,
        only_goods=True,
        line_no=invoiced.line_no,
        quantity=invoiced.quantity,
        beside=invoiced.beside,
    )
    command: HearDispute | HearDisputeEnded
    if invoiced.granted_because:
        command = HearDisputeEnded(
            outcome=FOR_CUSTOMER,
            reason=invoiced.granted_because,
            by="care",
            on=invoiced.invoiced_on,
            contested=goods,
        )
    else:
        command = HearDispute(contested=goods, note=invoiced.note, by="care", on=invoiced.invoiced_on)
    yield Send(command, DISPUTE.stream(goods.dispute_id), given=goods.given)
