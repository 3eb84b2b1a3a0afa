"""Supplier invoices: what becomes of a blocked one."""

from dataclasses import replace
from decimal import Decimal

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.supplier_invoice.events import SupplierInvoiceBlocked
from services.purchasing.supplier_invoice.state import Approved
from services.purchasing.supplier_invoice.terms import Variance, VarianceKind
from services.purchasing.supplier_invoice.unblocking import (
    NotBlocked,
    RejectSupplierInvoice,
    ReleaserIsRecorder,
    ReleaseSupplierInvoice,
    RematchSupplierInvoice,
    SupplierInvoiceUnknown,
)
from tests.unit.purchasing.purchase_order.orders import received
from tests.unit.purchasing.supplier_invoice.invoices import (
    APPROVED,
    BLOCKED,
    MONDAY,
    ON_ORDER,
    RECORDED,
    REJECTED,
    an_invoice,
    an_invoice_after_receipt,
)

REMATCH = RematchSupplierInvoice(on=MONDAY)
RELEASE = ReleaseSupplierInvoice(reason="agreed by phone", by="mia", on=MONDAY)
REJECT = RejectSupplierInvoice(reason="wrong goods", by="mia", on=MONDAY)
RELEASED = replace(APPROVED, released=True, reason="agreed by phone", approved_by="mia")
a_blocked_invoice = an_invoice.given(RECORDED, BLOCKED)


class TestRematching:
    def test_after_a_late_receipt_it_matches(self) -> None:
        late = an_invoice_after_receipt.given(RECORDED, BLOCKED)
        late.when(REMATCH).then(APPROVED).then_asked_again_nothing()

    def test_the_same_variances_are_no_news_and_other_ones_are(self) -> None:
        a_blocked_invoice.when(REMATCH).then_nothing()
        part = a_blocked_invoice.beside(PURCHASE_ORDER, "po-1", *ON_ORDER, received("r1", "4"))
        less = Variance(purchase_line_no=1, kind=VarianceKind.QUANTITY, expected=Decimal(4), stated=Decimal(10))
        part.when(REMATCH).then(SupplierInvoiceBlocked(variances=(less,), blocked_on=MONDAY)).then_asked_again_nothing()

    def test_only_what_is_blocked(self) -> None:
        an_invoice.when(REMATCH).then_rejected(SupplierInvoiceUnknown)
        a_blocked_invoice.given(REJECTED).when(REMATCH).then_rejected(NotBlocked)


class TestReleasing:
    def test_another_person_releases_it_with_a_reason(self) -> None:
        decided = a_blocked_invoice.when(RELEASE).then(RELEASED).then_asked_again_nothing()
        state = decided.state_after()
        assert isinstance(state, Approved)
        assert state.variances == BLOCKED.variances

    def test_who_recorded_it_cannot(self) -> None:
        a_blocked_invoice.when(replace(RELEASE, by="ben")).then_rejected(ReleaserIsRecorder)

    def test_only_what_is_blocked(self) -> None:
        an_invoice.when(RELEASE).then_rejected(SupplierInvoiceUnknown)
        a_blocked_invoice.given(REJECTED).when(RELEASE).then_rejected(NotBlocked)


class TestRejecting:
    def test_rejected_once_with_a_reason(self) -> None:
        a_blocked_invoice.when(REJECT).then(REJECTED).then_asked_again_nothing()

    def test_not_what_is_unknown_or_owed(self) -> None:
        an_invoice.when(REJECT).then_rejected(SupplierInvoiceUnknown)
        a_blocked_invoice.given(RELEASED).when(REJECT).then_rejected(NotBlocked)
