"""Setting stock aside for order lines, letting them wait, and giving back what an order no longer needs."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.backlog import fill_backlog
from services.warehouse.stock_item.events import (
    GivenBackLine,
    ShortageNoted,
    StockEvent,
    StockGivenBack,
    StockReleased,
    StockReserved,
)
from services.warehouse.stock_item.state import StockItem, evolve, movement
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotEnoughStock(Rejection):
    """More was asked for than is available."""

    code = "warehouse.stock-item.not-enough-stock"


class GivesBackTooMuch(Rejection):
    """An order line would give back more than it holds here, or than it waits for."""

    code = "warehouse.stock-item.gives-back-too-much"


@command
class ReserveStock:
    """Set units aside for an order line; `source_id` is what asks for more of it than its reservation did."""

    order_id: str
    line_no: int
    quantity: Decimal
    on: date
    source_id: str = ""


@command
class WaitForStock:
    """Let an order line wait for units that are not there; `source_id` is what lets it wait for more than before."""

    order_id: str
    line_no: int
    quantity: Decimal
    on: date
    source_id: str = ""


@command
class ReleaseStock:
    """Give back what lines of an order hold and wait for here.

    All lines of the order at once: else what one line gives back would go to another one of them.
    """

    order_id: str
    line_nos: tuple[int, ...]
    reason: str
    on: date


@command
class GiveBackStock:
    """Give back a part of what lines of an order hold and wait for here, all lines at once."""

    reduction_id: str
    order_id: str
    lines: tuple[GivenBackLine, ...]
    reason: str
    on: date


def reserve_stock(request: ReserveStock, item: StockItem) -> list[StockEvent]:
    """An order line is reserved here once, and again for each source; more of it comes from the backlog."""
    if _is_known(item, "reserve", request):
        return []
    if request.quantity > item.available:
        raise NotEnoughStock(
            f"{request.quantity} asked for, {item.available} available",
            asked=request.quantity,
            available=item.available,
            on_hand=item.on_hand,
            reserved=item.reserved,
        )
    return [
        StockReserved(
            order_id=request.order_id,
            line_no=request.line_no,
            quantity=request.quantity,
            reserved_on=request.on,
            source_id=request.source_id,
        )
    ]


def wait_for_stock(request: WaitForStock, item: StockItem) -> list[StockEvent]:
    """At the end of the backlog. Should something be available after all, nobody waits for it."""
    if _is_known(item, "wait", request):
        return []
    noted = ShortageNoted(
        order_id=request.order_id,
        line_no=request.line_no,
        quantity=request.quantity,
        noted_on=request.on,
        source_id=request.source_id,
    )
    return [noted, *fill_backlog(evolve(item, noted), request.source_id or request.order_id, request.on)]


def _is_known(item: StockItem, kind: str, request: ReserveStock | WaitForStock) -> bool:
    """Whether it was asked for before: of a reservation the balance tells, of another source what is remembered."""
    if request.source_id:
        return movement(kind, request.source_id, request.line_no) in item.recent
    balance = item.held_for if kind == "reserve" else item.awaited_by
    return bool(balance(request.order_id, request.line_no))


def release_stock(request: ReleaseStock, item: StockItem) -> list[StockEvent]:
    """What is freed goes to those who waited longest."""
    lines = tuple(
        GivenBackLine(line_no=line_no, reserved=held, waiting=awaited)
        for line_no in request.line_nos
        if (held := item.held_for(request.order_id, line_no)) + (awaited := item.awaited_by(request.order_id, line_no))
    )
    if not lines:
        return []
    released = StockReleased(order_id=request.order_id, lines=lines, reason=request.reason, released_on=request.on)
    return [released, *fill_backlog(evolve(item, released), request.order_id, request.on)]


def give_back_stock(request: GiveBackStock, item: StockItem) -> list[StockEvent]:
    """Once per reduction. What is freed goes to those who waited longest; the order itself waits for less first."""
    if not request.lines or movement("reduction", request.reduction_id) in item.recent:
        return []
    for line in request.lines:
        held, awaited = (of(request.order_id, line.line_no) for of in (item.held_for, item.awaited_by))
        if line.reserved > held or line.waiting > awaited:
            raise GivesBackTooMuch(
                f"line {line.line_no}: {line.reserved} of {held} set aside, {line.waiting} of {awaited} awaited",
                reserved=held,
                waiting=awaited,
            )
    given_back = StockGivenBack(
        reduction_id=request.reduction_id,
        order_id=request.order_id,
        lines=request.lines,
        reason=request.reason,
        given_back_on=request.on,
    )
    return [given_back, *fill_backlog(evolve(item, given_back), request.reduction_id, request.on)]
