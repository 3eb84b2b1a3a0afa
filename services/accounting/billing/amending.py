"""Amending the billing of an order that is for less than before: fewer units may be billed, and less is expected."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.billing.events import AmendedLine, BillingAmended, BillingEvent
from services.accounting.billing.shares import part_of
from services.accounting.billing.state import AwaitingOrder, Billing, LineBalance, Open
from shared.kernel.shapes import command, part


@part
class LineNow:
    """How many units of a line the order is for."""

    line_no: int
    quantity: Decimal


@command
class AmendBilling:
    """The order is for these quantities now; lines that are not named, or not for less, stay as they are."""

    lines: tuple[LineNow, ...]
    reason: str
    by: str
    on: date


def amend_billing(request: AmendBilling, billing: Billing) -> list[BillingEvent]:
    """What was billed or has left stays as it is, and a line reduced to just that is worth just that.

    An order that was never placed here is amended into nothing: its own facts come in order, so it never will be.
    """
    match billing:
        case AwaitingOrder():
            return []
        case Open(cancelled_on=None, lines=balances):
            asked = {line.line_no: line.quantity for line in request.lines}
            lines = tuple(
                line
                for balance in balances
                if (line := _amended(balance, asked.get(balance.line.line_no, balance.quantity))) is not None
            )
            return _lowered(billing, lines, reason=request.reason, by=request.by, on=request.on)
        case Open():
            return []
        case _:
            assert_never(billing)


def not_called_for_again(before: Open, after: Open, on: date) -> Sequence[BillingEvent]:
    """What follows when goods came back that the order is not for any more: the reduction was heard of before them.

    They had left with their amount, and it came back with them: what of it nobody is to get goods for is not expected.
    """
    lines = tuple(
        AmendedLine(
            line_no=there.line.line_no,
            old_quantity=there.quantity,
            quantity=there.quantity,
            expected=there.shipped_expected
            + part_of(
                there.expected, there.unshipped, there.line.quantity, before=there.shipped, taken=there.shipped_expected
            ),
        )
        for gone, there in zip(before.lines, after.lines, strict=True)
        if gone.shipped > max(gone.quantity, there.shipped)
    )
    return _lowered(after, lines, reason="came back undelivered, and is not ordered any more", by="", on=on)


def _lowered(billing: Open, lines: tuple[AmendedLine, ...], *, reason: str, by: str, on: date) -> list[BillingEvent]:
    """That these lines are for less, and by how much less is expected with them; nothing, where there are none."""
    if not lines:
        return []
    return [
        BillingAmended(
            customer_id=billing.customer_id,
            lines=lines,
            lowered=billing.unshipped_expected - billing.amended(lines).unshipped_expected,
            reason=reason,
            amended_by=by,
            amended_on=on,
        )
    ]


def _amended(balance: LineBalance, quantity: Decimal) -> AmendedLine | None:
    """The line for so many units; None when that is not less than before."""
    if quantity >= balance.quantity:
        return None
    # What has left keeps the amount that it left with, so that it comes back with the same when it is not delivered.
    still_to_leave = balance.expected_of(max(quantity - balance.shipped, Decimal(0)))
    return AmendedLine(
        line_no=balance.line.line_no,
        old_quantity=balance.quantity,
        quantity=quantity,
        expected=balance.shipped_expected + still_to_leave,
    )
