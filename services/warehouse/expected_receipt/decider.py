"""The expected receipt's table of contents."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final, assert_never

from services.warehouse.expected_receipt.events import (
    ExpectationWithdrawn,
    ExpectedReceiptEvent,
    GoodsTaken,
    ReceiptExpected,
    ReceiptFellOverdue,
)
from services.warehouse.expected_receipt.expecting import (
    ExpectReceipt,
    NoteOverdue,
    WithdrawExpectation,
    expect_receipt,
    note_overdue,
    withdraw_expectation,
)
from services.warehouse.expected_receipt.state import (
    Complete,
    ExpectedReceipt,
    Expecting,
    NotExpected,
    Withdrawn,
    WithdrawnBeforehand,
    evolve,
)
from services.warehouse.expected_receipt.taking import TakeGoods, take_goods
from shared.kernel.decider import Deadline, Decider, NoDeadline

OVERDUE: Final = "overdue"


def deadlines(fact: ExpectedReceiptEvent, receipt: ExpectedReceipt) -> Iterable[Deadline | NoDeadline]:
    """Overdue when the expected day has passed in full, unless everything came or nothing is expected any more."""
    match fact:
        case ReceiptExpected(expected_on=expected_on):
            return [Deadline(OVERDUE, datetime.combine(expected_on + timedelta(days=1), time.min, UTC))]
        case GoodsTaken():
            return [NoDeadline(OVERDUE)] if isinstance(receipt, Complete) else []
        case ExpectationWithdrawn():
            return [NoDeadline(OVERDUE)]
        case ReceiptFellOverdue():
            return []
        case _:
            assert_never(fact)


EXPECTED_RECEIPT: Final[Decider[ExpectedReceipt]] = Decider(
    category="expected_receipt",
    initial=NotExpected(),
    evolve=evolve,
    decisions={
        ExpectReceipt: expect_receipt,
        WithdrawExpectation: withdraw_expectation,
        NoteOverdue: note_overdue,
        TakeGoods: take_goods,
    },
    events=(ReceiptExpected, GoodsTaken, ReceiptFellOverdue, ExpectationWithdrawn),
    shapes=(NotExpected, WithdrawnBeforehand, Expecting, Complete, Withdrawn),
    deadlines=deadlines,
    on_deadline={OVERDUE: lambda passed: NoteOverdue(on=passed.due.date())},
)
