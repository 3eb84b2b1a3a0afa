"""What is missing so little that nobody asks for it: let off once, and owed again as soon as more is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from services.accounting.invoice.crediting import CreditInvoice, credit_of_amount
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import MarkDisputed
from services.accounting.invoice.events import (
    Allocation,
    AmountReopened,
    AmountSettled,
    Debt,
    InvoiceCreditCancelled,
    InvoiceCredited,
    SmallDifferenceLetOff,
    SmallDifferenceRestored,
)
from services.accounting.invoice.settling import ReopenAmount, SettleInvoice
from services.accounting.invoice.state import Posted
from services.accounting.invoice.uncrediting import CancelCredit
from services.accounting.invoice.writing_off import ReverseWriteOff, WriteOffInvoice
from services.accounting.settlement_policy.decider import MAIN, SETTLEMENT_POLICY
from services.accounting.settlement_policy.events import SettlementPolicySet, Tolerance
from shared.testing.specification import Specification, spec_of
from tests.unit.accounting.invoice.billed import POSTED, usd

TODAY = date(2026, 3, 10)
TOLERATES = SettlementPolicySet(
    tolerances=(Tolerance(most=usd(8), percent=Decimal(1)),), set_by="the.boss", set_on=TODAY
)
an_invoice = spec_of(INVOICE).given(POSTED).beside(SETTLEMENT_POLICY, MAIN, TOLERATES)


def settle(minor: int, payment_id: str = "P-1.1", *, is_all: bool = True) -> SettleInvoice:
    return SettleInvoice(payment_id=payment_id, instalment_no=None, amount=usd(minor), on=TODAY, is_all=is_all)


def reopen(payment_id: str = "P-1.1") -> ReopenAmount:
    return ReopenAmount(payment_id=payment_id, reason="no funds", on=TODAY)


def debt(minor: int) -> Debt:
    return Debt(customer_id="ACME", order_id="O-1", not_overdue=usd(minor), overdue=usd(0))


def off(no: int, minor: int) -> tuple[Allocation, ...]:
    return (Allocation(instalment_no=no, amount=usd(minor)),)


def after(*commands: Any, spec: Specification[Any] = an_invoice) -> Specification[Any]:
    for command in commands:
        spec = spec.given(*spec.when(command).facts)
    return spec


def credit(spec: Specification[Any], minor: int) -> CreditInvoice:
    lines, charges = credit_of_amount(usd(minor), spec.state)
    return CreditInvoice(
        credit_note_id="CN",
        credit_note_number="CN-2026-000001",
        lines=lines,
        charges=charges,
        reason="scratched",
        by="bob",
        on=TODAY,
    )


CANCEL = CancelCredit(
    credit_note_id="CN",
    credit_note_number="CN-2026-000001",
    number="CC-2026-000001",
    complaint_id="",
    reason="not scratched",
    on=TODAY,
)


class TestLettingOff:
    def test_what_is_missing_of_an_instalment_goes_with_the_money(self) -> None:
        """The instalment is of 1,000: one per cent of it is 10, and the amount of 8 is less."""
        decided = an_invoice.when(settle(992)).then(
            SmallDifferenceLetOff(
                payment_id="P-1.1",
                amount=usd(8),
                allocations=off(1, 8),
                debt=debt(2152),
                policy_version=1,
                let_off_on=TODAY,
            ),
            AmountSettled(
                payment_id="P-1.1",
                amount=usd(992),
                allocations=(Allocation(instalment_no=1, amount=usd(992)),),
                debt=debt(1160),
                settled_on=TODAY,
            ),
        )
        decided.then_asked_again_nothing()
        invoice = decided.state_after()
        assert isinstance(invoice, Posted)
        first, _ = invoice.instalments
        assert (first.open, first.settled, first.let_off) == (usd(0), usd(992), usd(8))

    def test_more_is_owed(self) -> None:
        (fact,) = an_invoice.when(settle(991)).facts
        assert fact.debt == debt(1169)

    def test_a_part_that_brings_it_near_enough_is_the_last(self) -> None:
        assert after(settle(500), settle(493, "P-2.1")).state.instalments[0].open == usd(0)

    def test_one_who_pays_in_parts_is_let_off_no_more_than_one_who_pays_at_once(self) -> None:
        """1 % of 2,160 is 21, and 8 less: 5 of the first instalment leave 3 for the second, of which 4 are missing."""
        spec = after(settle(995))
        assert spec.state.let_off == usd(5)
        (fact,) = spec.when(settle(1156, "P-2.1")).facts
        assert fact.debt == debt(4)
        assert after(settle(1157, "P-2.1"), spec=spec).state.let_off == usd(8)

    def test_nothing_while_money_of_the_payment_is_left(self) -> None:
        (fact,) = an_invoice.when(settle(992, is_all=False)).facts
        assert fact.debt == debt(1168)

    def test_nothing_of_what_is_contested(self) -> None:
        contested = MarkDisputed(dispute_id="D-1", amount=usd(8), on=TODAY)
        (fact,) = after(contested).when(settle(2152)).facts
        assert fact.debt == debt(8)

    def test_nothing_without_a_policy_or_in_a_currency_without_a_tolerance(self) -> None:
        euros = replace(TOLERATES.tolerances[0], most=replace(usd(8), currency="EUR"))
        for history in ((), (replace(TOLERATES, tolerances=(euros,)),)):
            spec = spec_of(INVOICE).given(POSTED).beside(SETTLEMENT_POLICY, MAIN, *history)
            (fact,) = spec.when(settle(999)).facts
            assert fact.debt == debt(1161)


class TestOfWhatIsLeft:
    def test_what_a_credit_note_took_back_is_not_tolerated_on(self) -> None:
        """Of the first instalment 200 are left, of which 1 % is 2."""
        credited = after(credit(an_invoice, 1960))
        (fact,) = credited.when(settle(197)).facts
        assert fact.debt == debt(3)
        assert after(settle(198), spec=credited).state.let_off == usd(2)

    def test_nor_what_is_a_loss(self) -> None:
        """Of the first instalment 200 were paid and 800 are a loss: when the 200 bounce, 1 % of them is 2."""
        paid = after(settle(200, is_all=False))
        lost = after(
            WriteOffInvoice(write_off_id="W", amount=usd(1960), reason="gone", by="boss", on=TODAY), reopen(), spec=paid
        )
        (fact,) = lost.when(settle(197, "P-2.1")).facts
        assert fact.debt == debt(3)
        assert after(settle(198, "P-2.1"), spec=lost).state.let_off == usd(2)


class TestOwedAgain:
    def test_when_the_money_does_not_stay(self) -> None:
        after(settle(992)).when(reopen()).then(
            SmallDifferenceRestored(
                amount=usd(8), allocations=off(1, 8), debt=debt(1168), reason="no funds", restored_on=TODAY
            ),
            AmountReopened(
                payment_id="P-1.1",
                amount=usd(992),
                allocations=(Allocation(instalment_no=1, amount=usd(992)),),
                debt=debt(2160),
                reason="no funds",
                reopened_on=TODAY,
            ),
        ).then_asked_again_nothing()

    def test_also_when_it_was_the_money_before_the_last(self) -> None:
        """What closed the instalment stays settled; what was let off does not close it any more."""
        spec = after(settle(500), settle(493, "P-2.1"), reopen())
        assert spec.state.let_off == usd(0)
        assert spec.state.open == usd(2160 - 493)
        assert after(settle(500, "P-3.1"), spec=spec).state.let_off == usd(7)

    def test_not_that_of_another_instalment(self) -> None:
        assert after(settle(993), settle(1160, "P-2.1"), reopen("P-2.1")).state.let_off == usd(7)


class TestCreditNotes:
    def test_one_takes_the_place_of_what_was_let_off_first(self) -> None:
        """The customer paid 2,152 and is credited 2,160: 2,152 of that is theirs, and nothing was lost."""
        spec = after(settle(2152))
        assert spec.state.let_off == usd(8)
        restored, credited = spec.when(credit(spec, 2160)).then_asked_again_nothing().facts
        assert (type(restored), restored.amount) == (SmallDifferenceRestored, usd(8))
        assert (type(credited), credited.to_customer_credit) == (InvoiceCredited, usd(2152))

    def test_what_is_owed_again_when_one_is_cancelled_is_owed_whole(self) -> None:
        spec = after(credit(an_invoice, 1660), settle(496))
        assert (spec.state.let_off, spec.state.open) == (usd(4), usd(0))
        decided = spec.when(CANCEL).then_asked_again_nothing()
        restored, cancelled = decided.facts
        assert isinstance(restored, SmallDifferenceRestored)
        assert (restored.allocations, restored.debt) == (off(1, 4), debt(4))
        assert (type(cancelled), cancelled.debt) == (InvoiceCreditCancelled, debt(1664))
        invoice = decided.state_after()
        assert isinstance(invoice, Posted)
        assert (invoice.let_off, invoice.open) == (usd(0), usd(2160 - 496))

    def test_not_that_of_an_instalment_that_it_did_not_come_off(self) -> None:
        spec = after(settle(992), credit(an_invoice, 100), CANCEL)
        assert spec.state.let_off == usd(8)

    def test_a_small_one_leaves_the_rest_let_off(self) -> None:
        spec = after(settle(2152))
        after_it = after(credit(spec, 3), spec=spec).state
        assert (after_it.let_off, after_it.open, after_it.credited) == (usd(5), usd(0), usd(3))


def test_what_is_owed_again_after_a_loss_is_owed_whole() -> None:
    lost = after(settle(500))
    lost = after(
        WriteOffInvoice(write_off_id="W", amount=lost.state.open, reason="gone", by="boss", on=TODAY), spec=lost
    )
    paid = after(settle(495, "P-2.1"), spec=after(reopen(), spec=lost))
    assert any(one.let_off for one in paid.state.instalments)
    again = after(ReverseWriteOff(reason="they are back", by="boss", on=TODAY), spec=paid)
    assert not any(one.let_off for one in again.state.instalments)
    assert again.state.open == again.state.total - usd(495)
