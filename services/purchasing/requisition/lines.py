"""The lines of a requisition, and how far each has come."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product

from services.purchasing.purchase_order.terms import Need, by_line
from shared.kernel.records import replace
from shared.kernel.shapes import part


class Stage(StrEnum):
    """How far a line has come."""

    OPEN = "open"
    SOURCED = "sourced"
    ORDERED = "ordered"
    NOT_NEEDED = "not-needed"


@part
class RequisitionLine:
    """So many of a SKU, needed by that day."""

    line_no: int
    sku: str
    quantity: Decimal
    needed_on: date


@part
class TrackedLine:
    """A line of which `outstanding` is open, or on the purchase order that is named.

    It is less than `quantity` after a purchase order brought a part and was closed short, or after the customer's order
    came to be for less or got goods. `needed` is what was short for that order then; none, as long as all of it is.
    """

    line_no: int
    sku: str
    quantity: Decimal
    outstanding: Decimal
    needed_on: date
    stage: Stage
    supplier_id: str | None
    purchase_order_id: str | None
    needed: Decimal | None = None


def tracked(line: RequisitionLine) -> TrackedLine:
    """A line as it starts: open."""
    return TrackedLine(
        line_no=line.line_no,
        sku=line.sku,
        quantity=line.quantity,
        outstanding=line.quantity,
        needed_on=line.needed_on,
        stage=Stage.OPEN,
        supplier_id=None,
        purchase_order_id=None,
    )


def sourced(
    lines: Iterable[TrackedLine], needs: Iterable[Need], supplier_id: str, purchase_order_id: str
) -> tuple[TrackedLine, ...]:
    """The lines after these needs of them went on that purchase order.

    What is open of a line beyond the need stays open, as a line anew: the purchase order does not bring it.
    """
    left = by_line(needs)
    after: list[TrackedLine] = []
    for line in lines:
        if line.stage is not Stage.OPEN or line.line_no not in left:
            after.append(line)
            continue
        bought = min(left[line.line_no], line.outstanding)
        left[line.line_no] -= bought
        on_order, rest = _split(line, bought)
        if on_order is not None:
            after.append(
                replace(on_order, stage=Stage.SOURCED, supplier_id=supplier_id, purchase_order_id=purchase_order_id)
            )
        if rest is not None:
            after.append(rest)
    return tuple(after)


def _split(line: TrackedLine, bought: Decimal) -> tuple[TrackedLine | None, TrackedLine | None]:
    """The part of an open line that is bought, and the part that is not; None where it would be of nothing."""
    rest = line.outstanding - bought
    if not rest:
        return line, None
    if not bought:
        return None, line
    # All that is open is needed, so each part is needed in full.
    on_order = replace(line, quantity=line.quantity - rest, outstanding=bought, needed=None)
    return on_order, replace(line, quantity=rest, outstanding=rest, needed=None)


def ordered(lines: Iterable[TrackedLine], purchase_order_id: str) -> tuple[TrackedLine, ...]:
    """The lines after that purchase order was sent."""
    return tuple(
        replace(line, stage=Stage.ORDERED) if line.purchase_order_id == purchase_order_id else line for line in lines
    )


def reopened(
    lines: Iterable[TrackedLine], purchase_order_id: str, unmet: Iterable[Need], not_needed: Iterable[int] = ()
) -> tuple[TrackedLine, ...]:
    """The lines after that purchase order left these needs unmet; those it met stay ordered.

    What is open of one number is one line, so that it is bought as one. What was needed of that purchase order and is
    not unmet has come, or is needed of another one: told what is short, we took the first to bring what the others may.
    """
    left = dict.fromkeys(not_needed, Decimal(0)) | by_line(unmet)
    needed_elsewhere = dict.fromkeys(left, Decimal(0))
    after: list[TrackedLine] = []
    for line in lines:
        if line.purchase_order_id != purchase_order_id or line.line_no not in left:
            after.append(line)
            continue
        # A purchase order may hold a number twice; its first line takes all that is unmet of it.
        outstanding = left[line.line_no]
        left[line.line_no] = Decimal(0)
        needed_elsewhere[line.line_no] += needed_of(line) - outstanding
        after.append(
            replace(
                line,
                stage=Stage.OPEN if outstanding else Stage.NOT_NEEDED,
                outstanding=outstanding,
                supplier_id=None,
                purchase_order_id=None,
            )
        )
    return _open_as_one(_needed_of_others(after, needed_elsewhere))


def _needed_of_others(lines: list[TrackedLine], needed: dict[int, Decimal]) -> list[TrackedLine]:
    """The lines after that is needed of those on purchase orders, as far as less than all of them was."""
    for stage in (Stage.ORDERED, Stage.SOURCED):
        for index, line in enumerate(lines):
            more = min(needed.get(line.line_no, Decimal(0)), line.outstanding - needed_of(line))
            if line.stage is stage and more > 0:
                needed[line.line_no] -= more
                lines[index] = replace(line, needed=needed_of(line) + more)
    return lines


def _open_as_one(lines: Iterable[TrackedLine]) -> tuple[TrackedLine, ...]:
    """The lines with those that are open under one number put together, where the first of them stands."""
    after: list[TrackedLine] = []
    place: dict[int, int] = {}
    for line in lines:
        if line.stage is not Stage.OPEN:
            after.append(line)
        elif line.line_no in place:
            after[place[line.line_no]] = _together(after[place[line.line_no]], line)
        else:
            place[line.line_no] = len(after)
            after.append(line)
    return tuple(after)


def _together(one: TrackedLine, other: TrackedLine) -> TrackedLine:
    all_needed = one.needed is None and other.needed is None
    return replace(
        one,
        quantity=one.quantity + other.quantity,
        outstanding=one.outstanding + other.outstanding,
        needed_on=min(one.needed_on, other.needed_on),
        needed=None if all_needed else needed_of(one) + needed_of(other),
    )


def withdrawn(lines: Iterable[TrackedLine], purchase_orders: Collection[str]) -> tuple[TrackedLine, ...]:
    """The lines after these purchase orders were withdrawn with the requisition: nothing of them is under way."""
    return tuple(
        replace(line, stage=Stage.NOT_NEEDED, outstanding=Decimal(0), supplier_id=None, purchase_order_id=None)
        if line.purchase_order_id in purchase_orders
        else line
        for line in lines
    )


def lowered(lines: Iterable[TrackedLine], needs: Iterable[Need], brought_by: str = "") -> tuple[TrackedLine, ...]:
    """The lines after no more than that is needed of them; what is on a purchase order stays there.

    Where more of a line was needed later, what is with a supplier counts first, then what is on a purchase order that
    is not sent; what is open is bought last. Of the purchase order that brought the goods less is still to come:
    what is on others, or open, counts before it.
    """
    left = {need.line_no: need.quantity for need in needs}
    after = list(lines)
    for brought, stage in product((False, True), (Stage.ORDERED, Stage.SOURCED, Stage.OPEN)):
        for index, line in enumerate(after):
            is_next = line.stage is stage and (line.purchase_order_id == brought_by) is brought
            if is_next and line.line_no in left:
                share = min(left[line.line_no], needed_of(line))
                left[line.line_no] -= share
                after[index] = _lowered(line, share)
    return tuple(after)


def needed_again(
    lines: Iterable[TrackedLine], purchase_order_id: str, needs: Iterable[Need]
) -> tuple[TrackedLine, ...]:
    """The lines after so much more is needed of what is on that purchase order."""
    more = {need.line_no: need.quantity for need in needs}
    return tuple(
        replace(line, needed=needed_of(line) + more[line.line_no])
        if line.purchase_order_id == purchase_order_id and line.line_no in more
        else line
        for line in lines
    )


def extended(lines: Iterable[TrackedLine], more: Iterable[RequisitionLine]) -> tuple[TrackedLine, ...]:
    """The lines after more of them is needed: open ones grow, else those that were not needed any more.

    Of those on a purchase order the rest is a line anew.
    """
    after = list(lines)
    for extra in more:
        same = [index for index, line in enumerate(after) if line.line_no == extra.line_no]
        at = {after[index].stage: index for index in same}
        # Growing what is not needed, beside what is open, would make two open lines of one number.
        grows = at.get(Stage.OPEN, at.get(Stage.NOT_NEEDED))
        if grows is None:
            after.append(tracked(extra))
        else:
            after[grows] = _extended(after[grows], extra)
    return tuple(after)


def _extended(line: TrackedLine, extra: RequisitionLine) -> TrackedLine:
    needed = needed_of(line) + extra.quantity
    return replace(
        line,
        quantity=line.quantity + extra.quantity,
        outstanding=needed,
        needed_on=extra.needed_on,
        stage=Stage.OPEN,
        needed=None,
    )


def needed_of(line: TrackedLine) -> Decimal:
    """What of the line is needed, as far as it was heard: of one on a purchase order also what has come by now."""
    return line.outstanding if line.needed is None else min(line.needed, line.outstanding)


def _lowered(line: TrackedLine, needed: Decimal) -> TrackedLine:
    if line.stage is not Stage.OPEN:
        return replace(line, needed=needed)
    stage = Stage.OPEN if needed else Stage.NOT_NEEDED
    return replace(line, needed=needed, outstanding=min(needed, line.outstanding), stage=stage)


def purchase_orders_at(lines: Iterable[TrackedLine], stage: Stage) -> tuple[str, ...]:
    """The purchase orders that lines at that stage are on."""
    return tuple(sorted({line.purchase_order_id for line in lines if line.stage is stage and line.purchase_order_id}))
