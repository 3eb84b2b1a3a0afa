"""Credit notes: drafted by one person, approved by another, never more than was billed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as some

from services.accounting.credit_note.approving import (
    AlreadyApproved,
    AlreadyRefused,
    ApproveCreditNote,
    CreditNoteUnknown,
    OwnCreditNote,
    RefuseCreditNote,
)
from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.drafting import (
    CreditInOtherCurrency,
    DraftCreditNote,
    NamedTwice,
    NothingToCredit,
    NotOnInvoice,
    UnitsToCredit,
)
from services.accounting.credit_note.events import CreditNoteApproved, CreditNoteDrafted, CreditNoteRefused
from services.accounting.invoice.crediting import CreditInvoice, ExceedsInvoice
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import (
    Allocation,
    CreditedLine,
    InvoiceCreditCancelled,
    InvoiceCredited,
    WriteOffReversed,
)
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.settling import SettleInvoice
from services.accounting.invoice.state import Posted
from services.accounting.invoice.uncrediting import CancelCredit
from services.accounting.invoice.writing_off import WriteOffInvoice
from services.accounting.number_series.decider import NUMBER_SERIES
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.testing.specification import spec_of
from tests.unit.accounting.invoice.billed import POSTED, usd

TODAY = date(2026, 3, 10)
a_credit_note = spec_of(CREDIT_NOTE).beside(INVOICE, "I-1", POSTED).beside(NUMBER_SERIES, "CN-2026")
an_invoice = spec_of(INVOICE).given(POSTED)


def draft(*units: tuple[int, int | str], charges: tuple[int, ...] = (), amount: Money | None = None) -> DraftCreditNote:
    return DraftCreditNote(
        invoice_id="I-1",
        units=tuple(UnitsToCredit(line_no=line_no, quantity=Decimal(quantity)) for line_no, quantity in units),
        charge_nos=charges,
        amount=amount,
        reason="came back unused",
        by="a.clerk",
        on=TODAY,
    )


def drafted(command: DraftCreditNote) -> CreditNoteDrafted:
    (fact,) = a_credit_note.when(command).then_asked_again_nothing().facts
    assert isinstance(fact, CreditNoteDrafted)
    return fact


def credit(fact: CreditNoteDrafted, credit_note_id: str = "N-1") -> CreditInvoice:
    return CreditInvoice(
        credit_note_id=credit_note_id,
        credit_note_number="CN-2026-000001",
        lines=fact.lines,
        charges=fact.charges,
        reason=fact.reason,
        by="m",
        on=TODAY,
    )


def cancel(credit_note_id: str) -> CancelCredit:
    return CancelCredit(
        credit_note_id=credit_note_id,
        credit_note_number="CN-2026-000001",
        number="CC-2026-000001",
        complaint_id="",
        reason="it was wrong",
        on=TODAY,
    )


def write_off(amount: int, write_off_id: str) -> WriteOffInvoice:
    return WriteOffInvoice(write_off_id=write_off_id, amount=usd(amount), reason="insolvent", by="m", on=TODAY)


DRAFTED = drafted(draft((1, 1)))
APPROVE = ApproveCreditNote(by="m", on=TODAY)
REFUSE = RefuseCreditNote(reason="goods did not come", by="m", on=TODAY)
REFUSED = CreditNoteRefused(reason="goods did not come", refused_by="m", refused_on=TODAY)


class TestDrafting:
    def test_units_come_back_at_their_share_of_net_and_tax(self) -> None:
        assert [(line.net.minor, line.tax.minor) for line in DRAFTED.lines] == [(333, 27)]
        assert (DRAFTED.net, DRAFTED.tax, DRAFTED.total) == (usd(333), usd(27), usd(360))

    def test_a_charge_comes_back_whole(self) -> None:
        fact = drafted(draft((2, 1), charges=(1,)))
        assert fact.total == usd(540 + 540)

    def test_a_lower_price_is_spread_over_everything_in_proportion(self) -> None:
        fact = drafted(draft(amount=usd(216)))
        assert fact.total == usd(216)
        assert [(int(line.quantity), line.net.minor, line.tax.minor) for line in fact.lines] == [
            (0, 100, 8),
            (0, 50, 4),
        ]
        assert [(charge.net.minor, charge.tax.minor) for charge in fact.charges] == [(50, 4)]

    def test_all_of_it_is_exactly_the_invoice(self) -> None:
        everything = drafted(draft((1, 3), (2, 1), charges=(1,)))
        assert everything.total == drafted(draft(amount=usd(2160))).total == POSTED.total

    @pytest.mark.parametrize(
        ("command", "rejection", "field"),
        [
            (draft((1, 4)), ExceedsInvoice, "lines.0.quantity"),
            (draft((1, 1), (9, 1)), NotOnInvoice, "lines.1.line_no"),
            (draft(charges=(2,)), NotOnInvoice, "charges.0"),
            (draft((1, 1), (1, 1)), NamedTwice, "lines"),
            (draft(charges=(1, 1)), NamedTwice, "charges"),
            (draft(amount=usd(2161)), ExceedsInvoice, "amount.minor"),
            (draft(amount=Money(minor=1, currency="EUR")), CreditInOtherCurrency, "amount.currency"),
            (draft(amount=usd(0)), NothingToCredit, None),
        ],
    )
    def test_what_cannot_be_drafted(
        self, command: DraftCreditNote, rejection: type[Rejection], field: str | None
    ) -> None:
        a_credit_note.when(command).then_rejected(rejection, field=field)

    def test_only_a_posted_invoice_is_credited(self) -> None:
        spec_of(CREDIT_NOTE).beside(INVOICE, "I-1").when(draft((1, 1))).then_rejected(
            InvoiceUnknown, field="invoice_id"
        )


class TestApproving:
    def test_it_is_numbered_once(self) -> None:
        a_credit_note.given(DRAFTED).when(APPROVE).then(
            CreditNoteApproved(
                series="CN-2026",
                sequence=1,
                number="CN-2026-000001",
                invoice_id="I-1",
                lines=DRAFTED.lines,
                charges=(),
                reason="came back unused",
                approved_by="m",
                approved_on=TODAY,
            )
        ).then_asked_again_nothing()

    def test_who_drafted_it_cannot_approve_it(self) -> None:
        command = ApproveCreditNote(by="a.clerk", on=TODAY)
        a_credit_note.given(DRAFTED).when(command).then_rejected(OwnCreditNote)

    def test_refused_it_stays_refused(self) -> None:
        a_credit_note.given(DRAFTED).when(REFUSE).then(REFUSED).then_asked_again_nothing()
        a_credit_note.given(DRAFTED, REFUSED).when(APPROVE).then_rejected(AlreadyRefused)

    def test_approved_it_stays_approved(self) -> None:
        approved = a_credit_note.given(DRAFTED).when(APPROVE).facts
        a_credit_note.given(DRAFTED, *approved).when(REFUSE).then_rejected(AlreadyApproved)

    def test_an_unknown_one_is_not_decided(self) -> None:
        a_credit_note.when(APPROVE).then_rejected(CreditNoteUnknown)
        a_credit_note.when(REFUSE).then_rejected(CreditNoteUnknown)


class TestCrediting:
    def settled(self, minor: int) -> Any:
        command = SettleInvoice(payment_id="P-1", instalment_no=None, amount=usd(minor), on=TODAY)
        return an_invoice.given(*an_invoice.when(command).facts)

    def test_it_comes_off_the_latest_instalments_first(self) -> None:
        fact = drafted(draft(amount=usd(1200)))
        (credited,) = an_invoice.when(credit(fact)).then_asked_again_nothing().facts
        assert isinstance(credited, InvoiceCredited)
        assert credited.allocations == (
            Allocation(instalment_no=2, amount=usd(1160)),
            Allocation(instalment_no=1, amount=usd(40)),
        )
        assert (credited.debt.open, credited.to_customer_credit) == (usd(960), usd(0))

    def test_what_is_paid_already_becomes_the_customers_credit(self) -> None:
        (credited,) = self.settled(2000).when(credit(DRAFTED)).facts
        assert (credited.debt.open, credited.to_customer_credit) == (usd(0), usd(200))

    def test_what_was_written_off_is_no_loss_any_more_and_nobodys_credit(self) -> None:
        lost = an_invoice.when(write_off(2160, "W-1")).facts
        back, credited = an_invoice.given(*lost).when(credit(DRAFTED)).then_asked_again_nothing().facts
        assert isinstance(back, WriteOffReversed)
        assert isinstance(credited, InvoiceCredited)
        assert back.allocations == (Allocation(instalment_no=2, amount=usd(360)),)
        assert (back.amount, back.debt.open, back.reversed_by) == (usd(360), usd(360), "m")
        assert (credited.debt.open, credited.to_customer_credit) == (usd(0), usd(0))

    def test_of_what_was_paid_and_written_off_only_what_was_paid_goes_back_to_the_customer(self) -> None:
        paid = self.settled(1000)
        lost = paid.when(write_off(1160, "W-1")).facts
        everything = credit(drafted(draft((1, 3), (2, 1), charges=(1,))))
        back, credited = paid.given(*lost).when(everything).facts
        assert isinstance(back, WriteOffReversed)
        assert isinstance(credited, InvoiceCredited)
        assert (back.amount, credited.to_customer_credit, credited.debt.open) == (usd(1160), usd(1000), usd(0))

    def test_what_was_credited_since_the_draft_is_not_credited_twice(self) -> None:
        first = an_invoice.when(credit(drafted(draft((1, 3))))).facts
        an_invoice.given(*first).when(credit(DRAFTED, "N-2")).then_rejected(ExceedsInvoice)

    def test_a_line_or_charge_that_is_not_there_is_refused(self) -> None:
        line = CreditedLine(line_no=9, sku="", quantity=Decimal(1), net=usd(1), tax=usd(0))
        command = CreditInvoice(
            credit_note_id="N-1",
            credit_note_number="CN-1",
            lines=(line,),
            charges=(),
            reason="x",
            by="m",
            on=TODAY,
        )
        an_invoice.when(command).then_rejected(ExceedsInvoice)
        spec_of(INVOICE).when(command).then_rejected(InvoiceUnknown)


STEPS = some.one_of(
    some.tuples(some.just("units"), some.integers(1, 2), some.integers(1, 3)),
    some.tuples(some.just("amount"), some.integers(1, 900), some.just(0)),
    some.tuples(some.just("charge"), some.just(1), some.just(0)),
    some.tuples(some.just("pay"), some.integers(1, 900), some.just(0)),
    some.tuples(some.just("write off"), some.just(0), some.just(0)),
    some.tuples(some.just("cancel"), some.integers(0, 9), some.just(0)),
)


@over(some.lists(STEPS, max_size=20))
def test_whatever_is_credited_and_paid_the_invoice_adds_up(steps: list[tuple[str, int, int]]) -> None:
    state = INVOICE.fold([POSTED])
    to_customer = paid = 0
    for number, (kind, first, second) in enumerate(steps):
        try:
            assert isinstance(state, Posted)
            if kind == "write off":
                command: Any = write_off(state.open.minor, f"W-{number}")
            elif kind == "cancel":
                command = cancel([*state.taken_back, "none"][first % (len(state.taken_back) + 1)])
            elif kind == "pay":
                command = SettleInvoice(payment_id=f"P-{number}", instalment_no=None, amount=usd(first), on=TODAY)
            else:
                asked = {
                    "units": draft((first, second)),
                    "amount": draft(amount=usd(first)),
                    "charge": draft(charges=(1,)),
                }[kind]
                given = Given({INVOICE.stream("I-1"): state})
                (fact,) = CREDIT_NOTE.decide(asked, CREDIT_NOTE.initial, given)
                command = credit(fact, f"N-{number}")
            facts = INVOICE.decide(command, state, Given({}))
        except Rejection:
            continue
        state = INVOICE.fold(facts, state)
        paid += first if kind == "pay" else 0
        to_customer += sum(one.to_customer_credit.minor for one in facts if isinstance(one, InvoiceCredited))
        to_customer -= sum(one.to_customer_credit.minor for one in facts if isinstance(one, InvoiceCreditCancelled))
    assert isinstance(state, Posted)
    assert state.open.minor + state.written_off.minor == POSTED.total.minor - paid - state.credited.minor + to_customer
    assert to_customer <= paid
    assert state.credited.minor <= POSTED.total.minor
    for balance in state.lines:
        assert balance.net_left.minor >= 0
        assert balance.tax_left.minor >= 0
        assert balance.creditable >= 0
