"""The lines of a reservation, and how each of them moves: set aside, topped up, gone, back, given back."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from services.warehouse.reservation.events import (
    LineMade,
    LostGoodsDelivered,
    MovedLine,
    ReducedLine,
    RenewedLine,
    ReservationToppedUp,
    ReservedGoodsReturned,
    SetAside,
    WithdrawnLine,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part

NOTHING: Final = Decimal(0)


@part
class LinePart:
    """Units of a line in one warehouse: set aside in total, how many of those left, and of these came undelivered."""

    warehouse: str
    quantity: Decimal
    shipped: Decimal
    returned: Decimal = NOTHING

    @property
    def waiting(self) -> Decimal:
        """Set aside and still here."""
        return self.quantity - self.shipped


@part
class Line:
    """One order line: what it is for is set aside or short.

    `resolved` units had come back undelivered, and somebody decided about them: to be shipped again, or given up.
    """

    line_no: int
    sku: str
    ordered: Decimal
    parts: tuple[LinePart, ...]
    short: Decimal
    resolved: Decimal = NOTHING

    @property
    def set_aside(self) -> Decimal:
        """Over all warehouses, whether it has left or not."""
        return sum((one.quantity for one in self.parts), NOTHING)

    @property
    def shipped(self) -> Decimal:
        """Left, over all warehouses."""
        return sum((one.shipped for one in self.parts), NOTHING)

    @property
    def returned(self) -> Decimal:
        """Left and came back undelivered. Nobody has set them aside for the line again."""
        return sum((one.returned for one in self.parts), NOTHING)


def line_made(made: LineMade) -> Line:
    """As it could be reserved."""
    return Line(
        line_no=made.line_no,
        sku=made.sku,
        ordered=made.ordered,
        parts=tuple(LinePart(warehouse=one.warehouse, quantity=one.quantity, shipped=NOTHING) for one in made.parts),
        short=made.short,
    )


def changed(lines: Iterable[Line], numbers: Iterable[int], change: Callable[[Line], Line]) -> tuple[Line, ...]:
    """All lines, of which those with these numbers have changed."""
    wanted = set(numbers)
    return tuple(change(line) if line.line_no in wanted else line for line in lines)


def topped_up(line: Line, fact: ReservationToppedUp) -> Line:
    """What it waited for is set aside."""
    more = {fact.warehouse: fact.quantity}
    return replace(line, parts=_with_more(line.parts, more), short=line.short - fact.quantity)


def _with_more(parts: Iterable[LinePart], more: Mapping[str, Decimal]) -> tuple[LinePart, ...]:
    there = {one.warehouse: one for one in parts}
    for warehouse, quantity in more.items():
        known = there.get(warehouse)
        there[warehouse] = (
            LinePart(warehouse=warehouse, quantity=quantity, shipped=NOTHING)
            if known is None
            else replace(known, quantity=known.quantity + quantity)
        )
    return tuple(there.values())


def shipped_from(line: Line, warehouse: str, quantity: Decimal) -> Line:
    """So much of it left from there."""
    parts = tuple(
        replace(one, shipped=one.shipped + quantity) if one.warehouse == warehouse else one for one in line.parts
    )
    return replace(line, parts=parts)


def come_back(lines: Iterable[Line], fact: ReservedGoodsReturned) -> tuple[Line, ...]:
    """What had left is back."""
    back = quantities_of(fact.lines)
    return changed(lines, back, lambda line: _come_back(line, fact.warehouse, back[line.line_no]))


def _come_back(line: Line, warehouse: str, quantity: Decimal) -> Line:
    """To where they had left from; where the fact does not say, to the first warehouses that so many had left from."""
    parts: list[LinePart] = []
    left = quantity
    for one in line.parts:
        back = min(left, one.shipped - one.returned) if warehouse in {"", one.warehouse} else NOTHING
        parts.append(replace(one, returned=one.returned + back))
        left -= back
    return replace(line, parts=tuple(parts))


def not_lost(lines: Iterable[Line], fact: LostGoodsDelivered) -> tuple[Line, ...]:
    """What had been given up as lost has left, and did not come back."""
    there = quantities_of(fact.lines)
    return changed(
        lines,
        there,
        lambda line: replace(
            line,
            parts=tuple(
                replace(one, returned=one.returned - there[line.line_no]) if one.warehouse == fact.warehouse else one
                for one in line.parts
            ),
        ),
    )


def less(line: Line, change: ReducedLine) -> Line:
    """What came back undelivered and is not wanted any more is struck off what had left, as if it never had."""
    freed = _places(change.given_back)
    parts = tuple(
        replace(one, quantity=one.quantity - freed.get(one.warehouse, NOTHING))
        for one in _struck_off(line.parts, change.returned)
    )
    return replace(
        line,
        ordered=change.ordered,
        parts=tuple(one for one in parts if one.quantity),
        short=line.short - change.short,
        resolved=line.resolved + sum(_places(change.returned).values(), NOTHING),
    )


def renewed(line: Line, change: RenewedLine) -> Line:
    """What came back undelivered is struck off what had left: it is set aside once more, or awaited."""
    parts = tuple(one for one in _struck_off(line.parts, change.returned) if one.quantity)
    return replace(
        line,
        parts=_with_more(parts, _places(change.parts)),
        short=line.short + change.short,
        resolved=line.resolved + sum(_places(change.returned).values(), NOTHING),
    )


def withdrawn(line: Line, changes: Iterable[WithdrawnLine]) -> Line:
    """What was taken from it is awaited."""
    taken = {one.warehouse: one.quantity for one in changes if one.line_no == line.line_no}
    parts = tuple(replace(one, quantity=one.quantity - taken.get(one.warehouse, NOTHING)) for one in line.parts)
    return replace(
        line,
        parts=tuple(one for one in parts if one.quantity),
        short=line.short + sum(taken.values(), NOTHING),
    )


def _struck_off(parts: Iterable[LinePart], returned: Iterable[SetAside]) -> tuple[LinePart, ...]:
    struck = _places(returned)
    return tuple(
        replace(
            one,
            quantity=one.quantity - struck.get(one.warehouse, NOTHING),
            shipped=one.shipped - struck.get(one.warehouse, NOTHING),
            returned=one.returned - struck.get(one.warehouse, NOTHING),
        )
        for one in parts
    )


def _places(units: Iterable[SetAside]) -> dict[str, Decimal]:
    return {one.warehouse: one.quantity for one in units}


def given_back(line: Line) -> Line:
    """Only what has left remains set aside; nothing is awaited."""
    parts = tuple(replace(one, quantity=one.shipped) for one in line.parts if one.shipped)
    return replace(line, parts=parts, short=NOTHING)


def quantities_of(moved: Iterable[MovedLine]) -> dict[int, Decimal]:
    """Units by line."""
    return {line.line_no: line.quantity for line in moved}
