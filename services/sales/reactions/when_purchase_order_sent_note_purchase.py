"""A supplier has our purchase order for what orders were short of."""

from collections.abc import Iterable

from services.sales.order.buying import GoodsBought, by_order, order_of
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.money import total
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderSentV1


@reacts_to(PurchaseOrderSentV1)
def when_purchase_order_sent_note_purchase(fact: Fact[PurchaseOrderSentV1]) -> Iterable[Send]:
    """Noted on each order that goods are bought for, and on the order that a replacement stands in for."""
    sent = fact.data
    pegs = [peg for line in sent.lines for peg in line.pegs]
    for order_id, lines in by_order(pegs).items():
        nets = [line.net for line in sent.lines if any(order_of(peg) == order_id for peg in line.pegs)]
        heard = GoodsBought(
            purchase_order_id=sent.purchase_order_id,
            supplier_id=sent.supplier_id,
            supplier_name=sent.supplier_name,
            is_replacement=all(peg.replacement_for for peg in pegs if order_of(peg) == order_id),
            lines=lines,
            amount=total(nets, sent.net.currency),
            expected_on=sent.expected_on,
            bought_on=sent.sent_on,
            source=source_of(fact),
        )
        yield Send(Note(heard=heard), to=ORDER.stream(order_id))
