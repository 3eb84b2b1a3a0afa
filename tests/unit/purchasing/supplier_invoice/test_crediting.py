"""Supplier invoices: what a supplier takes back of one that is owed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.purchasing.purchase_order.billing import ExceedsBilled
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.drafting import UnknownLine
from services.purchasing.purchase_order.receiving import NoteReceiptCorrection
from services.purchasing.supplier_invoice.crediting import ExceedsBilledTax, NotOwed, RecordSupplierCredit
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.events import (
    ApprovedLine,
    SupplierInvoiceApproved,
    SupplierInvoiceBlocked,
    SupplierInvoiceRecorded,
)
from services.purchasing.supplier_invoice.recording import (
    CurrencyDiffers,
    DatedInFuture,
    LineStatedTwice,
    ReferenceTaken,
    SupplierInvoiceUnknown,
)
from services.purchasing.supplier_invoice.state import SupplierInvoice
from services.purchasing.supplier_invoice.terms import (
    CreditedUnits,
    InvoicedLine,
    InvoiceTerms,
    Variance,
    VarianceKind,
)
from services.purchasing.supplier_invoice.unblocking import (
    MatchAfterReceipt,
    RejectSupplierInvoice,
    ReleaserIsRecorder,
    ReleaseSupplierInvoice,
    RematchSupplierInvoice,
)
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.testing.specification import Specification, spec_of
from tests.unit.purchasing.purchase_order.orders import billed, billed_at, came_at, credited, received
from tests.unit.purchasing.supplier_invoice.invoices import (
    APPROVED,
    BLOCKED,
    MONDAY,
    ON_ORDER,
    RECORDED,
    REJECTED,
    an_invoice,
)


def eur(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


def units(quantity: str, line_no: int = 1) -> CreditedUnits:
    return CreditedUnits(purchase_line_no=line_no, quantity=Decimal(quantity))


CREDIT = RecordSupplierCredit(
    credits="i1",
    purchase_order_id="po-1",
    supplier_reference="GS 31",
    lines=(units("4"),),
    tax=eur(7_600),
    invoice_on=MONDAY,
    by="ben",
    on=MONDAY,
)
TERMS = InvoiceTerms(
    supplier_id="nord",
    purchase_order_id="po-1",
    supplier_reference="GS 31",
    lines=(
        InvoicedLine(purchase_line_no=1, sku="SKU-1", quantity=Decimal(-4), unit_price=Decimal(100), net=eur(-40_000)),
    ),
    net=eur(-40_000),
    tax=eur(-7_600),
    total=eur(-47_600),
    invoice_on=MONDAY,
    due_on=date(2026, 4, 1),
    recorded_by="ben",
    credits="i1",
)
NOTED = SupplierInvoiceRecorded(terms=TERMS, recorded_on=MONDAY)
WAITING = SupplierInvoiceBlocked(
    variances=(Variance(purchase_line_no=0, kind=VarianceKind.CREDIT, expected=Decimal(0), stated=Decimal("-476.00")),),
    blocked_on=MONDAY,
    purchase_order_id="po-1",
)
RELEASE = ReleaseSupplierInvoice(reason="they never came", by="mia", on=MONDAY)
ON_THE_ORDER = (*ON_ORDER, received("r1", "10"), billed("i1", "10"))
a_credit = an_invoice.beside(SUPPLIER_INVOICE, "i1", RECORDED, APPROVED).beside(PURCHASE_ORDER, "po-1", *ON_THE_ORDER)
a_credit_that_waits = a_credit.given(NOTED, WAITING)


class TestRecording:
    def test_it_is_for_less_than_nothing_and_waits_for_another_person(self) -> None:
        a_credit.when(CREDIT).then(NOTED, WAITING)

    def test_one_that_was_rejected_may_be_recorded_anew(self) -> None:
        a_credit_that_waits.when(CREDIT).then_rejected(ReferenceTaken, field="supplier_reference")
        a_credit_that_waits.given(REJECTED).when(CREDIT).then(NOTED, WAITING)

    def test_it_is_due_with_what_it_credits_unless_it_comes_later(self) -> None:
        late = date(2026, 5, 4)
        decided = a_credit.when(replace(CREDIT, invoice_on=late, on=late))
        recorded, _ = decided.facts
        assert recorded.terms.due_on == late

    @pytest.mark.parametrize(
        ("changed", "rejection"),
        [
            ({"lines": (units("11"),)}, ExceedsBilled),
            ({"lines": (units("1"), units("2"))}, LineStatedTwice),
            ({"lines": (units("1", line_no=2),)}, UnknownLine),
            ({"tax": eur(19_001)}, ExceedsBilledTax),
            ({"tax": Money(minor=0, currency="USD")}, CurrencyDiffers),
            ({"invoice_on": MONDAY + timedelta(days=1)}, DatedInFuture),
        ],
    )
    def test_no_more_than_was_billed(self, changed: dict[str, Any], rejection: type[Rejection]) -> None:
        a_credit.when(replace(CREDIT, **changed)).then_rejected(rejection)

    def test_nor_what_was_credited_before(self) -> None:
        before = a_credit.beside(PURCHASE_ORDER, "po-1", *ON_THE_ORDER, credited("c1", "7", "i1"))
        decided = before.when(CREDIT).then_rejected(ExceedsBilled, field="lines")
        assert decided.rejection is not None
        assert decided.rejection.facts["left"] == 3
        assert before.when(replace(CREDIT, lines=(units("3"),))).rejection is None

    def test_nor_more_tax_than_is_left_of_what_was_billed(self) -> None:
        before = credited("c1", "4", "i1")
        before = replace(before, bill=replace(before.bill, tax=eur(-15_000)))
        later = a_credit.beside(PURCHASE_ORDER, "po-1", *ON_THE_ORDER, before)
        decided = later.when(replace(CREDIT, tax=eur(4_001))).then_rejected(ExceedsBilledTax, field="tax")
        assert decided.rejection is not None
        assert decided.rejection.facts["left"] == eur(4_000)
        assert later.when(replace(CREDIT, tax=eur(4_000))).rejection is None

    def test_parts_of_a_line_come_to_its_net_to_the_smallest_unit(self) -> None:
        line = replace(RECORDED.terms.lines[0], quantity=Decimal(3), unit_price=Decimal("0.335"), net=eur(101))
        odd = replace(RECORDED, terms=replace(RECORDED.terms, lines=(line,), net=eur(101)))
        nets = []
        for before in ("0", "1", "2"):
            earlier = (credited("c1", before, "i1"),) if before != "0" else ()
            beside = a_credit.beside(SUPPLIER_INVOICE, "i1", odd, APPROVED)
            decided = beside.beside(PURCHASE_ORDER, "po-1", *ON_THE_ORDER, *earlier).when(
                replace(CREDIT, lines=(units("1"),), tax=eur(0))
            )
            nets.append(decided.facts[0].terms.net.minor)
        assert nets == [-34, -33, -34]

    def test_only_of_an_invoice_that_is_owed(self) -> None:
        def beside(*facts: Any) -> Specification[SupplierInvoice]:
            return a_credit.beside(SUPPLIER_INVOICE, "i1", *facts)

        beside().when(CREDIT).then_rejected(SupplierInvoiceUnknown)
        beside(RECORDED, BLOCKED).when(CREDIT).then_rejected(NotOwed)
        beside(RECORDED, BLOCKED, REJECTED).when(CREDIT).then_rejected(NotOwed)
        beside(NOTED, WAITING, released("-4", -40_000)).when(CREDIT).then_rejected(NotOwed)


def released(quantity: str, ordered_net: int) -> SupplierInvoiceApproved:
    line = ApprovedLine(purchase_line_no=1, quantity=Decimal(quantity), ordered_net=eur(ordered_net))
    taken_back = replace(APPROVED, lines=(line,), credits="i1", tax=eur(-7_600))
    return replace(taken_back, released=True, reason="they never came", approved_by="mia")


def of_units(quantity: str) -> InvoiceTerms:
    return replace(TERMS, lines=(replace(TERMS.lines[0], quantity=-Decimal(quantity)),))


class TestReleasing:
    def test_what_its_units_are_on_the_books_at(self) -> None:
        a_credit_that_waits.when(RELEASE).then(released("-4", -40_000)).then_asked_again_nothing()

    def test_what_stays_billed_is_what_the_rest_came_at(self) -> None:
        told = replace(came_at("r1", "7", eur(235)).receipt, told_as=2)
        correction = NoteReceiptCorrection(receipt=told, reason="mistyped", by="w.boss", on=MONDAY)
        came = (*ON_ORDER, came_at("r1", "10", eur(335)), billed_at("i1", "10", eur(335)))
        (corrected,) = spec_of(PURCHASE_ORDER).given(*came).when(correction).facts
        waits = a_credit.given(replace(NOTED, terms=of_units("3")), WAITING)
        (fact,) = waits.beside(PURCHASE_ORDER, "po-1", *came, corrected).when(RELEASE).facts
        assert fact.lines[0].ordered_net == eur(-100)

    def test_parts_take_back_all_of_it_to_the_smallest_unit(self) -> None:
        history: tuple[Any, ...] = (
            *ON_ORDER,
            came_at("r1", "10", eur(100_004)),
            billed_at("i1", "10", eur(100_004)),
        )
        taken_back = 0
        for number, quantity in enumerate(("4", "3", "3")):
            waits = a_credit.given(replace(NOTED, terms=of_units(quantity)), WAITING)
            (fact,) = waits.beside(PURCHASE_ORDER, "po-1", *history).when(RELEASE).facts
            value = fact.lines[0].ordered_net
            taken_back += value.minor
            used = billed_at(f"c{number}", f"-{quantity}", value)
            history = (*history, replace(used, bill=replace(used.bill, credits="i1")))
        assert taken_back == -100_004

    def test_by_another_person_or_not_at_all(self) -> None:
        a_credit_that_waits.when(replace(RELEASE, by="ben")).then_rejected(ReleaserIsRecorder)
        a_credit_that_waits.when(RejectSupplierInvoice(reason="wrong goods", by="mia", on=MONDAY)).then(REJECTED)

    def test_nothing_else_lets_it_through(self) -> None:
        a_credit_that_waits.when(RematchSupplierInvoice(on=MONDAY)).then_nothing()
        a_credit_that_waits.when(MatchAfterReceipt(purchase_order_id="po-1", on=MONDAY)).then_nothing()
