"""Signing what was accepted."""

from dataclasses import replace
from datetime import date

import pytest

from services.sales.contract.events import ContractSigned
from services.sales.contract.signing import (
    ContractAlreadySigned,
    OtherRevisionAccepted,
    SignContract,
    SigningDayImpossible,
)
from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.decider import CUSTOMER
from services.sales.quotation.contracting import QuotationAlreadyContracted, QuotationNotAccepted
from services.sales.quotation.decider import QUOTATION
from tests.unit.sales.contract.agreeing import unsigned
from tests.unit.sales.examples import BLOCKED, MONDAY, REGISTERED, TUESDAY
from tests.unit.sales.quotation.quoting import OFFER, STAGES, accepted

beside_accepted = unsigned.beside(QUOTATION, "Q1", *accepted.history).beside(CUSTOMER, "C1", REGISTERED)
SIGN = SignContract(
    quotation_id="Q1", revision=1, signed_by="Hoa", signed_on=TUESDAY, document_sha256="", on=date(2026, 3, 9)
)


class TestSigning:
    def test_the_contract_is_what_the_customer_accepted(self) -> None:
        decided = beside_accepted.when(SIGN).then_asked_again_nothing()
        (signed,) = decided.facts
        assert isinstance(signed, ContractSigned)
        assert (signed.net, signed.charges, signed.terms) == (OFFER.net, OFFER.charges, OFFER.terms)
        assert [(line.line_no, line.sku, line.quantity, line.net) for line in signed.lines] == [
            (line.line_no, line.sku, line.quantity, line.net) for line in OFFER.lines
        ]
        assert (signed.customer_id, signed.signed_by, signed.warranty_months) == ("C1", "Hoa", 12)

    def test_another_revision_than_the_accepted_one_is_not_signed(self) -> None:
        beside_accepted.when(replace(SIGN, revision=2)).then_rejected(OtherRevisionAccepted, field="revision")

    @pytest.mark.parametrize("day", [MONDAY, date(2026, 3, 10)])
    def test_it_is_signed_after_the_acceptance_and_not_in_the_future(self, day: date) -> None:
        beside_accepted.when(replace(SIGN, signed_on=day)).then_rejected(SigningDayImpossible, field="signed_on")

    @pytest.mark.parametrize("stage", sorted(STAGES.keys() - {"accepted", "contracted"}))
    def test_what_was_not_accepted_is_not_signed(self, stage: str) -> None:
        beside = unsigned.beside(QUOTATION, "Q1", *STAGES[stage].history)
        beside.when(SIGN).then_rejected(QuotationNotAccepted, field="quotation_id")

    def test_one_quotation_makes_one_contract(self) -> None:
        beside = unsigned.beside(QUOTATION, "Q1", *STAGES["contracted"].history)
        beside.when(SIGN).then_rejected(QuotationAlreadyContracted, field="quotation_id")

    def test_nothing_is_signed_with_who_is_blocked(self) -> None:
        blocked = beside_accepted.beside(CUSTOMER, "C1", REGISTERED, BLOCKED)
        blocked.when(SIGN).then_rejected(CustomerIsBlocked, field="customer_id")
        (signed,) = beside_accepted.when(SIGN).facts
        blocked.given(signed).when(SIGN).then_nothing()

    def test_a_contract_is_not_signed_over(self) -> None:
        (signed,) = beside_accepted.when(SIGN).facts
        beside_accepted.given(signed).when(replace(SIGN, quotation_id="Q2")).then_rejected(ContractAlreadySigned)
