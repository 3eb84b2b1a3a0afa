"""Opening stock and counted differences."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.backlog import fill_backlog
from services.warehouse.stock_item.events import StockAdjusted, StockEvent, StockFoundRight, StockWithdrawn
from services.warehouse.stock_item.reserving import GivesBackTooMuch
from services.warehouse.stock_item.state import StockItem, evolve, movement
from services.warehouse.stock_item.valuation import cost_of, require_currency
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class AdjustsBelowReserved(Rejection):
    """Less would be left than is set aside for orders in goods that are picked, packed or free of charge.

    Either they are there, and the count is wrong; or undo the picking, or refuse to count them.
    """

    code = "warehouse.stock-item.adjusts-below-reserved"


class ValueNeeded(Rejection):
    """Nothing is on hand whose average could value what was found."""

    code = "warehouse.stock-item.value-needed"
    ground = Ground.UNACCEPTABLE


class ValueDoesNotFit(Rejection):
    """The value left would be negative, or there would be value without goods."""

    code = "warehouse.stock-item.value-does-not-fit"
    ground = Ground.UNACCEPTABLE


@part
class MissingUnits:
    """Units that an order line holds, and that are not there."""

    order_id: str
    line_no: int
    quantity: Decimal


@command
class AdjustStock:
    """Change on hand and value by so much, up or down. Without a `value` the moving average decides it.

    What is `missing` is not set aside any more.
    """

    adjustment_id: str
    quantity: Decimal
    value: Money | None
    reason: str
    opening: bool
    on: date
    missing: tuple[MissingUnits, ...] = ()


@command
class NoteFoundRight:
    """A count found what the books had said: what was counted before it says nothing any more."""

    count_id: str
    on: date


def note_found_right(request: NoteFoundRight, item: StockItem) -> list[StockEvent]:
    """Once per count; nothing is noted of what nobody has ever had here."""
    if not item.recent or movement("adjustment", request.count_id) in item.recent:
        return []
    return [StockFoundRight(count_id=request.count_id, found_on=request.on)]


def adjust_stock(request: AdjustStock, item: StockItem) -> list[StockEvent]:
    """What is set aside for orders is never adjusted away, unless it is said whose goods are missing."""
    if movement("adjustment", request.adjustment_id) in item.recent:
        return []
    withdrawn = withdrawn_as_missing(
        request.missing, item, withdrawal_id=request.adjustment_id, reason=request.reason, on=request.on
    )
    for one in withdrawn:
        item = evolve(item, one)
    if request.quantity < 0 and -request.quantity > item.available:
        raise AdjustsBelowReserved(
            f"{item.on_hand} on hand, {item.reserved} set aside, {-request.quantity} to be taken off",
            field="quantity",
            on_hand=item.on_hand,
            reserved=item.reserved,
            available=item.available,
        )
    value = _value_of(request, item)
    if not request.quantity and not value:
        return []
    adjusted = StockAdjusted(
        adjustment_id=request.adjustment_id,
        quantity=request.quantity,
        value=value,
        reason=request.reason,
        opening=request.opening,
        adjusted_on=request.on,
    )
    return [*withdrawn, adjusted, *fill_backlog(evolve(item, adjusted), request.adjustment_id, request.on)]


def withdrawn_as_missing(
    missing: Sequence[MissingUnits], item: StockItem, *, withdrawal_id: str, reason: str, on: date
) -> list[StockWithdrawn]:
    """Taken from the order lines that hold them. Raises GivesBackTooMuch."""
    for one in missing:
        held = item.held_for(one.order_id, one.line_no)
        if one.quantity > held:
            raise GivesBackTooMuch(f"line {one.line_no}: {one.quantity} of {held} set aside", reserved=held)
    return [
        StockWithdrawn(
            withdrawal_id=withdrawal_id,
            order_id=one.order_id,
            line_no=one.line_no,
            quantity=one.quantity,
            reason=reason,
            withdrawn_on=on,
        )
        for one in missing
    ]


def _value_of(request: AdjustStock, item: StockItem) -> Money:
    """The change of value, as asked or by the average."""
    if request.value is None:
        return _average_of(request.quantity, item)
    require_currency(item, request.value, instead=f"say what it is worth in {item.currency}")
    rest = item.worth_after(request.value)
    if rest.minor < 0 or (rest and item.on_hand + request.quantity == 0):
        raise ValueDoesNotFit(
            f"{item.on_hand + request.quantity} units at {rest} would be left",
            field="value",
            value_left=rest.minor,
            on_hand_left=item.on_hand + request.quantity,
        )
    return request.value


def _average_of(quantity: Decimal, item: StockItem) -> Money:
    if item.value is None or not item.on_hand:
        raise ValueNeeded("say what it is worth", field="value")
    if quantity < 0:
        return -cost_of(-quantity, item.on_hand, item.value)
    return Money.of(item.value.amount * quantity / item.on_hand, item.value.currency)
