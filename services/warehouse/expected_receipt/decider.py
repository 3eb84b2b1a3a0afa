"""The expected receipt's table of contents."""

from collections.abc import Iterable
from datetime import date
from typing import Final, assert_never

from services.warehouse.expected_receipt.events import (
    ExpectationAmended,
    ExpectationWithdrawn,
    ExpectedReceiptEvent,
    GoodsExpectedAgain,
    GoodsTaken,
    ReceiptExpected,
    ReceiptFellOverdue,
    ReceiptRescheduled,
)
from services.warehouse.expected_receipt.expecting import (
    AmendExpectation,
    ExpectReceipt,
    NoteOverdue,
    RescheduleReceipt,
    WithdrawExpectation,
    amend_expectation,
    expect_receipt,
    note_overdue,
    reschedule_receipt,
    withdraw_expectation,
)
from services.warehouse.expected_receipt.expecting_again import ExpectGoodsAgain, expect_goods_again
from services.warehouse.expected_receipt.state import (
    Complete,
    ExpectedReceipt,
    Expecting,
    NotExpected,
    RescheduledBeforehand,
    Withdrawn,
    WithdrawnBeforehand,
    evolve,
)
from services.warehouse.expected_receipt.taking import TakeGoods, take_goods
from shared.kernel.days import midnight_after
from shared.kernel.decider import Deadline, Decider, NoDeadline

OVERDUE: Final = "overdue"


def deadlines(fact: ExpectedReceiptEvent, receipt: ExpectedReceipt) -> Iterable[Deadline | NoDeadline]:
    """Overdue when the expected day has passed in full, unless everything came or nothing is expected any more."""
    match fact:
        case ReceiptExpected(expected_on=expected_on):
            return [_overdue_after(expected_on)]
        case ReceiptRescheduled(expected_on=expected_on):
            return [_overdue_after(expected_on)] if isinstance(receipt, Expecting) else []
        case ExpectationAmended() | GoodsExpectedAgain():
            if isinstance(receipt, Expecting):
                return [_overdue_after(receipt.expectation.expected_on)]
            return [NoDeadline(OVERDUE)]
        case GoodsTaken():
            return [NoDeadline(OVERDUE)] if isinstance(receipt, Complete) else []
        case ExpectationWithdrawn():
            return [NoDeadline(OVERDUE)]
        case ReceiptFellOverdue():
            return []
        case _:
            assert_never(fact)


def _overdue_after(day: date) -> Deadline:
    return Deadline(OVERDUE, midnight_after(day))


EXPECTED_RECEIPT: Final[Decider[ExpectedReceipt]] = Decider(
    category="expected_receipt",
    initial=NotExpected(),
    evolve=evolve,
    decisions={
        ExpectReceipt: expect_receipt,
        RescheduleReceipt: reschedule_receipt,
        AmendExpectation: amend_expectation,
        WithdrawExpectation: withdraw_expectation,
        NoteOverdue: note_overdue,
        TakeGoods: take_goods,
        ExpectGoodsAgain: expect_goods_again,
    },
    events=(
        ReceiptExpected,
        ReceiptRescheduled,
        ExpectationAmended,
        GoodsTaken,
        GoodsExpectedAgain,
        ReceiptFellOverdue,
        ExpectationWithdrawn,
    ),
    shapes=(NotExpected, WithdrawnBeforehand, RescheduledBeforehand, Expecting, Complete, Withdrawn),
    deadlines=deadlines,
    on_deadline={OVERDUE: lambda passed: NoteOverdue(on=passed.due.date())},
)
