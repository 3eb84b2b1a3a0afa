"""Who gets goods that became free: those they were bought for, then those who waited longest."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from services.warehouse.stock_item.events import BackorderFilled
from services.warehouse.stock_item.naming import line_key, order_line_of
from services.warehouse.stock_item.state import NOTHING, StockItem
from shared.published.purchasing import Peg


def fill_backlog(
    item: StockItem, cause_id: str, on: date, pegs: Sequence[Peg] = (), *, passing_over: str = ""
) -> list[BackorderFilled]:
    """One fact per order line that gets something: at most what it waits for, at most what is available.

    The order that the goods were taken from is passed over.
    """
    if not item.backlog:
        return []
    left = item.available
    filled: dict[str, Decimal] = {}
    pegged = ((line_key(peg.order_id, peg.order_line_no), peg.quantity) for peg in pegs)
    for key, wanted in chain(pegged, item.backlog.items()):
        if left <= 0:
            break
        if passing_over and order_line_of(key)[0] == passing_over:
            continue
        waits_for = item.backlog.get(key, NOTHING) - filled.get(key, NOTHING)
        share = min(wanted, waits_for, left)
        if share > 0:
            filled[key] = filled.get(key, NOTHING) + share
            left -= share
    facts: list[BackorderFilled] = []
    for key, quantity in filled.items():
        order_id, line_no = order_line_of(key)
        facts.append(
            BackorderFilled(order_id=order_id, line_no=line_no, quantity=quantity, cause_id=cause_id, filled_on=on)
        )
    return facts
