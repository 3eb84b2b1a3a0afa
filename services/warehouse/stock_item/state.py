"""The balance of a stock item, and how each fact moves it.

Thousands of order lines may hold or await stock of one item. They are plain dicts, copied when they change (some
microseconds for a thousand lines), and the sums are kept beside them so that no decision adds them up again.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, assert_never

from services.warehouse.stock_item.events import (
    BackorderFilled,
    GivenBackLine,
    ShortageNoted,
    StockAdjusted,
    StockEvent,
    StockFoundRight,
    StockGivenBack,
    StockInspectionCorrected,
    StockIssued,
    StockPutBack,
    StockReceiptCorrected,
    StockReceived,
    StockReleased,
    StockReserved,
    StockWithdrawn,
)
from services.warehouse.stock_item.naming import line_key
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import state

NOTHING: Final = Decimal(0)
REMEMBERED_MOVEMENTS: Final = 100


@state
class StockItem:
    """What is there, what of it is promised, and who waits for more.

    `value` is None until anything was valued; its currency is that of what is there, and changes only while that is
    worth nothing. `reservations` and `backlog` are quantities by `line_key`; the backlog is in order of arrival.
    `recent` names the newest movements: the documents that send them decide once, so a repetition can only be close.
    `settled_by` is the count, or the corrected receipt or inspection, that last said what was there at an earlier
    moment.
    """

    on_hand: Decimal
    reserved: Decimal
    waiting: Decimal
    value: Money | None
    reservations: dict[str, Decimal]
    backlog: dict[str, Decimal]
    recent: tuple[str, ...]
    settled_by: str = ""

    @property
    def available(self) -> Decimal:
        """On hand and promised to nobody."""
        return self.on_hand - self.reserved

    @property
    def currency(self) -> str | None:
        """What it is valued in. None while it is worth nothing: nothing is the same in every currency."""
        return self.value.currency if self.value else None

    def worth_after(self, change: Money) -> Money:
        """What it is worth after that change, which decides the currency of what was worth nothing."""
        return self.value + change if self.value else change

    def held_for(self, order_id: str, line_no: int) -> Decimal:
        """Set aside here for that order line."""
        return self.reservations.get(line_key(order_id, line_no), NOTHING)

    def awaited_by(self, order_id: str, line_no: int) -> Decimal:
        """What that order line waits for here."""
        return self.backlog.get(line_key(order_id, line_no), NOTHING)


EMPTY: Final = StockItem(
    on_hand=NOTHING, reserved=NOTHING, waiting=NOTHING, value=None, reservations={}, backlog={}, recent=()
)


def movement(kind: str, document_id: str, line_no: int = 0) -> str:
    """The name of a movement, by which its repetition is noticed."""
    return f"{kind}:{document_id}/{line_no}"


def evolve(item: StockItem, fact: StockEvent) -> StockItem:
    """The item after the fact. Never refuses: what happened, happened."""
    match fact:
        case StockReceived(receipt_id=source, line_no=line_no, quantity=quantity, value=value):
            return _moved(item, movement("receipt", source, line_no), quantity, value)
        case StockPutBack(source_id=source, line_no=line_no, quantity=quantity, value=value):
            return _moved(item, movement("put-back", source, line_no), quantity, value)
        case StockAdjusted(adjustment_id=source, quantity=quantity, value=value):
            return replace(_moved(item, movement("adjustment", source), quantity, value), settled_by=source)
        case StockFoundRight(count_id=source):
            return replace(item, recent=_remembering(item, movement("adjustment", source)), settled_by=source)
        case StockReceiptCorrected(correction_id=source, quantity=quantity, value=value):
            return replace(_moved(item, movement("correction", source), -quantity, -value), settled_by=source)
        case StockInspectionCorrected(correction_id=source, quantity=quantity, value=value):
            return replace(_moved(item, movement("regrading", source), quantity, value), settled_by=source)
        case StockReserved(order_id=order_id, line_no=line_no, quantity=quantity, source_id=source):
            more = _holding(item, line_key(order_id, line_no), quantity)
            return _because_of(more, "reserve", source, line_no)
        case ShortageNoted(order_id=order_id, line_no=line_no, quantity=quantity, source_id=source):
            more = _awaiting(item, line_key(order_id, line_no), quantity)
            return _because_of(more, "wait", source, line_no)
        case BackorderFilled(order_id=order_id, line_no=line_no, quantity=quantity):
            key = line_key(order_id, line_no)
            return _holding(_awaiting(item, key, -quantity), key, quantity)
        case StockReleased(order_id=order_id, lines=lines):
            return _less(item, order_id, lines)
        case StockGivenBack(reduction_id=source, order_id=order_id, lines=lines):
            less = _less(item, order_id, lines)
            return replace(less, recent=_remembering(less, movement("reduction", source)))
        case StockWithdrawn(withdrawal_id=source, order_id=order_id, line_no=line_no, quantity=quantity):
            less = _holding(item, line_key(order_id, line_no), -quantity)
            return _because_of(less, "withdrawal", source, line_no)
        case StockIssued(shipment_id=source, order_id=order_id, line_no=line_no, quantity=quantity, cost=cost):
            left = _holding(item, line_key(order_id, line_no), -quantity)
            return _moved(left, movement("issue", source, line_no), -quantity, -cost)
        case _:
            assert_never(fact)


def _less(item: StockItem, order_id: str, lines: Iterable[GivenBackLine]) -> StockItem:
    for line in lines:
        key = line_key(order_id, line.line_no)
        item = _awaiting(_holding(item, key, -line.reserved), key, -line.waiting)
    return item


def _because_of(item: StockItem, kind: str, source_id: str, line_no: int) -> StockItem:
    """What a line holds or awaits of its own accord is told by its balance, and need not be remembered."""
    if not source_id:
        return item
    return replace(item, recent=_remembering(item, movement(kind, source_id, line_no)))


def _remembering(item: StockItem, name: str) -> tuple[str, ...]:
    return (*item.recent, name)[-REMEMBERED_MOVEMENTS:]


def _moved(item: StockItem, name: str, quantity: Decimal, value: Money) -> StockItem:
    return StockItem(
        on_hand=item.on_hand + quantity,
        reserved=item.reserved,
        waiting=item.waiting,
        value=item.worth_after(value),
        reservations=item.reservations,
        backlog=item.backlog,
        recent=_remembering(item, name),
        settled_by=item.settled_by,
    )


def _holding(item: StockItem, key: str, quantity: Decimal) -> StockItem:
    if not quantity:
        return item
    return StockItem(
        on_hand=item.on_hand,
        reserved=item.reserved + quantity,
        waiting=item.waiting,
        value=item.value,
        reservations=_with(item.reservations, key, quantity),
        backlog=item.backlog,
        recent=item.recent,
        settled_by=item.settled_by,
    )


def _awaiting(item: StockItem, key: str, quantity: Decimal) -> StockItem:
    if not quantity:
        return item
    return StockItem(
        on_hand=item.on_hand,
        reserved=item.reserved,
        waiting=item.waiting + quantity,
        value=item.value,
        reservations=item.reservations,
        backlog=_with(item.backlog, key, quantity),
        recent=item.recent,
        settled_by=item.settled_by,
    )


def _with(quantities: Mapping[str, Decimal], key: str, change: Decimal) -> dict[str, Decimal]:
    """A copy with one quantity changed, in the same order; a quantity of zero is no entry."""
    changed = dict(quantities)
    quantity = changed.get(key, NOTHING) + change
    if quantity:
        changed[key] = quantity
    else:
        changed.pop(key, None)
    return changed
