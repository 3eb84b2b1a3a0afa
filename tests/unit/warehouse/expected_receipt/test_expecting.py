"""Expecting goods, and expecting them no longer."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT, OVERDUE, deadlines
from services.warehouse.expected_receipt.events import (
    AmendedLine,
    ExpectationAmended,
    ExpectationWithdrawn,
    GoodsTaken,
    OrderedLine,
    ReceiptExpected,
    ReceiptFellOverdue,
    ReceiptRescheduled,
    TakenLine,
    Withdrawal,
)
from services.warehouse.expected_receipt.expecting import (
    AmendExpectation,
    ExpectReceipt,
    NoteOverdue,
    RescheduleReceipt,
    WithdrawExpectation,
)
from services.warehouse.expected_receipt.expecting_again import ExpectGoodsAgain
from services.warehouse.expected_receipt.state import Complete, Expecting, Withdrawn, WithdrawnBeforehand
from services.warehouse.expected_receipt.taking import taken_of
from shared.kernel.decider import Deadline, DeadlinePassed, NoDeadline
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
SATURDAY = date(2026, 3, 7)
an_expected_receipt = spec_of(EXPECTED_RECEIPT)
LINE = OrderedLine(
    line_no=1,
    sku="PUMP-40",
    quantity=Decimal(10),
    unit_price=Decimal("3.50"),
    net=Money(minor=3500, currency="USD"),
    pegs=(),
)
EXPECT = ExpectReceipt(supplier_id="V1", warehouse="MAIN", lines=(LINE,), sent_on=MONDAY, expected_on=FRIDAY)
EXPECTED = ReceiptExpected(supplier_id="V1", warehouse="MAIN", lines=(LINE,), sent_on=MONDAY, expected_on=FRIDAY)
WITHDRAW = WithdrawExpectation(withdrawal=Withdrawal.CANCELLED, reason="too late", on=MONDAY)
WITHDRAWN = ExpectationWithdrawn(withdrawal=Withdrawal.CANCELLED, reason="too late", withdrawn_on=MONDAY)
OVERDUE_NOTED = ReceiptFellOverdue(overdue_from=SATURDAY)


def taken(units: int, receipt: str = "R1") -> GoodsTaken:
    line = TakenLine(line_no=1, accepted=Decimal(units), value=Money(minor=units * 350, currency="USD"), pegs=())
    return GoodsTaken(receipt_id=receipt, lines=(line,), taken_on=FRIDAY)


class TestExpecting:
    def test_a_purchase_order_is_expected_once(self) -> None:
        an_expected_receipt.when(EXPECT).then(EXPECTED).then_asked_again_nothing()
        for since in (taken(4), taken(10), WITHDRAWN):
            an_expected_receipt.given(EXPECTED, since).when(EXPECT).then_nothing()

    def test_it_is_complete_when_everything_came(self) -> None:
        assert isinstance(an_expected_receipt.given(EXPECTED, taken(4)).state, Expecting)
        assert isinstance(an_expected_receipt.given(EXPECTED, taken(4), taken(6, "R2")).state, Complete)


class TestWithdrawing:
    def test_a_withdrawn_order_is_not_expected_any_more(self) -> None:
        an_expected_receipt.given(EXPECTED).when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing()

    def test_what_came_before_stays(self) -> None:
        state = an_expected_receipt.given(EXPECTED, taken(4)).when(WITHDRAW).then(WITHDRAWN).state_after()
        assert isinstance(state, Withdrawn)
        assert state.expectation.lines[0].accepted == 4

    def test_what_was_withdrawn_once_everything_had_come_is_not_expected_again(self) -> None:
        complete = an_expected_receipt.given(EXPECTED, taken(10))
        over = complete.when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing()
        again = ExpectGoodsAgain(correction_id="C1", receipt_id="R1", lines=taken(3).lines, on=SATURDAY)
        state = complete.given(*over.facts).when(again).state_after()
        assert isinstance(state, Withdrawn)
        assert state.expectation.lines[0].open == 3

    def test_a_withdrawal_may_be_heard_first(self) -> None:
        before = an_expected_receipt.when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing()
        state = (
            an_expected_receipt.given(*before.facts)
            .when(EXPECT)
            .then(EXPECTED, WITHDRAWN)
            .then_asked_again_nothing()
            .state_after()
        )
        assert isinstance(state, Withdrawn)


class TestRescheduling:
    AFTERWARDS = date(2026, 3, 13)
    RESCHEDULE = RescheduleReceipt(expected_on=AFTERWARDS, reason="the ship is late", told_as=4, on=MONDAY)
    RESCHEDULED = ReceiptRescheduled(
        expected_on=AFTERWARDS, reason="the ship is late", told_as=4, rescheduled_on=MONDAY
    )

    def test_the_suppliers_day_replaces_ours_and_ends_the_lateness(self) -> None:
        for history in ((EXPECTED,), (EXPECTED, taken(4)), (EXPECTED, OVERDUE_NOTED)):
            decided = an_expected_receipt.given(*history).when(self.RESCHEDULE).then(self.RESCHEDULED)
            state = decided.then_asked_again_nothing().state_after()
            assert isinstance(state, Expecting)
            assert (state.expectation.expected_on, state.expectation.overdue) == (self.AFTERWARDS, False)

    def test_older_news_changes_nothing(self) -> None:
        older = replace(self.RESCHEDULE, expected_on=FRIDAY, told_as=3)
        an_expected_receipt.given(EXPECTED, self.RESCHEDULED).when(older).then_nothing()
        an_expected_receipt.given(self.RESCHEDULED).when(older).then_nothing()

    def test_what_will_not_come_has_no_day(self) -> None:
        for history in ((EXPECTED, WITHDRAWN), (WITHDRAWN,)):
            an_expected_receipt.given(*history).when(self.RESCHEDULE).then_nothing()

    def test_what_has_come_and_had_not_is_expected_by_the_newest_day(self) -> None:
        complete = an_expected_receipt.given(EXPECTED, taken(10))
        moved = complete.when(self.RESCHEDULE).then(self.RESCHEDULED).then_asked_again_nothing()
        assert list(deadlines(self.RESCHEDULED, moved.state_after())) == []
        again = ExpectGoodsAgain(correction_id="C1", receipt_id="R1", lines=taken(3).lines, on=SATURDAY)
        state = complete.given(self.RESCHEDULED).when(again).state_after()
        assert isinstance(state, Expecting)
        assert (state.expectation.expected_on, state.expectation.overdue) == (self.AFTERWARDS, False)

    def test_it_may_be_heard_before_the_order(self) -> None:
        an_expected_receipt.when(self.RESCHEDULE).then(self.RESCHEDULED).then_asked_again_nothing()
        before = an_expected_receipt.given(self.RESCHEDULED)
        state = before.when(EXPECT).then(EXPECTED, self.RESCHEDULED).then_asked_again_nothing().state_after()
        assert isinstance(state, Expecting)
        assert state.expectation.expected_on == self.AFTERWARDS
        withdrawn = before.when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing().state_after()
        assert isinstance(withdrawn, WithdrawnBeforehand)
        before.when(NoteOverdue(on=SATURDAY)).then_nothing()

    def test_the_deadline_moves_with_the_day(self) -> None:
        moved = an_expected_receipt.given(EXPECTED, self.RESCHEDULED)
        moved.when(NoteOverdue(on=SATURDAY)).then_nothing()
        late = ReceiptFellOverdue(overdue_from=date(2026, 3, 14))
        moved.when(NoteOverdue(on=date(2026, 3, 14))).then(late)
        due = Deadline(OVERDUE, datetime(2026, 3, 14, tzinfo=UTC))
        assert list(deadlines(self.RESCHEDULED, moved.state)) == [due]
        assert list(deadlines(self.RESCHEDULED, an_expected_receipt.given(self.RESCHEDULED).state)) == []


def amend(quantity: int, price: str = "3.50", told_as: int = 5) -> AmendExpectation:
    net = Money.of(Decimal(price) * quantity, "USD")
    line = replace(LINE, quantity=Decimal(quantity), unit_price=Decimal(price), net=net)
    return AmendExpectation(now=replace(EXPECT, lines=(line,)), reason="by phone", told_as=told_as, on=MONDAY)


def amended(command: AmendExpectation) -> ExpectationAmended:
    lines = tuple(
        AmendedLine(line_no=line.line_no, quantity=line.quantity, unit_price=line.unit_price, net=line.net)
        for line in command.now.lines
    )
    return ExpectationAmended(lines=lines, reason="by phone", told_as=command.told_as, amended_on=MONDAY)


class TestAmending:
    def test_more_or_less_is_expected_at_another_cost(self) -> None:
        for command in (amend(12), amend(8), amend(10, "3.00")):
            decided = an_expected_receipt.given(EXPECTED).when(command).then(amended(command))
            state = decided.then_asked_again_nothing().state_after()
            assert isinstance(state, Expecting)
            (line,) = state.expectation.lines
            (told,) = command.now.lines
            assert (line.quantity, line.unit_price, line.net) == (told.quantity, told.unit_price, told.net)

    def test_older_news_changes_nothing(self) -> None:
        an_expected_receipt.given(EXPECTED, amended(amend(12))).when(amend(8, told_as=4)).then_nothing()

    def test_what_is_complete_may_be_open_again_and_what_was_open_complete(self) -> None:
        everything = an_expected_receipt.given(EXPECTED, taken(10), amended(amend(12)))
        assert isinstance(everything.state, Expecting)
        assert list(deadlines(amended(amend(12)), everything.state)) == [
            Deadline(OVERDUE, datetime(2026, 3, 7, tzinfo=UTC))
        ]
        everything.when(NoteOverdue(on=SATURDAY)).then(OVERDUE_NOTED)
        partly = an_expected_receipt.given(EXPECTED, OVERDUE_NOTED, taken(4), amended(amend(4)))
        assert isinstance(partly.state, Complete)
        assert not partly.state.expectation.overdue
        assert list(deadlines(amended(amend(4)), partly.state)) == [NoDeadline(OVERDUE)]

    def test_what_is_withdrawn_stays_so(self) -> None:
        an_expected_receipt.given(EXPECTED, WITHDRAWN).when(amend(12)).then_nothing()

    def test_it_may_be_heard_before_the_order(self) -> None:
        command = amend(12)
        now = replace(EXPECTED, lines=command.now.lines)
        heard = an_expected_receipt.when(command).then(now, amended(command)).then_asked_again_nothing()
        an_expected_receipt.given(*heard.facts).when(EXPECT).then_nothing()
        later = TestRescheduling.RESCHEDULED
        an_expected_receipt.given(later).when(command).then(now, amended(command), later)
        withdrawn = an_expected_receipt.given(WITHDRAWN).when(command).then(now, amended(command), WITHDRAWN)
        assert isinstance(withdrawn.then_asked_again_nothing().state_after(), Withdrawn)

    def test_goods_that_came_before_it_was_heard_are_neither_open_nor_worth_less(self) -> None:
        state = an_expected_receipt.given(EXPECTED, taken(8), amended(amend(5, "3.00"))).state
        assert isinstance(state, Complete)
        (line,) = state.expectation.lines
        assert line.open == 0
        assert line.accepted_value.minor == 2800

    def test_the_rest_takes_what_is_left_of_the_new_cost_or_nothing(self) -> None:
        for price, value in (("3.00", 200), ("2.00", 0)):
            state = an_expected_receipt.given(EXPECTED, taken(8), amended(amend(10, price))).state
            assert isinstance(state, Expecting)
            (line,) = state.expectation.lines
            assert taken_of(line, Decimal(2), field="lines").value.minor == value


class TestOverdue:
    NOTE = NoteOverdue(on=SATURDAY)

    def test_it_is_overdue_when_the_day_has_passed_and_something_is_open(self) -> None:
        an_expected_receipt.given(EXPECTED).when(self.NOTE).then(OVERDUE_NOTED).then_asked_again_nothing()
        for since in (taken(10), WITHDRAWN):
            an_expected_receipt.given(EXPECTED, since).when(self.NOTE).then_nothing()
        an_expected_receipt.when(self.NOTE).then_nothing()

    def test_a_part_that_comes_late_leaves_the_rest_overdue(self) -> None:
        late = an_expected_receipt.given(EXPECTED, OVERDUE_NOTED, taken(4)).state
        assert isinstance(late, Expecting)
        assert late.expectation.overdue
        done = an_expected_receipt.given(EXPECTED, OVERDUE_NOTED, taken(10)).state
        assert isinstance(done, Complete)
        assert not done.expectation.overdue

    def test_the_day_is_waited_for_while_something_is_open(self) -> None:
        due = datetime(2026, 3, 7, tzinfo=UTC)
        expecting = an_expected_receipt.given(EXPECTED)
        assert list(deadlines(EXPECTED, expecting.state)) == [Deadline(OVERDUE, due)]
        assert list(deadlines(taken(4), expecting.given(taken(4)).state)) == []
        assert list(deadlines(taken(10), expecting.given(taken(10)).state)) == [NoDeadline(OVERDUE)]
        assert list(deadlines(WITHDRAWN, expecting.given(WITHDRAWN).state)) == [NoDeadline(OVERDUE)]
        assert list(deadlines(OVERDUE_NOTED, expecting.given(OVERDUE_NOTED).state)) == []
        passed = DeadlinePassed(stream=EXPECTED_RECEIPT.stream("PO1"), name=OVERDUE, due=due, now=due)
        assert EXPECTED_RECEIPT.on_deadline[OVERDUE](passed) == self.NOTE
