"""What was taken from an order goes to others that waited, if it is there; the order waits for it from now on."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservedGoodsWithdrawn
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.reserving import WaitForStock
from services.warehouse.stock_item.withdrawing import WithdrawStock
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservedGoodsWithdrawn)
def when_goods_withdrawn_wait_for_them_again(fact: Fact[ReservedGoodsWithdrawn]) -> Iterator[Send]:
    """First they are given, then awaited: else the order could get back what was taken from it.

    What is missing the stock count has taken off the stock item.
    """
    withdrawn = fact.data
    for line in withdrawn.lines:
        if not withdrawn.missing:
            take = WithdrawStock(
                withdrawal_id=withdrawn.withdrawal_id,
                order_id=fact.id,
                line_no=line.line_no,
                quantity=line.quantity,
                give_to=withdrawn.given_to,
                reason=withdrawn.reason,
                on=withdrawn.withdrawn_on,
            )
            yield Send(take, to=STOCK_ITEM.stream(stock_id(line.warehouse, line.sku)))
        wait = WaitForStock(
            order_id=fact.id,
            line_no=line.line_no,
            quantity=line.quantity,
            on=withdrawn.withdrawn_on,
            source_id=withdrawn.withdrawal_id,
        )
        yield Send(wait, to=STOCK_ITEM.stream(stock_id(withdrawn.short_in, line.sku)))
