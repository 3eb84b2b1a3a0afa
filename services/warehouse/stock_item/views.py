"""What readers see of stock."""

from decimal import Decimal
from itertools import islice
from typing import Final

from sqlalchemy import Boolean, Numeric, Text

from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import order_line_of, place_of
from services.warehouse.stock_item.state import StockItem
from shared.kernel.money import Money
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

OLDEST_SHOWN: Final = 20


@part
class WaitingLine:
    """An order line in the backlog."""

    order_id: str
    line_no: int
    quantity: Decimal


@document
class StockItemDocument:
    """What a warehouse holds of a SKU.

    `waiting` is what the whole backlog waits for, in `waiting_lines` order lines; `oldest_waiting` are the first of
    them. Who holds the reserved units is told by the reservations.
    """

    warehouse: str
    sku: str
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    value: Money | None
    reserved_lines: int
    waiting: Decimal
    waiting_lines: int
    has_backlog: bool
    oldest_waiting: tuple[WaitingLine, ...]


def read(identity: str, item: StockItem) -> StockItemDocument:
    """The balance, laid flat. Its size does not grow with the number of orders."""
    warehouse, sku = place_of(identity)
    oldest = [(*order_line_of(key), quantity) for key, quantity in islice(item.backlog.items(), OLDEST_SHOWN)]
    return StockItemDocument(
        warehouse=warehouse,
        sku=sku,
        on_hand=item.on_hand,
        reserved=item.reserved,
        available=item.available,
        value=item.value,
        reserved_lines=len(item.reservations),
        waiting=item.waiting,
        waiting_lines=len(item.backlog),
        has_backlog=bool(item.backlog),
        oldest_waiting=tuple(
            WaitingLine(order_id=order_id, line_no=line_no, quantity=quantity) for order_id, line_no, quantity in oldest
        ),
    )


STOCK_ITEMS: Final = DocumentView(
    name="stock_item",
    decider=STOCK_ITEM,
    document=StockItemDocument,
    read=read,
    columns={
        "warehouse": Shown(Text()),
        "sku": Shown(Text()),
        "on_hand": Shown(Numeric()),
        "reserved": Shown(Numeric()),
        "available": Shown(Numeric()),
        "waiting": Shown(Numeric()),
        "has_backlog": Shown(Boolean()),
    },
    filters=("warehouse", "sku", "has_backlog"),
    queues={"backlog": {"has_backlog": True}},
    order_by=("id", "sku"),
)
