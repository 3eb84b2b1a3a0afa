"""What follows by rule: an order is confirmed, completed and reopened by what has come, not by a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.sales.order.events import OrderCancelled, OrderCompleted, OrderConfirmed, OrderEvent, OrderReopened
from services.sales.order.progress import CreditStatus
from services.sales.order.shrinking import OrderAmended, by_number, changes, lines_now
from services.sales.order.state import (
    Cancelled,
    Completed,
    Confirmed,
    Order,
    Placed,
    Unplaced,
    evolve,
    facets,
    lines_of,
)
from shared.kernel.money import total


def with_what_follows(order: Order, facts: Sequence[OrderEvent], on: date) -> list[OrderEvent]:
    """The facts, and those that follow from them by rule on that day."""
    found: list[OrderEvent] = []
    for fact in facts:
        order = evolve(order, fact)
        found.append(fact)
    while (following := _next(order, on)) is not None:
        order = evolve(order, following)
        found.append(following)
    return found


def _next(order: Order, on: date) -> OrderEvent | None:
    match order:
        case Unplaced() | Cancelled():
            return None
        case Completed(call=call):
            reopened = OrderReopened(contract_id=call.contract_id, reopened_on=on)
            return None if facets(order).is_complete() else reopened
        case Placed(call=call, progress=progress) | Confirmed(call=call, progress=progress) if (
            progress.credit.status is CreditStatus.REFUSED and not progress.anything_shipped()
        ):
            credit = progress.credit
            reason = f"credit refused: {credit.standing}"
            return OrderCancelled(contract_id=call.contract_id, reason=reason, cancelled_by=credit.by, cancelled_on=on)
        case Placed(progress=progress):
            is_ready = progress.credit.status is CreditStatus.RESERVED and not progress.holds
            return OrderConfirmed(confirmed_on=on) if is_ready else None
        case Confirmed():
            given_back = _given_back(order, on)
            if given_back is not None:
                return given_back
            return _completion(order, on) if facets(order).is_complete() else None
        case _:
            assert_never(order)


def amendment(
    order: Placed | Confirmed,
    wanted: Mapping[int, Decimal],
    *,
    reduction_id: str,
    reason: str,
    by: str,
    on: date,
) -> OrderAmended:
    """These lines are for that many units from now on, if that is fewer."""
    placed, progress = order.call.lines, order.progress
    changed = changes(placed, lines_of(order), wanted)
    quantities = {**progress.quantities, **{str(line.line_no): line.quantity for line in changed}}
    return OrderAmended(
        contract_id=order.call.contract_id,
        reduction_id=reduction_id,
        lines=changed,
        net=total((line.net for line in lines_now(placed, quantities)), order.call.net.currency),
        reason=reason,
        amended_by=by,
        amended_on=on,
    )


def _given_back(order: Confirmed, on: date) -> OrderAmended | None:
    """What the warehouse gave back, the order is not for any more."""
    reduction = order.progress.reduction
    if reduction is None or reduction.granted is None:
        return None
    amended = amendment(
        order,
        by_number(reduction.granted),
        reduction_id=reduction.reduction_id,
        reason=reduction.reason,
        by=reduction.by,
        on=on,
    )
    return amended if amended.lines else None


def _completion(order: Confirmed, on: date) -> OrderCompleted:
    bills = order.progress.bills.values()
    return OrderCompleted(
        contract_id=order.call.contract_id,
        completed_on=on,
        was_credited=any(bill.credit_notes for bill in bills),
        was_written_off=any(bill.is_written_off for bill in bills),
    )
