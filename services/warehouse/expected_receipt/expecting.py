"""Expecting what purchasing ordered, and expecting it no longer. All of this is heard, and therefore noted."""

from datetime import date
from typing import assert_never

from services.warehouse.expected_receipt.events import (
    AmendedLine,
    ExpectationAmended,
    ExpectationWithdrawn,
    ExpectedReceiptEvent,
    OrderedLine,
    ReceiptExpected,
    ReceiptFellOverdue,
    ReceiptRescheduled,
    Withdrawal,
)
from services.warehouse.expected_receipt.state import (
    Complete,
    ExpectedReceipt,
    Expecting,
    NotExpected,
    RescheduledBeforehand,
    Withdrawn,
    WithdrawnBeforehand,
)
from shared.kernel.shapes import command


@command
class ExpectReceipt:
    """The supplier is to bring these goods by that day."""

    supplier_id: str
    warehouse: str
    lines: tuple[OrderedLine, ...]
    sent_on: date
    expected_on: date


@command
class WithdrawExpectation:
    """Expect nothing more of this purchase order."""

    withdrawal: Withdrawal
    reason: str
    on: date


@command
class RescheduleReceipt:
    """The supplier named a day. `told_as` is the version of the purchase order that said so."""

    expected_on: date
    reason: str
    told_as: int
    on: date


@command
class AmendExpectation:
    """Purchasing changed what it had ordered: all of it as it is now.

    `told_as` is the version of the purchase order that said so.
    """

    now: ExpectReceipt
    reason: str
    told_as: int
    on: date


@command
class NoteOverdue:
    """The expected day has passed."""

    on: date


def expect_receipt(request: ExpectReceipt, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """Heard after its own withdrawal, the order is noted, and withdrawn at once; after a new day, it has that day."""
    expected = ReceiptExpected(
        supplier_id=request.supplier_id,
        warehouse=request.warehouse,
        lines=request.lines,
        sent_on=request.sent_on,
        expected_on=request.expected_on,
    )
    match receipt:
        case NotExpected():
            return [expected]
        case WithdrawnBeforehand(withdrawal=withdrawal, reason=reason, withdrawn_on=on):
            return [expected, ExpectationWithdrawn(withdrawal=withdrawal, reason=reason, withdrawn_on=on)]
        case RescheduledBeforehand():
            rescheduled = ReceiptRescheduled(
                expected_on=receipt.expected_on,
                reason=receipt.reason,
                told_as=receipt.told_as,
                rescheduled_on=receipt.rescheduled_on,
            )
            return [expected, rescheduled]
        case Expecting() | Complete() | Withdrawn():
            return []
        case _:
            assert_never(receipt)


def withdraw_expectation(request: WithdrawExpectation, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """What came before stays received. Where that is all, a receipt may be corrected: then the rest will not come."""
    match receipt:
        case NotExpected() | RescheduledBeforehand() | Expecting() | Complete():
            withdrawn = ExpectationWithdrawn(
                withdrawal=request.withdrawal, reason=request.reason, withdrawn_on=request.on
            )
            return [withdrawn]
        case WithdrawnBeforehand() | Withdrawn():
            return []
        case _:
            assert_never(receipt)


def reschedule_receipt(request: RescheduleReceipt, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """The newest word counts, also where all has come: a receipt may be corrected. What will not come has no day."""
    match receipt:
        case NotExpected():
            known = 0
        case RescheduledBeforehand(told_as=known):
            pass
        case Expecting(expectation=expectation) | Complete(expectation=expectation):
            known = expectation.told_as
        case WithdrawnBeforehand() | Withdrawn():
            return []
        case _:
            assert_never(receipt)
    if request.told_as <= known:
        return []
    return [
        ReceiptRescheduled(
            expected_on=request.expected_on,
            reason=request.reason,
            told_as=request.told_as,
            rescheduled_on=request.on,
        )
    ]


def amend_expectation(request: AmendExpectation, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """The newest word counts, and is enough where the order itself was not heard of. What is withdrawn stays so."""
    match receipt:
        case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand():
            expected, *others = expect_receipt(request.now, receipt)
            return [expected, _amendment(request), *others]
        case Expecting(expectation=expectation) | Complete(expectation=expectation):
            return [] if request.told_as <= expectation.amended_as else [_amendment(request)]
        case Withdrawn():
            return []
        case _:
            assert_never(receipt)


def _amendment(request: AmendExpectation) -> ExpectationAmended:
    return ExpectationAmended(
        lines=tuple(
            AmendedLine(line_no=line.line_no, quantity=line.quantity, unit_price=line.unit_price, net=line.net)
            for line in request.now.lines
        ),
        reason=request.reason,
        told_as=request.told_as,
        amended_on=request.on,
    )


def note_overdue(request: NoteOverdue, receipt: ExpectedReceipt) -> list[ExpectedReceiptEvent]:
    """Noted once, and only while something is still to come and the day has not been moved."""
    match receipt:
        case Expecting(expectation=expectation):
            is_early = request.on <= expectation.expected_on
            return [] if expectation.overdue or is_early else [ReceiptFellOverdue(overdue_from=request.on)]
        case NotExpected() | WithdrawnBeforehand() | RescheduledBeforehand() | Complete() | Withdrawn():
            return []
        case _:
            assert_never(receipt)
