"""Supplier invoices: what becomes of a blocked one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.events import PolicySet
from services.purchasing.policy.state import MAIN
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.events import PurchaseOrderRevised
from services.purchasing.supplier_invoice.recording import SupplierInvoiceUnknown
from services.purchasing.supplier_invoice.state import Approved
from services.purchasing.supplier_invoice.terms import Variance, VarianceKind
from services.purchasing.supplier_invoice.unblocking import (
    MatchAfterReceipt,
    NotBlocked,
    RejectSupplierInvoice,
    ReleaserIsRecorder,
    ReleaseSupplierInvoice,
    RematchSupplierInvoice,
    VariancesChanged,
)
from tests.unit.purchasing.purchase_order.orders import BY_THE_RULE, DRAFTED, SENT, TEN_PUMPS, billed, received
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
AFTER_RECEIPT = MatchAfterReceipt(purchase_order_id="po-1", on=MONDAY)
LESS = Variance(purchase_line_no=1, kind=VarianceKind.QUANTITY, expected=Decimal(4), stated=Decimal(10))
DEARER = Variance(purchase_line_no=1, kind=VarianceKind.PRICE, expected=Decimal(100), stated=Decimal(101))
(LINE,) = RECORDED.terms.lines
RECORDED_DEARER = replace(RECORDED, terms=replace(RECORDED.terms, lines=(replace(LINE, unit_price=Decimal(101)),)))
a_blocked_invoice = an_invoice.given(RECORDED, BLOCKED)


class TestRematching:
    def test_after_a_late_receipt_it_matches(self) -> None:
        late = an_invoice_after_receipt.given(RECORDED, BLOCKED)
        late.when(REMATCH).then(APPROVED).then_asked_again_nothing()

    def test_the_same_variances_are_no_news_and_other_ones_are(self) -> None:
        a_blocked_invoice.when(REMATCH).then_nothing()
        part = a_blocked_invoice.beside(PURCHASE_ORDER, "po-1", *ON_ORDER, received("r1", "4"))
        part.when(REMATCH).then(replace(BLOCKED, variances=(LESS,))).then_asked_again_nothing()

    def test_only_what_is_blocked(self) -> None:
        an_invoice.when(REMATCH).then_rejected(SupplierInvoiceUnknown)
        a_blocked_invoice.given(REJECTED).when(REMATCH).then_rejected(NotBlocked)


class TestAfterReceipt:
    def test_what_waited_for_nothing_but_goods_is_approved_by_rule(self) -> None:
        late = an_invoice_after_receipt.given(RECORDED, BLOCKED)
        late.when(AFTER_RECEIPT).then(APPROVED).then_asked_again_nothing()

    def test_a_part_of_the_goods_brings_the_variances_up_to_date(self) -> None:
        part = a_blocked_invoice.beside(PURCHASE_ORDER, "po-1", *ON_ORDER, received("r1", "4"))
        part.when(AFTER_RECEIPT).then(replace(BLOCKED, variances=(LESS,))).then_asked_again_nothing()
        rest = an_invoice_after_receipt.given(RECORDED, replace(BLOCKED, variances=(LESS,)))
        rest.when(AFTER_RECEIPT).then(APPROVED)

    def test_another_price_stays_for_a_person(self) -> None:
        dearer = an_invoice_after_receipt.given(
            RECORDED_DEARER, replace(BLOCKED, variances=(*BLOCKED.variances, DEARER))
        )
        dearer.when(AFTER_RECEIPT).then(replace(BLOCKED, variances=(DEARER,))).then_asked_again_nothing()

    def test_a_price_that_only_a_new_policy_lets_pass_stays_for_a_person(self) -> None:
        tolerant = PolicySet(
            approval_above=(),
            price_tolerance_percent=Decimal(5),
            quantity_tolerance_percent=Decimal(0),
            supplier_approval=False,
            set_by="mia",
            set_on=MONDAY,
        )
        dearer = an_invoice_after_receipt.given(
            RECORDED_DEARER, replace(BLOCKED, variances=(*BLOCKED.variances, DEARER))
        )
        dearer.beside(POLICY, MAIN, tolerant).when(AFTER_RECEIPT).then_nothing()

    def test_what_a_person_decided_stays(self) -> None:
        late = an_invoice_after_receipt
        late.when(AFTER_RECEIPT).then_nothing()
        late.given(RECORDED, BLOCKED, REJECTED).when(AFTER_RECEIPT).then_nothing()
        late.given(RECORDED, BLOCKED, RELEASED).when(AFTER_RECEIPT).then_nothing()

    def test_one_that_bills_another_purchase_order_by_now_does_not_wait_for_this_one(self) -> None:
        other = an_invoice_after_receipt.given(RECORDED, BLOCKED).beside(PURCHASE_ORDER, "po-2", *ON_ORDER)
        other.when(replace(AFTER_RECEIPT, purchase_order_id="po-2")).then_nothing()

    def test_a_line_that_a_revision_took_off_matches_nothing(self) -> None:
        terms = replace(TEN_PUMPS, lines=tuple(replace(line, line_no=2) for line in TEN_PUMPS.lines))
        revised = PurchaseOrderRevised(terms=terms, revised_by="ben", revised_on=MONDAY)
        facts = (DRAFTED, revised, BY_THE_RULE, SENT, received("r1", "10", line_no=2))
        a_blocked_invoice.beside(PURCHASE_ORDER, "po-1", *facts).when(AFTER_RECEIPT).then_nothing()

    def test_it_is_not_approved_before_the_day_that_it_was_blocked_on(self) -> None:
        late = an_invoice_after_receipt.given(RECORDED, BLOCKED)
        late.when(replace(AFTER_RECEIPT, on=MONDAY - timedelta(days=3))).then(APPROVED)


class TestReleasing:
    def test_another_person_releases_it_with_a_reason(self) -> None:
        decided = a_blocked_invoice.when(RELEASE).then(RELEASED).then_asked_again_nothing()
        state = decided.state_after()
        assert isinstance(state, Approved)
        assert state.variances == BLOCKED.variances

    def test_who_recorded_it_cannot(self) -> None:
        a_blocked_invoice.when(replace(RELEASE, by="ben")).then_rejected(ReleaserIsRecorder)

    def test_it_is_released_as_it_is_and_not_as_it_was_when_it_was_blocked(self) -> None:
        dearer = an_invoice_after_receipt.given(RECORDED_DEARER, replace(BLOCKED, variances=(DEARER,)))
        assert dearer.when(RELEASE).rejection is None
        came = (*ON_ORDER, received("r1", "10"))
        since = dearer.beside(PURCHASE_ORDER, "po-1", *came, billed("i2", "10"))
        decided = since.when(RELEASE).then_rejected(VariancesChanged)
        assert decided.rejection is not None
        assert decided.rejection.detail == (
            "line 1: quantity-variance, 0 expected and 10 stated; line 1: price-variance, 100 expected and 101 stated"
        )
        matches = an_invoice_after_receipt.given(RECORDED, BLOCKED).when(RELEASE).then_rejected(VariancesChanged)
        assert matches.rejection is not None
        assert matches.rejection.detail == "it matches"

    def test_only_what_is_blocked(self) -> None:
        an_invoice.when(RELEASE).then_rejected(SupplierInvoiceUnknown)
        a_blocked_invoice.given(REJECTED).when(RELEASE).then_rejected(NotBlocked)


class TestRejecting:
    def test_rejected_once_with_a_reason(self) -> None:
        a_blocked_invoice.when(REJECT).then(REJECTED).then_asked_again_nothing()

    def test_not_what_is_unknown_or_owed(self) -> None:
        an_invoice.when(REJECT).then_rejected(SupplierInvoiceUnknown)
        a_blocked_invoice.given(RELEASED).when(REJECT).then_rejected(NotBlocked)
