"""Payment terms: agreed from a day on."""

from dataclasses import replace
from datetime import date

from services.sales.customer.agreeing import AgreeTerms, TermsInThePast
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerTermsAgreed
from services.sales.customer.profile import terms_on
from services.sales.customer.registering import CustomerUnknown
from services.sales.customer.state import Active
from services.sales.customer.terms import TermsNotWhole
from shared.published.sales import InstalmentTerm
from shared.testing.specification import spec_of
from tests.unit.sales.examples import BLOCKED, DEPOSIT, MONDAY, NET_30, REGISTERED, TUESDAY

a_customer = spec_of(CUSTOMER).given(REGISTERED)
JULY = date(2026, 7, 1)
AUGUST = date(2026, 8, 1)
AGREE = AgreeTerms(terms=DEPOSIT, valid_from=JULY, agreed_on=TUESDAY)
AGREED = CustomerTermsAgreed(terms=DEPOSIT, valid_from=JULY, agreed_on=TUESDAY)


def offered(*facts: CustomerTermsAgreed, on: date) -> tuple[InstalmentTerm, ...]:
    known = a_customer.given(*facts).state
    assert isinstance(known, Active)
    return terms_on(known.profile, on)


class TestAgreeing:
    def test_terms_are_agreed_once(self) -> None:
        a_customer.when(AGREE).then(AGREED).then_asked_again_nothing()

    def test_with_a_blocked_customer_too(self) -> None:
        a_customer.given(BLOCKED).when(AGREE).then(AGREED).then_asked_again_nothing()

    def test_with_nobody_they_are_not(self) -> None:
        spec_of(CUSTOMER).when(AGREE).then_rejected(CustomerUnknown)

    def test_they_make_up_the_whole(self) -> None:
        a_customer.when(replace(AGREE, terms=DEPOSIT[:1])).then_rejected(TermsNotWhole)

    def test_the_past_stays_as_it_was(self) -> None:
        a_customer.when(replace(AGREE, valid_from=MONDAY)).then_rejected(TermsInThePast, field="valid_from")


class TestOffering:
    def test_terms_hold_from_their_day(self) -> None:
        assert offered(AGREED, on=date(2026, 6, 30)) == NET_30
        assert offered(AGREED, on=JULY) == DEPOSIT

    def test_before_the_first_agreement_the_first_holds(self) -> None:
        assert offered(on=date(2020, 1, 1)) == NET_30

    def test_a_new_agreement_replaces_what_was_agreed_for_later(self) -> None:
        for_august = replace(AGREED, terms=DEPOSIT, valid_from=AUGUST)
        at_once = replace(AGREED, terms=NET_30, valid_from=JULY)
        assert offered(for_august, at_once, on=AUGUST) == NET_30
