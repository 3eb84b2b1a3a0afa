"""Goods come in: bought ones, and ones that come back."""

from datetime import date
from decimal import Decimal
from typing import Final

from services.warehouse.stock_item.backlog import fill_backlog
from services.warehouse.stock_item.events import StockEvent, StockPutBack, StockReceived
from services.warehouse.stock_item.state import StockItem, evolve, movement
from services.warehouse.stock_item.valuation import require_currency
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import command
from shared.published.purchasing import Peg

ONCE_IT_LEFT: Final = "take it in once all of that has left, or count that out first, and in again afterwards"


@command
class ReceiveStock:
    """Take in the accepted units of one line of a receipt. `pegs` name the orders that they were bought for.

    It is a receipt of `purchase_order_id`.
    """

    receipt_id: str
    line_no: int
    quantity: Decimal
    value: Money
    pegs: tuple[Peg, ...]
    on: date
    purchase_order_id: str = ""


@command
class PutBackStock:
    """Take back units that had left, at the cost that they left with. `source_id` is the document they come with."""

    source_id: str
    line_no: int
    quantity: Decimal
    value: Money
    on: date


def receive_stock(request: ReceiveStock, item: StockItem) -> list[StockEvent]:
    """What comes in goes to the orders it was bought for, then to those who waited longest.

    It is valued in what we pay for it in: what is worth something in another currency is in its way.
    """
    if request.quantity <= 0 or movement("receipt", request.receipt_id, request.line_no) in item.recent:
        return []
    require_currency(item, request.value, instead=ONCE_IT_LEFT, line_no=request.line_no)
    received = StockReceived(
        receipt_id=request.receipt_id,
        line_no=request.line_no,
        quantity=request.quantity,
        value=request.value,
        received_on=request.on,
    )
    filled = fill_backlog(evolve(item, received), request.receipt_id, request.on, request.pegs)
    return [received, *(replace(one, purchase_order_id=request.purchase_order_id) for one in filled)]


def put_back_stock(request: PutBackStock, item: StockItem) -> list[StockEvent]:
    """What comes back is free for whoever waits."""
    if request.quantity <= 0 or movement("put-back", request.source_id, request.line_no) in item.recent:
        return []
    require_currency(item, request.value, instead=ONCE_IT_LEFT, line_no=request.line_no)
    put_back = StockPutBack(
        source_id=request.source_id,
        line_no=request.line_no,
        quantity=request.quantity,
        value=request.value,
        put_back_on=request.on,
    )
    return [put_back, *fill_backlog(evolve(item, put_back), request.source_id, request.on)]
