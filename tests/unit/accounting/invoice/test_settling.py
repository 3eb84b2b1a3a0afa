"""Settling: money comes, bounces, and comes too late."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.invoice.decider import DUE, INVOICE, NEAR_DUE
from services.accounting.invoice.events import (
    Allocation,
    AmountReopened,
    AmountSettled,
    Debt,
    InstalmentFellDue,
    InstalmentNearsDue,
)
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.settling import (
    ExceedsOpenAmount,
    InstalmentUnknown,
    NoteFallenDue,
    NoteNearDue,
    NothingSettled,
    ReopenAmount,
    SettledInCurrency,
    SettledOtherwise,
    SettleInvoice,
)
from services.accounting.invoice.state import Posted
from shared.kernel.decider import Deadline, Given, NoDeadline
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.testing.specification import Specification, spec_of
from tests.unit.accounting.invoice.billed import FIRST_DUE, POSTED, SECOND_DUE, usd

TODAY = date(2026, 3, 10)
an_invoice = spec_of(INVOICE).given(POSTED)


def settle(minor: int, payment_id: str = "P-1", instalment_no: int | None = None) -> SettleInvoice:
    return SettleInvoice(payment_id=payment_id, instalment_no=instalment_no, amount=usd(minor), on=TODAY)


def reopen(payment_id: str = "P-1") -> ReopenAmount:
    return ReopenAmount(payment_id=payment_id, reason="no funds", on=TODAY)


def debt(not_overdue: int, overdue: int = 0) -> Debt:
    return Debt(customer_id="ACME", order_id="O-1", not_overdue=usd(not_overdue), overdue=usd(overdue))


def allocated(*parts: tuple[int, int]) -> tuple[Allocation, ...]:
    return tuple(Allocation(instalment_no=number, amount=usd(minor)) for number, minor in parts)


def after(*commands: Any) -> Specification[Any]:
    spec = an_invoice
    for command in commands:
        spec = spec.given(*spec.when(command).facts)
    return spec


def waits(spec: Specification[Any], name: str = DUE) -> Deadline | NoDeadline:
    """The deadline of that name as it stands after the last fact."""
    assert INVOICE.deadlines is not None
    (found,) = (one for one in INVOICE.deadlines(spec.history[-1], spec.state) if one.name == name)
    return found


class TestSettling:
    def test_the_oldest_due_is_settled_first(self) -> None:
        an_invoice.when(settle(1500)).then(
            AmountSettled(
                payment_id="P-1",
                amount=usd(1500),
                allocations=allocated((1, 1000), (2, 500)),
                debt=debt(660),
                settled_on=TODAY,
            )
        ).then_asked_again_nothing()

    def test_an_instalment_can_be_named(self) -> None:
        (fact,) = an_invoice.when(settle(1160, instalment_no=2)).then_asked_again_nothing().facts
        assert fact.allocations == allocated((2, 1160))

    def test_never_more_than_is_open(self) -> None:
        an_invoice.when(settle(2161)).then_rejected(ExceedsOpenAmount, field="amount.minor")
        an_invoice.when(settle(1001, instalment_no=1)).then_rejected(ExceedsOpenAmount)
        after(settle(2160)).when(settle(1, "P-2")).then_rejected(ExceedsOpenAmount)

    def test_one_payment_settles_under_one_id(self) -> None:
        after(settle(100)).when(settle(200)).then_rejected(SettledOtherwise)
        (fact,) = after(settle(100)).when(settle(200, "P-1:2")).facts
        assert fact.debt == debt(1860)

    def test_other_nonsense(self) -> None:
        an_invoice.when(settle(0)).then_rejected(NothingSettled)
        an_invoice.when(settle(1, instalment_no=3)).then_rejected(InstalmentUnknown, field="instalment_no")
        euros = SettleInvoice(payment_id="P-1", instalment_no=None, amount=Money(minor=1, currency="EUR"), on=TODAY)
        an_invoice.when(euros).then_rejected(SettledInCurrency)
        spec_of(INVOICE).when(settle(1)).then_rejected(InvoiceUnknown)


class TestReopening:
    def test_what_a_payment_settled_is_owed_again(self) -> None:
        after(settle(1500), settle(100, "P-2")).when(reopen()).then(
            AmountReopened(
                payment_id="P-1",
                amount=usd(1500),
                allocations=allocated((1, 1000), (2, 500)),
                debt=debt(2060),
                reason="no funds",
                reopened_on=TODAY,
            )
        ).then_asked_again_nothing()

    def test_a_payment_that_settles_nothing_changes_nothing(self) -> None:
        an_invoice.when(reopen()).then_nothing()
        spec_of(INVOICE).when(reopen()).then_nothing()

    def test_the_same_payment_may_settle_it_again_afterwards(self) -> None:
        (fact,) = after(settle(1500), reopen()).when(settle(1500)).facts
        assert fact.debt == debt(660)


class TestFallingDue:
    LATE = NoteFallenDue(on=date(2026, 3, 15))

    def test_an_unpaid_instalment_is_overdue_from_the_day_after(self) -> None:
        an_invoice.when(NoteFallenDue(on=FIRST_DUE)).then_nothing()
        an_invoice.when(self.LATE).then(
            InstalmentFellDue(instalment_no=1, due_on=FIRST_DUE, amount=usd(1000), debt=debt(1160, overdue=1000))
        ).then_asked_again_nothing()

    def test_only_what_is_open_of_it(self) -> None:
        (fact,) = after(settle(400)).when(self.LATE).facts
        assert (fact.amount, fact.debt) == (usd(600), debt(1160, overdue=600))

    def test_several_at_once_add_up(self) -> None:
        first, second = an_invoice.when(NoteFallenDue(on=date(2026, 6, 1))).then_asked_again_nothing().facts
        assert (first.debt, second.debt) == (debt(1160, overdue=1000), debt(0, overdue=2160))

    def test_a_paid_one_does_not_fall_due(self) -> None:
        after(settle(2160)).when(NoteFallenDue(on=date(2026, 6, 1))).then_nothing()
        spec_of(INVOICE).when(self.LATE).then_nothing()

    def test_paid_late_and_bounced_it_is_overdue_again(self) -> None:
        (fact,) = after(self.LATE, settle(2160)).when(reopen()).facts
        assert fact.debt == debt(1160, overdue=1000)

    def test_the_deadline_follows_the_next_unpaid_instalment(self) -> None:
        def end_of(day: date) -> Deadline:
            return Deadline(DUE, datetime(day.year, day.month, day.day + 1, tzinfo=UTC))

        assert waits(an_invoice) == end_of(FIRST_DUE)
        assert waits(after(settle(1000))) == end_of(SECOND_DUE)
        assert waits(after(self.LATE)) == end_of(SECOND_DUE)
        assert waits(after(settle(2160))) == NoDeadline(DUE)
        assert waits(after(settle(2160), reopen())) == end_of(FIRST_DUE)


class TestNearingDue:
    def test_an_instalment_is_near_fourteen_days_before_its_day(self) -> None:
        an_invoice.when(NoteNearDue(on=date(2026, 3, 4))).then_nothing()
        an_invoice.when(NoteNearDue(on=date(2026, 3, 5))).then(
            InstalmentNearsDue(instalment_no=1, due_on=FIRST_DUE, amount=usd(1000), debt=debt(2160))
        ).then_asked_again_nothing()

    def test_what_is_paid_or_overdue_comes_near_no_more(self) -> None:
        after(settle(2160)).when(NoteNearDue(on=SECOND_DUE)).then_nothing()
        after(NoteFallenDue(on=date(2026, 6, 1))).when(NoteNearDue(on=date(2026, 6, 1))).then_nothing()
        spec_of(INVOICE).when(NoteNearDue(on=SECOND_DUE)).then_nothing()

    def test_its_deadline_follows_the_next_unpaid_instalment(self) -> None:
        assert waits(an_invoice, NEAR_DUE) == Deadline(NEAR_DUE, datetime(2026, 3, 5, tzinfo=UTC))
        near = after(NoteNearDue(on=date(2026, 3, 5)))
        assert waits(near, NEAR_DUE) == Deadline(NEAR_DUE, datetime(2026, 3, 20, tzinfo=UTC))
        assert waits(after(settle(2160)), NEAR_DUE) == NoDeadline(NEAR_DUE)


@pytest.mark.parametrize("with_lateness", [False, True])
@over(some.lists(some.tuples(some.sampled_from("abc"), some.integers(1, 1200), some.booleans()), max_size=15))
def test_open_is_the_total_less_what_is_settled(with_lateness: bool, happenings: list[tuple[str, int, bool]]) -> None:
    state = INVOICE.fold([POSTED])
    settled: dict[str, int] = {}
    for payment_id, minor, bounces in happenings:
        command: Any = reopen(payment_id) if bounces else settle(minor, payment_id)
        try:
            facts = INVOICE.decide(command, state, Given({}))
        except Rejection:
            continue
        state = INVOICE.fold(facts, state)
        if bounces:
            settled.pop(payment_id, None)
        elif facts:
            settled[payment_id] = minor
        if with_lateness:
            late = INVOICE.decide(NoteFallenDue(on=date(2026, 3, 20)), state, Given({}))
            state = INVOICE.fold(late, state)
        assert isinstance(state, Posted)
        assert state.open.minor == 2160 - sum(settled.values())
        assert all(one.open.minor >= 0 for one in state.instalments)
        assert state.debt.open == state.open
