"""Taking accepted goods off what is expected: the check that no more comes in than was ordered."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.expected_receipt.events import ExpectedReceiptEvent, GoodsTaken, Peg, TakenLine
from services.warehouse.expected_receipt.pegs import first_of, together, without
from services.warehouse.expected_receipt.state import (
    Complete,
    Expectation,
    ExpectedLine,
    ExpectedReceipt,
    Expecting,
    NotExpected,
    RescheduledBeforehand,
    Withdrawn,
    WithdrawnBeforehand,
)
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NothingExpected(Rejection):
    """No goods are expected for this purchase order: it is unknown here, or not sent yet."""

    code = "warehouse.expected-receipt.unknown"
    ground = Ground.NOT_FOUND


class NoLongerExpected(Rejection):
    """Purchasing cancelled the order or closed it short."""

    code = "warehouse.expected-receipt.withdrawn"


class LineNotExpected(Rejection):
    """The purchase order has no such line."""

    code = "warehouse.expected-receipt.line-unknown"
    ground = Ground.UNACCEPTABLE


class ExceedsExpected(Rejection):
    """More came than is still expected: what is too much has to be rejected."""

    code = "warehouse.expected-receipt.exceeded"


@command
class TakeGoods:
    """Take what a receipt accepted off what is expected."""

    receipt_id: str
    lines: tuple[TakenLine, ...]
    on: date


def awaited(receipt: ExpectedReceipt) -> Expectation:
    """What may be received. Raises NothingExpected, NoLongerExpected."""
    match receipt:
        case Expecting(expectation=expectation) | Complete(expectation=expectation):
            return expectation
        case NotExpected() | RescheduledBeforehand():
            raise NothingExpected("purchasing has not sent this order", field="purchase_order_id")
        case WithdrawnBeforehand(reason=reason) | Withdrawn(reason=reason):
            raise NoLongerExpected(reason, field="purchase_order_id")
        case _:
            assert_never(receipt)


def taken_of(line: ExpectedLine, accepted: Decimal, *, field: str) -> TakenLine:
    """So many units of the line, at their cost and for whom they are; none cost nothing. Raises ExceedsExpected."""
    if accepted > line.open:
        raise ExceedsExpected(
            f"line {line.line_no}: {accepted} accepted, {line.open} expected",
            field=field,
            line_no=line.line_no,
            expected=line.open,
        )
    nothing = Money.zero(line.net.currency)
    value = max(_cost_until(line, line.accepted + accepted) - line.accepted_value, nothing) if accepted else nothing
    return TakenLine(line_no=line.line_no, accepted=accepted, value=value, pegs=first_of(line.pegs, accepted))


def missed_by(line: ExpectedLine, taken: TakenLine, rejected: Decimal) -> tuple[Peg, ...]:
    """Whose goods so many rejected units would have been: of those who wait on, then of those served beside them."""
    return together(first_of((*without(line.pegs, taken.pegs), *taken.pegs), rejected))


def take_goods(request: TakeGoods, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """Once per goods receipt."""
    expectation = awaited(receipt)
    if request.receipt_id in expectation.receipts:
        return []
    for taken in request.lines:
        line = expectation.line(taken.line_no)
        if line is None:
            raise LineNotExpected(f"there is no line {taken.line_no}")
        taken_of(line, taken.accepted, field="lines")
    return [GoodsTaken(receipt_id=request.receipt_id, lines=request.lines, taken_on=request.on)]


def _cost_until(line: ExpectedLine, units: Decimal) -> Money:
    """What the line's first units cost together: their share of its net, rounded half up.

    Each receipt brings the sum of values up to that, so that no rounding adds up, and the receipt that takes the last
    units takes the remainder of the net. Where an amendment made goods cheaper that had come in the meantime, more than
    that is on the books already, and the rest brings nothing.
    """
    if units >= line.quantity:
        return line.net
    return Money.of(line.net.amount * units / line.quantity, line.net.currency)
