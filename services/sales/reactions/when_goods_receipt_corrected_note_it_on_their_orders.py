"""Goods that were bought for orders had not come after all, or had not been rejected."""

from collections.abc import Iterable

from services.sales.order.buying import BoughtReceiptCorrected, by_order
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import GoodsReceiptCorrectedV1


@reacts_to(GoodsReceiptCorrectedV1)
def when_goods_receipt_corrected_note_it_on_their_orders(fact: Fact[GoodsReceiptCorrectedV1]) -> Iterable[Send]:
    """Noted on each order that these units were bought for: they are awaited again."""
    told = fact.data
    accepted = by_order(meant for off in told.taken_off for meant in off.accepted_for)
    rejected = by_order(meant for off in told.taken_off for meant in off.rejected_for)
    for order_id in dict.fromkeys([*accepted, *rejected]):
        heard = BoughtReceiptCorrected(
            receipt_id=told.receipt_id,
            purchase_order_id=told.purchase_order_id,
            accepted=accepted.get(order_id, ()),
            rejected=rejected.get(order_id, ()),
            reason=told.reason,
            corrected_by=told.corrected_by,
            corrected_on=told.corrected_on,
            source=source_of(fact),
        )
        yield Send(Note(heard=heard), to=ORDER.stream(order_id))
