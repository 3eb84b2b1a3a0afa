"""Supplier invoices: what accounting tells of their payment."""

import pytest

from services.purchasing.supplier_invoice.events import SupplierInvoicePaymentFailed, SupplierInvoicePaymentMade
from services.purchasing.supplier_invoice.paying import NotePaymentFailed, NotePaymentMade
from services.purchasing.supplier_invoice.state import Approved, SupplierInvoice
from shared.testing.specification import Specification
from tests.unit.purchasing.supplier_invoice.invoices import APPROVED, BLOCKED, MONDAY, RECORDED, REJECTED, an_invoice

PAID = NotePaymentMade(supplier_payment_id="p1", on=MONDAY)
MADE = SupplierInvoicePaymentMade(supplier_payment_id="p1", made_on=MONDAY)
BOUNCED = NotePaymentFailed(supplier_payment_id="p1", reason="no such account", on=MONDAY)
FAILED = SupplierInvoicePaymentFailed(supplier_payment_id="p1", reason="no such account", failed_on=MONDAY)
approved = an_invoice.given(RECORDED, APPROVED)


def payment(invoice: Specification[SupplierInvoice]) -> str:
    assert isinstance(invoice.state, Approved)
    return invoice.state.payment


def test_it_is_paid_until_the_payment_fails_and_again_when_it_arrives_after_all() -> None:
    assert payment(approved) == "unpaid"
    paid = approved.given(*approved.when(PAID).then(MADE).then_asked_again_nothing().facts)
    assert payment(paid) == "paid"
    failed = paid.given(*paid.when(BOUNCED).then(FAILED).then_asked_again_nothing().facts)
    assert payment(failed) == "failed"
    assert payment(failed.given(*failed.when(PAID).then(MADE).facts)) == "paid"


def test_a_failure_that_is_heard_after_the_next_payment_does_not_undo_it() -> None:
    second = SupplierInvoicePaymentMade(supplier_payment_id="p2", made_on=MONDAY)
    assert payment(approved.given(second, *approved.given(second).when(BOUNCED).facts)) == "paid"


@pytest.mark.parametrize("owed_nothing", [(), (RECORDED, BLOCKED), (RECORDED, BLOCKED, REJECTED)])
def test_what_is_not_owed_is_not_paid(owed_nothing: tuple[object, ...]) -> None:
    an_invoice.given(*owed_nothing).when(PAID).then_nothing()
    an_invoice.given(*owed_nothing).when(BOUNCED).then_nothing()
