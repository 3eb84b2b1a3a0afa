"""Asking for less of an order: fewer units of its lines, down to what has left."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.sales.order.events import OrderEvent
from services.sales.order.following import amendment, with_what_follows
from services.sales.order.holding import OrderUnknown
from services.sales.order.quantities import LineQuantity
from services.sales.order.shrinking import OrderReductionRequested, by_number
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced, lines_of
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class TooLateToReduce(Rejection):
    """The order is completed or cancelled."""

    code = "sales.order.too-late-to-reduce"


class ReductionPending(Rejection):
    """The warehouse has not answered the last request for less yet."""

    code = "sales.order.reduction-pending"


class OrderLineUnknown(Rejection):
    """The order has no line of that number."""

    code = "sales.order.line-unknown"
    ground = Ground.UNACCEPTABLE


class OrderLineNamedTwice(Rejection):
    """A request names each line once."""

    code = "sales.order.line-named-twice"
    ground = Ground.UNACCEPTABLE


class NotFewer(Rejection):
    """The line is for no more than that now. More of it is another order under the same contract."""

    code = "sales.order.not-fewer"
    ground = Ground.UNACCEPTABLE


class MoreHasLeft(Rejection):
    """More of the line has left the warehouse, and can only come back as a return."""

    code = "sales.order.more-has-left"


class NothingWouldBeLeft(Rejection):
    """The order would be for nothing: cancel it."""

    code = "sales.order.nothing-would-be-left"


@command
class ReduceOrder:
    """Let these lines be for so many units from now on; lines that are not named stay as they are."""

    reduction_id: str
    lines: tuple[LineQuantity, ...]
    reason: str
    by: str
    on: date


def reduce_order(request: ReduceOrder, order: Order) -> list[OrderEvent]:
    """One that is not confirmed holds no goods, so it is amended at once; else the warehouse decides what it can."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Completed() | Cancelled():
            raise TooLateToReduce("the order is over")
        case Placed(progress=progress) | Confirmed(progress=progress):
            last = progress.reduction
            if last is not None and last.reduction_id == request.reduction_id:
                return []
            if last is not None and last.is_pending:
                raise ReductionPending(f"asked for on {last.on}: {last.reason}")
            wanted = _wanted(request, order)
            if isinstance(order, Placed):
                amended = amendment(
                    order,
                    wanted,
                    reduction_id=request.reduction_id,
                    reason=request.reason,
                    by=request.by,
                    on=request.on,
                )
                return with_what_follows(order, [amended], request.on)
            return [
                OrderReductionRequested(
                    contract_id=order.call.contract_id,
                    reduction_id=request.reduction_id,
                    lines=request.lines,
                    reason=request.reason,
                    requested_by=request.by,
                    requested_on=request.on,
                )
            ]
        case _:
            assert_never(order)


def _wanted(request: ReduceOrder, order: Placed | Confirmed) -> Mapping[int, Decimal]:
    """The wanted units by line. Raises the rejections above, naming the line of the request."""
    now = {line.line_no: line for line in lines_of(order)}
    named: set[int] = set()
    for index, one in enumerate(request.lines):
        line = now.get(one.line_no)
        if line is None:
            raise OrderLineUnknown(f"line {one.line_no}", field=f"lines.{index}.line_no")
        if one.line_no in named:
            raise OrderLineNamedTwice(f"line {one.line_no}", field=f"lines.{index}.line_no")
        named.add(one.line_no)
        if one.quantity >= line.quantity:
            raise NotFewer(
                f"line {one.line_no} is for {line.quantity:f} now",
                field=f"lines.{index}.quantity",
                line_no=one.line_no,
                quantity=line.quantity,
            )
        left = order.progress.line(one.line_no).left
        if one.quantity < left:
            raise MoreHasLeft(
                f"{left:f} of line {one.line_no} have left the warehouse",
                field=f"lines.{index}.quantity",
                line_no=one.line_no,
                left=left,
            )
    wanted = by_number(request.lines)
    if not any(wanted.get(line_no, line.quantity) for line_no, line in now.items()):
        raise NothingWouldBeLeft("no line would be for anything", field="lines")
    return wanted
