"""When the warehouse received goods, note the receipt on the purchase order."""

from collections.abc import Iterable

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.hearing import receipt_of
from services.purchasing.purchase_order.receiving import NoteGoodsReceipt
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import GoodsReceivedV1


@reacts_to(GoodsReceivedV1)
def when_goods_received_note_receipt(fact: Fact[GoodsReceivedV1]) -> Iterable[Send]:
    """What came can be billed; what was rejected cannot."""
    received = fact.data
    receipt = receipt_of(received.receipt_id, received.lines)
    yield Send(
        NoteGoodsReceipt(receipt=receipt, on=received.received_on),
        PURCHASE_ORDER.stream(received.purchase_order_id),
    )
