"""Tax ids: of one customer, and of those who say that they are its branch."""

from dataclasses import replace

import pytest

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.tax_id import NotABranch, key_of
from services.sales.tax_id.claiming import ClaimTaxId, ReleaseTaxId, TaxIdTaken
from services.sales.tax_id.decider import TAX_ID
from services.sales.tax_id.events import TaxIdClaimed, TaxIdReleased
from shared.testing.specification import spec_of
from tests.unit.sales.examples import BLOCKED, MONDAY, REGISTERED, TUESDAY

KEY = "VN:0100233488"
a_tax_id = spec_of(TAX_ID)
CLAIM = ClaimTaxId(key=KEY, customer_id="C-1", branch_of="", on=MONDAY)
CLAIMED = TaxIdClaimed(customer_id="C-1", branch_of="", claimed_on=MONDAY)
ANOTHER = replace(CLAIM, customer_id="C-2")
AS_BRANCH = replace(ANOTHER, branch_of="C-1")
BRANCH = TaxIdClaimed(customer_id="C-2", branch_of="C-1", claimed_on=MONDAY)
RELEASE = ReleaseTaxId(customer_id="C-1", on=TUESDAY)
RELEASED = TaxIdReleased(customer_id="C-1", released_on=TUESDAY)
AS_HEAD = a_tax_id.beside(CUSTOMER, "C-1", REGISTERED)


class TestClaiming:
    def test_it_is_one_customers(self) -> None:
        a_tax_id.when(CLAIM).then(CLAIMED).then_asked_again_nothing()
        a_tax_id.given(CLAIMED).when(ANOTHER).then_rejected(TaxIdTaken, field="tax_id")

    def test_released_it_is_anybodys(self) -> None:
        a_tax_id.given(CLAIMED).when(RELEASE).then(RELEASED).then_asked_again_nothing()
        a_tax_id.given(CLAIMED, RELEASED).when(ANOTHER).then(replace(CLAIMED, customer_id="C-2"))
        a_tax_id.given(CLAIMED).when(replace(RELEASE, customer_id="C-2")).then_nothing()


class TestBranches:
    def test_a_branch_shares_that_of_its_head_office(self) -> None:
        AS_HEAD.given(CLAIMED).when(AS_BRANCH).then(BRANCH).then_asked_again_nothing()

    def test_a_branch_may_be_the_head_of_another(self) -> None:
        deeper = replace(AS_BRANCH, customer_id="C-3", branch_of="C-2")
        third = TaxIdClaimed(customer_id="C-3", branch_of="C-2", claimed_on=MONDAY)
        known = a_tax_id.beside(CUSTOMER, "C-2", REGISTERED)
        known.given(CLAIMED, BRANCH).when(deeper).then(third)

    def test_who_stays_keeps_others_out(self) -> None:
        third = replace(CLAIM, customer_id="C-3")
        a_tax_id.given(CLAIMED, BRANCH, RELEASED).when(third).then_rejected(TaxIdTaken, field="tax_id")

    @pytest.mark.parametrize("history", [(REGISTERED,), (REGISTERED, BLOCKED)])
    def test_who_had_it_before_it_was_claimed_has_branches_too(self, history: tuple[object, ...]) -> None:
        a_tax_id.beside(CUSTOMER, "C-1", *history).when(AS_BRANCH).then(BRANCH)

    def test_who_has_another_or_none_or_is_unknown_is_no_head_office_of_it(self) -> None:
        for history in (
            (),
            (replace(REGISTERED, tax_id=""),),
            (replace(REGISTERED, tax_id="0314409058"),),
            (replace(REGISTERED, country="LA"),),
        ):
            a_tax_id.beside(CUSTOMER, "C-1", *history).when(AS_BRANCH).then_rejected(NotABranch, field="branch_of")

    def test_nobody_is_a_branch_of_themselves(self) -> None:
        own = replace(CLAIM, branch_of="C-1")
        AS_HEAD.when(own).then_rejected(NotABranch, field="branch_of")


@pytest.mark.parametrize(
    ("country", "number", "key"),
    [
        ("VN", "0100233488", KEY),
        ("VN", "01.00 233-488", KEY),
        ("VN", "0314409058-002", "VN:0314409058002"),
        ("US", "12-3456789", "US:123456789"),
        ("US", "ab 12/3", "US:AB123"),
        ("VN", "", ""),
        ("VN", " - ", ""),
    ],
)
def test_it_is_the_same_however_it_is_written(country: str, number: str, key: str) -> None:
    assert key_of(country, number) == key
