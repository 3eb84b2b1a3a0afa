"""Customers over HTTP, in memory."""

from typing import Any

import pytest

from tests.unit.sales.desk import CUSTOMER, MANAGER, Desk

LAN = {"name": "Lan", "role": "billing", "email": "lan@minhphat.example"}
DEPOSIT = [{"percent": "30", "due_in_days": 0}, {"percent": "70", "due_in_days": 30}]


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def test_a_customer_is_registered_kept_and_told_of(desk: Desk) -> None:
    customer = await desk.write("/customers", {**CUSTOMER, "contacts": [LAN]}, key="once")
    assert await desk.write("/customers", {**CUSTOMER, "contacts": [LAN]}, key="once") == {
        **customer,
        "repeated": True,
    }
    path = f"/customers/{customer['id']}"
    details = {name: CUSTOMER[name] for name in ("tax_id", "country", "billing_email")}
    await desk.write(f"{path}/details", {**details, "name": "Minh Phát Sài Gòn"})
    await desk.write(f"{path}/contacts", {**LAN, "name": "Hoa", "role": "decision-maker"})
    await desk.write(f"{path}/contacts/1", {**LAN, "phone": "+84 28 3822 0000"}, method="PUT")
    await desk.write(f"{path}/contacts/2/removal")
    await desk.write(f"{path}/terms", {"terms": DEPOSIT}, roles=MANAGER)
    shown = await desk.read(path)
    assert (shown["name"], shown["tax_id_kind"], shown["status"]) == ("Minh Phát Sài Gòn", "vn.mst", "active")
    assert shown["contacts"] == [{"contact_no": 1, **LAN, "phone": "+84 28 3822 0000"}]
    assert [agreed["terms"] for agreed in shown["terms"]] == [DEPOSIT]
    history = await desk.read(f"{path}/history")
    assert [entry["type"] for entry in history] == [
        "customer.registered",
        "customer.details-corrected",
        "customer.contact-added",
        "customer.contact-changed",
        "customer.contact-removed",
        "customer.terms-agreed",
    ]
    assert desk.told() == ["sales.customer.registered.v1", "sales.customer.details-corrected.v1"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"currency": 1}, "currency: Input should be a valid string"),
        ({"currency": "dong"}, "currency: this has to be three capital letters"),
        ({"billing_email": "nobody"}, "billing_email: this has to be an address like ap@acme.example"),
        ({"name": "a\x01b"}, "name: control characters are not allowed"),
        ({"contacts": [{**LAN, "phone": "call me"}]}, "contacts.0.phone: this has to be a telephone number like "),
        ({"contacts": ["Lan"]}, "contacts.0: this has to be an object"),
        (
            {"contacts": [{**LAN, "fax": "1"}]},
            "contacts.0.fax: there is no such field; there are: name, role, email, phone",
        ),
        ({"nmae": "Acme"}, "nmae: there is no such field; there are: name, tax_id, "),
    ],
)
async def test_what_does_not_fit_is_told_in_words(desk: Desk, wrong: dict[str, Any], said: str) -> None:
    problem = (await desk.ask("POST", "/customers", {**CUSTOMER, **wrong})).json()
    assert problem["detail"].startswith(said)
    assert "Value error" not in problem["detail"]
    (error,) = problem["errors"]
    assert problem["detail"] == f"{error['field']}: {error['problem']}"


async def test_a_block_is_set_and_lifted_by_a_manager(desk: Desk) -> None:
    path = f"/customers/{await desk.customer()}"
    reason = {"reason": "under investigation"}
    assert (await desk.refused(f"{path}/block", reason))[:2] == (403, "shared.auth.role-missing")
    await desk.write(f"{path}/block", reason, roles=MANAGER, person="boss")
    (blocked,) = (await desk.read("/customers/queues/blocked"))["items"]
    assert (blocked["blocked_because"], blocked["blocked_by"]) == ("under investigation", "boss")
    await desk.write(f"{path}/unblock", {"reason": "cleared"}, roles=MANAGER)
    assert (await desk.read("/customers/queues/blocked"))["items"] == []
    assert (await desk.read(f"{path}/history"))[1]["reason"] == "under investigation"


async def test_what_cannot_be_is_refused_by_name(desk: Desk) -> None:
    refusals: list[tuple[dict[str, Any], str, str]] = [
        ({"tax_id": "0100233480"}, "sales.customer.tax-id-invalid", "tax_id"),
        ({"terms": DEPOSIT[:1]}, "sales.customer.terms-not-whole", "terms"),
        ({"currency": "UDS"}, "sales.customer.currency-unknown", "currency"),
        ({"country": "QQ"}, "sales.customer.country-unknown", "country"),
        ({"country": "ZZ"}, "sales.customer.country-unknown", "country"),
        ({"billing_email": "nobody"}, "shared.request.invalid", "billing_email"),
        ({"favourite_colour": "blue"}, "shared.request.invalid", "favourite_colour"),
    ]
    for wrong, code, field in refusals:
        assert await desk.refused("/customers", {**CUSTOMER, **wrong}) == (422, code, field)
    path = f"/customers/{await desk.customer()}"
    assert (await desk.refused(f"{path}/contacts/9/removal"))[:2] == (404, "sales.customer.contact-unknown")
    assert (await desk.refused("/customers/nobody/contacts", LAN))[:2] == (404, "shared.request.unknown-document")
    stale = await desk.refused(f"{path}/contacts", LAN, headers={"If-Match": '"7"'})
    assert stale[:2] == (412, "shared.request.precondition-failed")


async def test_a_filter_that_takes_one_of_a_few_takes_no_other(desk: Desk) -> None:
    assert (await desk.read("/orders?payment=overdue"))["items"] == []
    slip = await desk.refused("/orders?payment=overdu", method="GET")
    assert slip == (422, "shared.request.filter-invalid", "payment")


async def test_customers_are_found_by_tax_id(desk: Desk) -> None:
    customer_id = await desk.customer()
    await desk.customer(tax_id="0314409058-002", name="Hoà Bình")
    (found,) = (await desk.read("/customers?tax_id=0100233488"))["items"]
    assert found["customer_id"] == customer_id


@pytest.mark.parametrize(
    ("question", "code", "field"),
    [
        ("?taxid=0100233488", "filter-invalid", "taxid"),
        ("?status=blokced", "filter-invalid", "status"),
        ("?country=VM", "filter-invalid", "country"),
        ("?is_credit_stopped=maybe", "filter-invalid", "is_credit_stopped"),
        ("/queues/blocked?country=VN", "unknown-parameter", "country"),
        ("/{customer_id}?as_off=2026-01-01", "unknown-parameter", "as_off"),
        ("/{customer_id}/history?limit=2", "unknown-parameter", "limit"),
        ("?country=VN&country=US", "invalid", "country"),
        ("?limit=1&limit=2", "invalid", "limit"),
        ("/queues/blocked?limit=1&limit=1", "invalid", "limit"),
        ("/{customer_id}?as_of=2026-03-02&as_of=2026-03-03", "invalid", "as_of"),
    ],
)
async def test_a_slip_in_the_address_is_no_answer(desk: Desk, question: str, code: str, field: str) -> None:
    path = f"/customers{question.format(customer_id=await desk.customer())}"
    assert await desk.refused(path, method="GET") == (422, f"shared.request.{code}", field)


async def test_truth_is_asked_for_by_its_name(desk: Desk) -> None:
    await desk.customer()
    assert len((await desk.read("/customers?is_credit_stopped=false"))["items"]) == 1
    assert (await desk.read("/customers?is_credit_stopped=true"))["items"] == []
