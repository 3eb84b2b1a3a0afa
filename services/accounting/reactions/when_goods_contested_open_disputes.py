"""Goods are contested: so is what they come to on each invoice that bills them."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import GoodsContested
from services.accounting.dispute.claiming import Contested
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import HearDispute
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsContested)
def when_goods_contested_open_disputes(fact: Fact[GoodsContested]) -> Iterable[Send]:
    """What else these invoices bill is dunned as before."""
    contested = fact.data
    units = {one.invoice_id: one.quantity for one in contested.units}
    for invoice_id in contested.invoice_ids:
        goods = Contested(
            invoice_id=invoice_id,
            customer_id=contested.customer_id,
            reference=contested.complaint_id,
            only_goods=True,
            line_no=contested.line_no,
            quantity=units.get(invoice_id),
            beside=contested.beside,
        )
        command = HearDispute(
            contested=goods,
            note=contested.note,
            by=contested.contested_by,
            on=contested.contested_on,
            again=contested.again,
        )
        yield Send(command, DISPUTE.stream(goods.dispute_id), given=goods.given)
