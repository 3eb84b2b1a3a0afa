"""Suppliers: registered and put right."""

from dataclasses import replace
from datetime import date

import pytest

from services.purchasing.supplier.clearing import ApproverIsMaker, ApproveSupplier, SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import (
    SupplierApproved,
    SupplierBlocked,
    SupplierDetails,
    SupplierDetailsCorrected,
    SupplierRegistered,
)
from services.purchasing.supplier.registering import CorrectSupplier, RegisterSupplier, SupplierTaken
from services.purchasing.supplier.state import Approved, Blocked, Registered
from services.purchasing.supplier.tax_id import TaxIdInvalid, checked_tax_id
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
NORD = SupplierDetails(name="Nord", tax_id="136695976", country="DE", currency="EUR", payment_days=30)
REGISTERED = SupplierRegistered(details=NORD, registered_by="ben", registered_on=MONDAY)
APPROVED = SupplierApproved(approved_by="mia", approved_on=MONDAY)
a_supplier = spec_of(SUPPLIER)


def correct(details: SupplierDetails, by: str = "ben") -> CorrectSupplier:
    return CorrectSupplier(details=details, by=by, on=MONDAY)


class TestRegistering:
    def test_a_company_is_registered_once(self) -> None:
        a_supplier.when(RegisterSupplier(details=NORD, by="ben", on=MONDAY)).then(REGISTERED).then_asked_again_nothing()

    def test_a_tax_id_is_kept_in_its_compact_form(self) -> None:
        spaced = replace(NORD, tax_id="DE 136 695 976")
        a_supplier.when(RegisterSupplier(details=spaced, by="ben", on=MONDAY)).then(
            REGISTERED
        ).then_asked_again_nothing()

    def test_an_id_cannot_become_another_company(self) -> None:
        other = RegisterSupplier(details=replace(NORD, name="Sued"), by="ben", on=MONDAY)
        a_supplier.given(REGISTERED).when(other).then_rejected(SupplierTaken)

    def test_a_tax_id_follows_the_rules_of_its_country(self) -> None:
        wrong = replace(NORD, tax_id="DE136695970")
        a_supplier.when(RegisterSupplier(details=wrong, by="ben", on=MONDAY)).then_rejected(
            TaxIdInvalid, field="tax_id"
        )


class TestTaxIds:
    @pytest.mark.parametrize(
        ("country", "stated", "kept"),
        [
            ("VN", "0100233488", "0100233488"),
            ("VN", "001099012345", "001099012345"),
            ("US", "91-1144442", "911144442"),
            ("XK", "anything 7", "anything 7"),
            ("DE", "", ""),
        ],
    )
    def test_known_rules_are_applied_and_unknown_countries_taken_at_their_word(
        self, country: str, stated: str, kept: str
    ) -> None:
        assert checked_tax_id(country, stated) == kept


class TestCorrecting:
    def test_terms_are_put_right_and_the_approval_holds(self) -> None:
        details = replace(NORD, payment_days=45)
        fact = SupplierDetailsCorrected(
            details=details, identity_changed=False, corrected_by="ben", corrected_on=MONDAY
        )
        decided = a_supplier.given(REGISTERED, APPROVED).when(correct(details)).then(fact)
        decided.then_asked_again_nothing()
        assert decided.state_after() == Approved(details=details, approved_by="mia")

    def test_another_name_has_to_be_approved_anew_and_not_by_who_wrote_it(self) -> None:
        details = replace(NORD, name="Nord Ost")
        decided = a_supplier.given(REGISTERED, APPROVED).when(correct(details, by="mia"))
        assert decided.state_after() == Registered(details=details, makers=("mia",))
        decided.specification.given(*decided.facts).when(ApproveSupplier(by="mia", on=MONDAY)).then_rejected(
            ApproverIsMaker
        )

    def test_who_corrects_before_the_approval_has_a_hand_in_it(self) -> None:
        decided = a_supplier.given(REGISTERED).when(correct(replace(NORD, name="N"), by="cleo"))
        state = decided.state_after()
        assert isinstance(state, Registered)
        assert state.makers == ("ben", "cleo")

    def test_a_blocked_supplier_stays_blocked_and_loses_the_approval_with_its_name(self) -> None:
        blocked = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
        supplier = a_supplier.given(REGISTERED, APPROVED, blocked)
        kept = supplier.when(correct(replace(NORD, payment_days=60))).state_after()
        lost = supplier.when(correct(replace(NORD, name="Other"))).state_after()
        assert isinstance(kept, Blocked)
        assert isinstance(lost, Blocked)
        assert (kept.approved_by, lost.approved_by) == ("mia", None)

    def test_nobody_unknown_is_corrected_and_no_tax_id_made_up(self) -> None:
        a_supplier.when(correct(NORD)).then_rejected(SupplierUnknown)
        a_supplier.given(REGISTERED).when(correct(replace(NORD, tax_id="DE1"))).then_rejected(TaxIdInvalid)
