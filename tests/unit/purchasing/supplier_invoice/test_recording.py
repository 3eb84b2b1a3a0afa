"""Supplier invoices: recorded."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown, UnknownLine
from services.purchasing.supplier.clearing import SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier_invoice.recording import (
    CurrencyDiffers,
    DatedInFuture,
    DueBeforeInvoice,
    LineStatedTwice,
    ReferenceTaken,
)
from services.purchasing.supplier_invoice.state import Approved
from services.purchasing.supplier_invoice.terms import StatedLine, supplier_invoice_id
from shared.kernel.money import Money
from tests.unit.purchasing.supplier_invoice.invoices import (
    APPROVED,
    BLOCKED,
    MONDAY,
    RECORD,
    RECORDED,
    REJECTED,
    an_invoice,
    an_invoice_after_receipt,
)


class TestRecording:
    def test_what_matches_is_approved_at_once(self) -> None:
        decided = an_invoice_after_receipt.when(RECORD).then(RECORDED, APPROVED)
        state = decided.state_after()
        assert isinstance(state, Approved)
        assert state.variances == ()

    def test_what_did_not_come_is_blocked_with_the_numbers(self) -> None:
        an_invoice.when(RECORD).then(RECORDED, BLOCKED)

    def test_a_reference_is_used_once(self) -> None:
        decided = an_invoice_after_receipt.when(RECORD)
        recorded = decided.specification.given(*decided.facts)
        recorded.when(RECORD).then_rejected(ReferenceTaken, field="supplier_reference")
        an_invoice.given(RECORDED, BLOCKED).when(RECORD).then_rejected(ReferenceTaken)

    def test_after_a_rejection_the_supplier_may_use_it_again(self) -> None:
        an_invoice_after_receipt.given(RECORDED, BLOCKED, REJECTED).when(RECORD).then(RECORDED, APPROVED)

    def test_a_reference_is_the_same_however_it_is_written(self) -> None:
        assert supplier_invoice_id("nord", "RE 417") == supplier_invoice_id("nord", "re417")
        assert supplier_invoice_id("nord", "RE417") != supplier_invoice_id("sued", "RE417")

    def test_a_stated_due_date_counts(self) -> None:
        stated = replace(RECORD, due_on=date(2026, 3, 20))
        fact = replace(RECORDED, terms=replace(RECORDED.terms, due_on=date(2026, 3, 20)))
        an_invoice_after_receipt.when(stated).then(fact, APPROVED)


class TestNonsense:
    def test_not_due_before_its_date(self) -> None:
        early = replace(RECORD, due_on=date(2026, 3, 1))
        an_invoice.when(early).then_rejected(DueBeforeInvoice, field="due_on")

    def test_not_written_after_today(self) -> None:
        tomorrow = replace(RECORD, invoice_on=RECORD.on + timedelta(days=1))
        an_invoice.when(tomorrow).then_rejected(DatedInFuture, field="invoice_on")
        assert an_invoice.when(replace(RECORD, invoice_on=RECORD.on)).facts

    def test_not_in_another_currency(self) -> None:
        dollars = replace(RECORD, tax=Money(minor=1, currency="USD"))
        an_invoice.when(dollars).then_rejected(CurrencyDiffers, field="tax.currency")

    def test_only_lines_of_the_order_and_each_once(self) -> None:
        line = StatedLine(purchase_line_no=9, quantity=Decimal(1), unit_price=Decimal(1))
        an_invoice.when(replace(RECORD, lines=(line,))).then_rejected(UnknownLine)
        an_invoice.when(replace(RECORD, lines=(*RECORD.lines, *RECORD.lines))).then_rejected(LineStatedTwice)

    def test_only_for_an_order_and_its_supplier(self) -> None:
        an_invoice.beside(PURCHASE_ORDER, "po-1").when(RECORD).then_rejected(PurchaseOrderUnknown)
        an_invoice.beside(SUPPLIER, "nord").when(RECORD).then_rejected(SupplierUnknown)

    def test_the_day_it_was_recorded_is_kept(self) -> None:
        assert RECORDED.recorded_on == MONDAY
