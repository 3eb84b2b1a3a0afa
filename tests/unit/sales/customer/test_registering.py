"""Customers: registered once, and put right."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerDetailsCorrected
from services.sales.customer.registering import (
    CorrectDetails,
    CountryUnknown,
    CurrencyUnknown,
    CustomerIdTaken,
    CustomerUnknown,
    RegisterCustomer,
)
from services.sales.customer.tax_id import TaxIdInvalid
from services.sales.customer.terms import TermsNotWhole
from shared.published.sales import InstalmentTerm
from shared.testing.specification import spec_of
from tests.unit.sales.examples import BLOCKED, DEPOSIT, MONDAY, NET_30, REGISTERED, TUESDAY

a_customer = spec_of(CUSTOMER)
REGISTER = RegisterCustomer(
    name="Minh Phát",
    tax_id="01.00.233.488",
    country="VN",
    currency="USD",
    billing_email="ketoan@minhphat.example",
    terms=NET_30,
    contacts=(),
    registered_on=MONDAY,
)
CORRECT = CorrectDetails(
    name="Minh Phát Sài Gòn",
    tax_id="0100233488",
    country="VN",
    billing_email="ketoan@minhphat.example",
    corrected_on=TUESDAY,
)
CORRECTED = CustomerDetailsCorrected(
    name="Minh Phát Sài Gòn",
    tax_id="0100233488",
    tax_id_kind="vn.mst",
    country="VN",
    billing_email="ketoan@minhphat.example",
    corrected_on=TUESDAY,
)


def of(*percents: str) -> tuple[InstalmentTerm, ...]:
    return tuple(InstalmentTerm(percent=Decimal(percent), due_in_days=30) for percent in percents)


class TestRegistering:
    def test_a_company_is_registered_once(self) -> None:
        a_customer.when(REGISTER).then(REGISTERED).then_asked_again_nothing()

    def test_an_id_cannot_become_another_company(self) -> None:
        another = replace(REGISTER, name="Hoà Bình")
        a_customer.given(REGISTERED).when(another).then_rejected(CustomerIdTaken)
        a_customer.given(REGISTERED, BLOCKED).when(another).then_rejected(CustomerIdTaken)

    def test_the_tax_id_could_be_one(self) -> None:
        a_customer.when(replace(REGISTER, tax_id="0100233480")).then_rejected(TaxIdInvalid, field="tax_id")

    def test_country_and_currency_exist(self) -> None:
        a_customer.when(replace(REGISTER, country="QQ")).then_rejected(CountryUnknown, field="country")
        for no_money in ("UDS", "XAU"):
            a_customer.when(replace(REGISTER, currency=no_money)).then_rejected(CurrencyUnknown, field="currency")

    @pytest.mark.parametrize("terms", [(), of("99.9999"), of("50", "50.0001"), of("60", "60")])
    def test_terms_make_up_the_whole(self, terms: tuple[InstalmentTerm, ...]) -> None:
        a_customer.when(replace(REGISTER, terms=terms)).then_rejected(TermsNotWhole, field="terms")

    def test_no_instalment_is_nothing(self) -> None:
        a_customer.when(replace(REGISTER, terms=of("100", "0"))).then_rejected(TermsNotWhole, field="terms.1.percent")

    def test_thirds_can_be_agreed(self) -> None:
        terms = of("33.3333", "33.3333", "33.3334")
        a_customer.when(replace(REGISTER, terms=terms)).then(replace(REGISTERED, terms=terms))

    def test_several_instalments_can_be_agreed(self) -> None:
        a_customer.when(replace(REGISTER, terms=DEPOSIT)).then(replace(REGISTERED, terms=DEPOSIT))


class TestCorrecting:
    def test_details_are_put_right(self) -> None:
        a_customer.given(REGISTERED).when(CORRECT).then(CORRECTED).then_asked_again_nothing()

    def test_of_a_blocked_customer_too(self) -> None:
        a_customer.given(REGISTERED, BLOCKED).when(CORRECT).then(CORRECTED).then_asked_again_nothing()

    def test_of_nobody_they_are_not(self) -> None:
        a_customer.when(CORRECT).then_rejected(CustomerUnknown)

    def test_the_rules_are_those_of_registering(self) -> None:
        known = a_customer.given(REGISTERED)
        known.when(replace(CORRECT, tax_id="1")).then_rejected(TaxIdInvalid)
        known.when(replace(CORRECT, country="QQ")).then_rejected(CountryUnknown)
