"""A supplier brought goods that were bought for orders, or did not bring them as they should be."""

from collections.abc import Iterable

from services.sales.order.buying import BoughtGoodsReceived, RejectedQuantity, by_order, order_of
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import GoodsReceivedV1


@reacts_to(GoodsReceivedV1)
def when_goods_received_note_it_on_their_orders(fact: Fact[GoodsReceivedV1]) -> Iterable[Send]:
    """Noted on each order that accepted or rejected units were bought for; what is for stock concerns none."""
    told = fact.data
    accepted = by_order(meant for line in told.lines for meant in line.accepted_for)
    rejected = [(line.reject_reason, meant) for line in told.lines for meant in line.rejected_for]
    for order_id in dict.fromkeys([*accepted, *(order_of(meant) for _, meant in rejected)]):
        heard = BoughtGoodsReceived(
            receipt_id=told.receipt_id,
            purchase_order_id=told.purchase_order_id,
            accepted=accepted.get(order_id, ()),
            rejected=tuple(
                RejectedQuantity(line_no=meant.order_line_no, quantity=meant.quantity, reason=reason)
                for reason, meant in rejected
                if order_of(meant) == order_id
            ),
            received_by=told.received_by,
            received_on=told.received_on,
            source=source_of(fact),
        )
        yield Send(Note(heard=heard), to=ORDER.stream(order_id))
