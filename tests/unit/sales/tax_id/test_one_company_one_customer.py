"""A company is one customer: over HTTP, in memory."""

from dataclasses import replace
from typing import Any

import pytest

from services.sales.composition import SERVICE
from shared.testing.company import MemoryCompany
from tests.unit.sales.desk import CUSTOMER, Desk

TAKEN = (409, "sales.customer.tax-id-taken", "tax_id")
NO_BRANCH = (422, "sales.customer.not-a-branch", "branch_of")
DETAILS = {name: CUSTOMER[name] for name in ("name", "tax_id", "country", "billing_email")}
OTHER = "0314409058"


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def details(desk: Desk, customer_id: str, **other: Any) -> dict[str, Any]:
    return await desk.write(f"/customers/{customer_id}/details", {**DETAILS, **other})


@pytest.mark.parametrize("written", ["0100233488", "01.00.233.488", "0100 233 488", "010-023-3488"])
async def test_a_second_customer_with_the_same_tax_id_is_refused(desk: Desk, written: str) -> None:
    first = await desk.customer()
    answer = await desk.ask("POST", "/customers", {**CUSTOMER, "name": "Somebody else", "tax_id": written})
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == TAKEN
    assert problem["customer_id"] == first
    assert len((await desk.read("/customers"))["items"]) == 1
    assert desk.told() == ["sales.customer.registered.v1"]


async def test_asked_again_under_the_same_key_it_is_the_same_customer(desk: Desk) -> None:
    first = await desk.write("/customers", CUSTOMER, key="once")
    again = await desk.write("/customers", CUSTOMER, key="once")
    assert (again["id"], again["repeated"]) == (first["id"], True)


async def test_a_correction_to_what_another_has_is_refused(desk: Desk) -> None:
    await desk.customer()
    second = await desk.customer(tax_id=OTHER)
    assert await desk.refused(f"/customers/{second}/details", DETAILS) == TAKEN
    assert (await desk.read(f"/customers/{second}"))["tax_id"] == OTHER


async def test_a_correction_of_something_else_claims_nothing(desk: Desk) -> None:
    first = await desk.customer()
    await details(desk, first, name="Minh Phát Sài Gòn")
    assert await desk.refused("/customers", CUSTOMER) == TAKEN


async def test_what_was_corrected_away_is_free(desk: Desk) -> None:
    first = await desk.customer()
    await details(desk, first, tax_id=OTHER)
    await desk.customer(name="Hoà Bình")
    assert await desk.refused(f"/customers/{first}/details", DETAILS) == TAKEN
    history = await desk.read(f"/customers/{first}/history")
    assert history[-1]["data"]["former_tax_id"] == {"country": "VN", "number": "0100233488"}


async def test_consumers_and_who_is_not_known_yet_have_none(desk: Desk) -> None:
    await desk.customer(tax_id="")
    second = await desk.customer(tax_id="")
    await details(desk, second)
    await details(desk, second, tax_id="")
    await desk.customer()


async def test_in_another_country_it_is_another(desk: Desk) -> None:
    await desk.customer(country="US", tax_id="12-3456789")
    await desk.customer(country="LA", tax_id="12-3456789")
    assert await desk.refused("/customers", {**CUSTOMER, "country": "US", "tax_id": "123456789"}) == TAKEN


async def test_a_vietnamese_branch_has_a_number_of_its_own(desk: Desk) -> None:
    await desk.customer(tax_id=OTHER)
    await desk.customer(tax_id="0314409058-002")
    assert await desk.refused("/customers", {**CUSTOMER, "tax_id": "0314409058002"}) == TAKEN


async def test_a_branch_that_shares_it_says_whose_it_is(desk: Desk) -> None:
    head = await desk.customer()
    branch = await desk.customer(name="Minh Phát Đà Nẵng", branch_of=head)
    assert (await desk.read(f"/customers/{branch}"))["branch_of"] == head
    await details(desk, branch, name="Minh Phát Huế")
    assert (await desk.read(f"/customers/{branch}"))["branch_of"] == head
    stranger = await desk.customer(tax_id=OTHER)
    assert await desk.refused("/customers", {**CUSTOMER, "branch_of": stranger}) == NO_BRANCH
    assert await desk.refused("/customers", {**CUSTOMER, "branch_of": "nobody"}) == NO_BRANCH
    assert await desk.refused("/customers", {**CUSTOMER, "tax_id": "", "branch_of": head}) == NO_BRANCH
    await details(desk, stranger, branch_of=head)
    assert (await desk.read(f"/customers/{stranger}"))["branch_of"] == head
    await details(desk, stranger, tax_id=OTHER)
    assert (await desk.read(f"/customers/{stranger}"))["branch_of"] == ""


async def test_who_was_registered_before_it_was_claimed_is_looked_up() -> None:
    desk, first = await _before_claims()
    answer = await desk.ask("POST", "/customers", {**CUSTOMER, "name": "Somebody else"})
    assert (answer.status_code, answer.json()["customer_id"]) == (409, first)
    second = await desk.customer(tax_id=OTHER)
    assert await desk.refused(f"/customers/{second}/details", DETAILS) == TAKEN
    await details(desk, first, name="Minh Phát Sài Gòn")
    await desk.customer(name="Minh Phát Đà Nẵng", branch_of=first)
    await details(desk, first, tax_id="")


async def _before_claims() -> tuple[Desk, str]:
    """A company with one customer, whom an earlier release registered."""
    department = SERVICE.department
    silent = tuple(one for one in department.reactions if not one.name.endswith("_claim_tax_id"))
    assert len(silent) == len(department.reactions) - 2
    earlier = replace(SERVICE, department=replace(department, reactions=silent))
    old, new = Desk(await MemoryCompany.open([earlier])), await Desk.open()
    customer_id = await old.customer()
    kept, store = (one.company.departments["sales"].store for one in (old, new))
    store.streams.update(kept.streams)
    store.views.update(kept.views)
    return new, customer_id
