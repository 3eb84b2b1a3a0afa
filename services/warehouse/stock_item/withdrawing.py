"""A person takes goods that are set aside for an order line, so that others have them."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.backlog import fill_backlog
from services.warehouse.stock_item.events import Recipient, StockEvent, StockWithdrawn
from services.warehouse.stock_item.naming import order_line_of
from services.warehouse.stock_item.reserving import GivesBackTooMuch
from services.warehouse.stock_item.state import NOTHING, StockItem, evolve, movement
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command
from shared.published.purchasing import Peg


class OthersWaitForLess(Rejection):
    """Other orders, or the one that is named, wait for less than that here: the rest would go straight back."""

    code = "warehouse.stock-item.others-wait-for-less"


@command
class WithdrawStock:
    """Take units from an order line: for the line that is named, or else for the other orders that waited longest."""

    withdrawal_id: str
    order_id: str
    line_no: int
    quantity: Decimal
    give_to: Recipient | None
    reason: str
    on: date


def withdraw_stock(request: WithdrawStock, item: StockItem) -> list[StockEvent]:
    """No more than others wait for, so that nothing lies idle while the order that lost it waits."""
    if movement("withdrawal", request.withdrawal_id, request.line_no) in item.recent:
        return []
    held = item.held_for(request.order_id, request.line_no)
    if request.quantity > held:
        raise GivesBackTooMuch(f"line {request.line_no}: {request.quantity} of {held} set aside", reserved=held)
    wanted = _wanted_by_others(request, item)
    if request.quantity > wanted:
        raise OthersWaitForLess(
            f"{request.quantity} to be given, {wanted} awaited",
            field="quantity" if request.give_to is None else "give_to",
            waiting=wanted,
        )
    withdrawn = StockWithdrawn(
        withdrawal_id=request.withdrawal_id,
        order_id=request.order_id,
        line_no=request.line_no,
        quantity=request.quantity,
        reason=request.reason,
        withdrawn_on=request.on,
    )
    return [
        withdrawn,
        *fill_backlog(
            evolve(item, withdrawn),
            request.withdrawal_id,
            request.on,
            _first_to(request),
            passing_over=request.order_id,
        ),
    ]


def _wanted_by_others(request: WithdrawStock, item: StockItem) -> Decimal:
    """What the named line waits for, or all other orders; lines of the same order do not take from each other."""
    others = {
        line: quantity
        for line, quantity in ((order_line_of(key), quantity) for key, quantity in item.backlog.items())
        if line[0] != request.order_id
    }
    if request.give_to is not None:
        return others.get((request.give_to.order_id, request.give_to.line_no), NOTHING)
    return sum(others.values(), NOTHING)


def _first_to(request: WithdrawStock) -> tuple[Peg, ...]:
    if request.give_to is None:
        return ()
    to = request.give_to
    return (Peg(order_id=to.order_id, order_line_no=to.line_no, quantity=request.quantity),)
