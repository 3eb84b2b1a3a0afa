"""When goods are received, what was accepted is stock, first for the orders that it was bought for."""

from collections.abc import Iterable

from services.warehouse.goods_receipt.events import GoodsReceived
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.receiving import ReceiveStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import Peg


@reacts_to(GoodsReceived)
def when_goods_received_put_them_into_stock(fact: Fact[GoodsReceived]) -> Iterable[Send]:
    """Each line to its own stock item, at what its units cost."""
    received = fact.data
    for line in received.lines:
        if not line.accepted:
            continue
        command = ReceiveStock(
            receipt_id=fact.id,
            line_no=line.purchase_line_no,
            quantity=line.accepted,
            value=line.accepted_value,
            pegs=tuple(
                Peg(order_id=peg.order_id, order_line_no=peg.order_line_no, quantity=peg.quantity) for peg in line.pegs
            ),
            on=received.received_on,
            purchase_order_id=received.purchase_order_id,
        )
        yield Send(command, STOCK_ITEM.stream(stock_id(received.warehouse, line.sku)))
