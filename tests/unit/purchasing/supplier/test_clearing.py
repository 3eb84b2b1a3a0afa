"""Suppliers: approved, blocked, and whether we may buy."""

from datetime import date

import pytest

from services.purchasing.supplier.clearing import (
    ApproverIsMaker,
    ApproveSupplier,
    BlockSupplier,
    SupplierIsBlocked,
    SupplierNotApproved,
    SupplierUnknown,
    UnblockSupplier,
    is_cleared,
    require_cleared,
)
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import (
    SupplierApproved,
    SupplierBlocked,
    SupplierDetails,
    SupplierRegistered,
    SupplierUnblocked,
)
from services.purchasing.supplier.state import Approved, Registered, Supplier
from shared.kernel.rejection import Rejection
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
NORD = SupplierDetails(name="Nord", tax_id="", country="DE", currency="EUR", payment_days=30)
REGISTERED = SupplierRegistered(details=NORD, registered_by="ben", registered_on=MONDAY)
APPROVED = SupplierApproved(approved_by="mia", approved_on=MONDAY)
BLOCKED = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
UNBLOCKED = SupplierUnblocked(reason="on time again", unblocked_by="mia", unblocked_on=MONDAY)
APPROVE = ApproveSupplier(by="mia", on=MONDAY)
BLOCK = BlockSupplier(reason="late", by="mia", on=MONDAY)
UNBLOCK = UnblockSupplier(reason="on time again", by="mia", on=MONDAY)
a_supplier = spec_of(SUPPLIER)


class TestApproving:
    def test_another_person_approves_once(self) -> None:
        a_supplier.given(REGISTERED).when(APPROVE).then(APPROVED).then_asked_again_nothing()

    def test_who_registered_it_cannot_approve_it(self) -> None:
        a_supplier.given(REGISTERED).when(ApproveSupplier(by="ben", on=MONDAY)).then_rejected(ApproverIsMaker)

    def test_neither_an_unknown_nor_a_blocked_one_is_approved(self) -> None:
        a_supplier.when(APPROVE).then_rejected(SupplierUnknown)
        a_supplier.given(REGISTERED, BLOCKED).when(APPROVE).then_rejected(SupplierIsBlocked)


class TestBlocking:
    def test_blocked_once_and_anew_for_another_reason(self) -> None:
        a_supplier.given(REGISTERED).when(BLOCK).then(BLOCKED).then_asked_again_nothing()
        worse = BlockSupplier(reason="bankrupt", by="mia", on=MONDAY)
        a_supplier.given(REGISTERED, BLOCKED).when(worse).then(
            SupplierBlocked(reason="bankrupt", blocked_by="mia", blocked_on=MONDAY)
        ).then_asked_again_nothing()

    def test_unblocked_it_is_what_it_was_before(self) -> None:
        registered = a_supplier.given(REGISTERED, BLOCKED).when(UNBLOCK).then(UNBLOCKED).then_asked_again_nothing()
        approved = a_supplier.given(REGISTERED, APPROVED, BLOCKED).when(UNBLOCK)
        assert isinstance(registered.state_after(), Registered)
        assert isinstance(approved.state_after(), Approved)

    def test_a_stranger_is_neither_blocked_nor_unblocked(self) -> None:
        a_supplier.when(BLOCK).then_rejected(SupplierUnknown)
        a_supplier.when(UNBLOCK).then_rejected(SupplierUnknown)


class TestWhetherWeMayBuy:
    @pytest.mark.parametrize(
        ("supplier", "approval_needed", "refusal"),
        [
            (a_supplier.state, False, SupplierUnknown),
            (a_supplier.given(REGISTERED).state, False, None),
            (a_supplier.given(REGISTERED).state, True, SupplierNotApproved),
            (a_supplier.given(REGISTERED, APPROVED).state, True, None),
            (a_supplier.given(REGISTERED, APPROVED, BLOCKED).state, False, SupplierIsBlocked),
        ],
    )
    def test_the_question_and_the_demand_agree(
        self, supplier: Supplier, approval_needed: bool, refusal: type[Rejection] | None
    ) -> None:
        assert is_cleared(supplier, approval_needed=approval_needed) is (refusal is None)
        if refusal is None:
            require_cleared(supplier, approval_needed=approval_needed)
        else:
            with pytest.raises(refusal):
                require_cleared(supplier, approval_needed=approval_needed)
