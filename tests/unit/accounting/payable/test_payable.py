"""Payables: opened once, due by time, in one live payment at most."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.accounting.payable.crediting import NoteCredit, ReopenCredit, SettleCredit
from services.accounting.payable.decider import PAYABLE, deadlines
from services.accounting.payable.events import (
    PayableCredited,
    PayableCreditSettled,
    PayableFellDue,
    PayableGivenBack,
    PayableOpened,
    PayablePaid,
    PayableReopened,
    PayableTaken,
)
from services.accounting.payable.opening import FallDue, OpenPayable
from services.accounting.payable.paying import (
    GivePayableBack,
    PayableInAnotherPayment,
    PayableIsCredited,
    PayableIsPaid,
    PayableUnknown,
    PayPayable,
    ReopenPayable,
    TakePayable,
)
from services.accounting.payable.state import Open
from shared.kernel.decider import Deadline, NoDeadline
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY, APRIL = date(2026, 3, 2), date(2026, 4, 1)
a_payable = spec_of(PAYABLE)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def open_it(minor: int = 110) -> OpenPayable:
    return OpenPayable(
        supplier_id="PUMPCO",
        purchase_order_id="p1",
        supplier_reference="F-77",
        owed=usd(minor),
        due_on=APRIL,
        on=MONDAY,
    )


OPENED = PayableOpened(
    supplier_id="PUMPCO",
    purchase_order_id="p1",
    supplier_reference="F-77",
    owed=usd(110),
    due_on=APRIL,
    opened_on=MONDAY,
)
FELL_DUE = PayableFellDue(due_on=APRIL)
TAKEN = PayableTaken(supplier_payment_id="sp1", taken_on=MONDAY)
GIVEN_BACK = PayableGivenBack(supplier_payment_id="sp1", given_back_on=MONDAY)
PAID = PayablePaid(supplier_payment_id="sp1", amount=usd(110), paid_on=MONDAY)
REOPENED = PayableReopened(supplier_payment_id="sp1", amount=usd(110), reason="no such account", reopened_on=MONDAY)


def take(by: str = "sp1") -> TakePayable:
    return TakePayable(supplier_payment_id=by, on=MONDAY)


def pay(by: str = "sp1") -> PayPayable:
    return PayPayable(supplier_payment_id=by, on=MONDAY)


class TestOpening:
    def test_an_approved_invoice_is_owed_once(self) -> None:
        a_payable.when(open_it()).then(OPENED).then_asked_again_nothing()
        for history in ((OPENED, TAKEN), (OPENED, TAKEN, PAID)):
            a_payable.given(*history).when(open_it(999)).then_nothing()

    def test_an_invoice_of_nothing_is_not_owed(self) -> None:
        a_payable.when(open_it(0)).then_nothing()


class TestFallingDue:
    def test_its_day_comes_once_wherever_it_is(self) -> None:
        a_payable.given(OPENED).when(FallDue()).then(FELL_DUE).then_asked_again_nothing()
        a_payable.given(OPENED, TAKEN).when(FallDue()).then(FELL_DUE).then_asked_again_nothing()

    def test_what_is_paid_does_not_fall_due(self) -> None:
        a_payable.given(OPENED, TAKEN, PAID).when(FallDue()).then_nothing()
        a_payable.when(FallDue()).then_nothing()

    def test_it_waits_for_the_beginning_of_the_day_until_it_is_paid(self) -> None:
        due = Deadline("due", datetime(2026, 4, 1, tzinfo=UTC))
        assert list(deadlines(OPENED, a_payable.given(OPENED).state)) == [due]
        assert list(deadlines(TAKEN, a_payable.given(OPENED, TAKEN).state)) == []
        assert list(deadlines(PAID, a_payable.given(OPENED, TAKEN, PAID).state)) == [NoDeadline("due")]
        assert list(deadlines(REOPENED, a_payable.given(OPENED, TAKEN, PAID, REOPENED).state)) == [due]

    def test_what_was_due_before_it_was_paid_is_due_when_the_payment_fails(self) -> None:
        state = a_payable.given(OPENED, FELL_DUE, TAKEN, PAID, REOPENED).state
        assert isinstance(state, Open)
        assert state.debt.fell_due
        assert list(deadlines(REOPENED, state)) == []


class TestPaying:
    def test_one_payment_takes_and_pays_it(self) -> None:
        a_payable.given(OPENED).when(take()).then(TAKEN).then_asked_again_nothing()
        a_payable.given(OPENED, TAKEN).when(pay()).then(PAID).then_asked_again_nothing()
        a_payable.given(OPENED, TAKEN, PAID).when(take()).then_nothing()

    @pytest.mark.parametrize("command", [take("sp2"), pay("sp2")])
    def test_another_one_may_not(self, command: object) -> None:
        a_payable.when(command).then_rejected(PayableUnknown, field="payables")
        a_payable.given(OPENED, TAKEN).when(command).then_rejected(PayableInAnotherPayment, field="payables")
        a_payable.given(OPENED, TAKEN, PAID).when(command).then_rejected(PayableIsPaid, field="payables")

    @pytest.mark.parametrize("command", [take("sp2"), pay("sp2")])
    def test_what_has_paid_or_cleared_it_is_named(self, command: object) -> None:
        """A clearing looks the same from here, and whoever finds one in the way has to know what to take back."""
        rejection = a_payable.given(OPENED, TAKEN, PAID).when(command).then_rejected(PayableIsPaid).rejection
        assert rejection is not None
        assert rejection.facts["holder"] == "sp1"
        assert "paid or cleared" in rejection.detail
        assert "sp1" in rejection.detail

    def test_a_refused_payment_gives_back_what_it_holds(self) -> None:
        give_back = GivePayableBack(supplier_payment_id="sp1", on=MONDAY)
        a_payable.given(OPENED, TAKEN).when(give_back).then(GIVEN_BACK).then_asked_again_nothing()
        a_payable.given(OPENED, TAKEN, PAID).when(give_back).then_nothing()
        other = GivePayableBack(supplier_payment_id="sp2", on=MONDAY)
        a_payable.given(OPENED, TAKEN).when(other).then_nothing()

    def test_a_failed_payment_opens_what_it_paid_and_may_arrive_after_all(self) -> None:
        reopen = ReopenPayable(supplier_payment_id="sp1", reason="no such account", on=MONDAY)
        a_payable.given(OPENED, TAKEN, PAID).when(reopen).then(REOPENED).then_asked_again_nothing()
        a_payable.given(OPENED, TAKEN, PAID, REOPENED).when(pay()).then(PAID)
        a_payable.given(OPENED).when(reopen).then_nothing()

    def test_facts_about_nothing_change_nothing(self) -> None:
        assert a_payable.given(TAKEN, FELL_DUE, PAID).state == PAYABLE.initial


class TestCredits:
    """What the supplier takes back of it."""

    NOTE = NoteCredit(credit_id="c1", supplier_reference="GS-1", on=MONDAY)
    SETTLE, REOPEN = SettleCredit(credit_id="c1", on=MONDAY), ReopenCredit(credit_id="c1", on=MONDAY)
    CREDITED = PayableCredited(credit_id="c1", supplier_reference="GS-1", credited_on=MONDAY)
    SETTLED = PayableCreditSettled(credit_id="c1", settled_on=MONDAY)

    @pytest.mark.parametrize("history", [(), (OPENED,), (OPENED, TAKEN), (OPENED, TAKEN, PAID)])
    def test_it_is_noted_once_at_whatever_stage_the_bill_is(self, history: tuple[object, ...]) -> None:
        a_payable.given(*history).when(self.NOTE).then(self.CREDITED).then_asked_again_nothing()
        a_payable.given(*history, self.CREDITED, self.SETTLED).when(self.NOTE).then_nothing()

    @pytest.mark.parametrize("history", [(OPENED, CREDITED), (CREDITED, OPENED)])
    def test_the_bill_goes_into_a_payment_with_all_that_credits_it(self, history: tuple[object, ...]) -> None:
        decided = a_payable.given(*history).when(take()).then_rejected(PayableIsCredited, field="payables")
        assert decided.rejection is not None
        assert decided.rejection.facts["credit"] == "c1"
        a_payable.given(*history).when(replace(take(), beside=("p", "c1"))).then(TAKEN)

    def test_nor_is_it_sent_without_one_that_came_since(self) -> None:
        taken = a_payable.given(OPENED, TAKEN, self.CREDITED)
        taken.when(pay()).then_rejected(PayableIsCredited, field="payables")
        taken.when(replace(pay(), beside=("c1",))).then(PAID)

    def test_what_arrived_after_all_is_paid_credited_or_not(self) -> None:
        a_payable.given(OPENED, TAKEN, PAID, REOPENED, self.CREDITED).when(pay()).then(PAID)

    def test_until_a_payment_took_it_off_that_stayed(self) -> None:
        credited = a_payable.given(OPENED, self.CREDITED)
        credited.when(self.REOPEN).then_nothing()
        credited.when(self.SETTLE).then(self.SETTLED).then_asked_again_nothing()
        settled = credited.given(self.SETTLED)
        settled.when(take()).then(TAKEN)
        settled.when(self.REOPEN).then(self.CREDITED).then_asked_again_nothing()
        settled.given(self.CREDITED).when(take()).then_rejected(PayableIsCredited)
        assert a_payable.given(OPENED, self.SETTLED).state == a_payable.given(OPENED).state

    def test_a_credit_says_what_it_credits_when_it_is_paid_and_reopened(self) -> None:
        opened = a_payable.when(replace(open_it(-40), credits="p")).facts
        taken = a_payable.given(*opened, TAKEN)
        (paid,) = taken.when(pay()).facts
        reopen = ReopenPayable(supplier_payment_id="sp1", reason="no such account", on=MONDAY)
        (reopened,) = taken.given(paid).when(reopen).facts
        assert (paid.credits, reopened.credits) == ("p", "p")
