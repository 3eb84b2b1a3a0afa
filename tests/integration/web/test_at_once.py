"""Many at once, over HTTP on PostgreSQL: the last units go once each, one request has one effect, one edit wins."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import over_tcp
from deploy.journeys.people import People
from deploy.journeys.shop import (
    CURRENCY,
    Article,
    amount,
    customer,
    lines_of,
    opening_stock,
    tax_and_prices,
    tax_number,
)
from deploy.journeys.straight import agreed_contract
from tests.integration.web.conftest import OpenHouse

CLIENTS: Final = 64
IN_STOCK: Final = 10
AT_ONCE: Final = 50
SITES: Final = 20
ACME: Final[dict[str, Any]] = {
    "name": "Acme",
    "country": "US",
    "currency": "USD",
    "billing_email": "pay@acme.example",
    "terms": [{"percent": "100", "due_in_days": 30}],
}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
async def people(open_house: OpenHouse) -> AsyncIterator[People]:
    doors = over_tcp(open_house.url, open_house.token)
    yield People(doors, patience_seconds=60)
    await doors.client.aclose()


@pytest.fixture
async def client(open_house: OpenHouse) -> AsyncIterator[httpx2.AsyncClient]:
    """As everybody; with a connection for each who asks at the same time."""
    limits = httpx2.Limits(max_connections=CLIENTS)
    async with httpx2.AsyncClient(base_url=open_house.url, timeout=60, limits=limits) as opened:
        roles = sorted({role for roles in STAFF.values() for role in roles})
        opened.headers["Authorization"] = f"Bearer {open_house.token('everybody', *roles)}"
        yield opened


async def an_article(people: People, stock: int) -> Article:
    """Never traded before, and so many in stock."""
    article = Article(f"RARE-{uuid4().hex[:8]}", "Rare pump", 1_000_000, 900_000, 500_000, stock)
    await tax_and_prices(people, (article,))
    if stock:
        await opening_stock(people, (article,))
    return article


async def post(client: httpx2.AsyncClient, path: str, body: Any, key: str | None = None) -> httpx2.Response:
    return await client.post(path, json=body, headers={"Idempotency-Key": key or str(uuid4())})


async def test_64_orders_for_the_last_10_units(people: People, client: httpx2.AsyncClient) -> None:
    article = await an_article(people, IN_STOCK)
    buyer = await customer(people, int(uuid4().int % 10**6) + 1000)
    contracts = [await agreed_contract(people, buyer, lines_of((article,), 1)) for _ in range(CLIENTS)]
    placed = await asyncio.gather(
        *(post(client, "/sales/orders", {"contract_id": contract}) for _, contract in contracts)
    )
    assert Counter(answer.status_code for answer in placed) == {201: CLIENTS}
    orders = {answer.json()["id"] for answer in placed}
    stock = await people.until(
        "wim.storekeeper",
        f"/warehouse/stock-items?sku={article.sku}",
        lambda page: bool(page["items"]) and _promised(page["items"][0]) == CLIENTS,
        "all orders are reserved or wait",
    )
    (item,) = stock["items"]
    figures = {name: Decimal(item[name]) for name in ("on_hand", "reserved", "available", "waiting")}
    assert figures == {"on_hand": 10, "reserved": 10, "available": 0, "waiting": 54}
    held = [await people.get("wim.storekeeper", f"/warehouse/reservations/{order}") for order in orders]
    assert Counter(one["status"] for one in held) == {"reserved": IN_STOCK, "short": CLIENTS - IN_STOCK}


def _promised(item: dict[str, Any]) -> Decimal:
    return Decimal(item["reserved"]) + Decimal(item["waiting"])


async def test_a_site_is_vacated_while_it_is_counted(people: People, client: httpx2.AsyncClient) -> None:
    """Whoever comes first: in the end no vacated site has goods, or a count that is to be approved."""
    article = await an_article(people, 0)
    line = {"sku": article.sku, "counted": "3", "unit_cost": "1"}
    body = {"currency": CURRENCY, "lines": [line], "opening": True, "reason": "found behind a door"}
    for number in range(SITES):
        site = f"S{number}-{uuid4().hex[:8]}"
        await people.put("wanda.warehouse-manager", f"/warehouse/sites/{site}", {"name": site})
        await people.post("wanda.warehouse-manager", f"/warehouse/sites/{site}/closing", {"reason": "the door is shut"})
        counted, vacated = await asyncio.gather(
            post(client, "/warehouse/stock-counts", {**body, "warehouse": site}),
            post(client, f"/warehouse/sites/{site}/vacating", {}),
        )
        assert (counted.status_code, vacated.status_code) in {(201, 409), (422, 200)}
        if counted.status_code == 201:
            await people.post("wanda.warehouse-manager", f"/warehouse/stock-counts/{counted.json()['id']}/approval")
        there = (await client.get("/warehouse/stock-items", params={"warehouse": site})).json()["items"]
        assert bool(there) == (vacated.status_code == 409), (counted.text, vacated.text)


async def test_64_calls_on_the_last_10_units_of_a_contract(people: People, client: httpx2.AsyncClient) -> None:
    article = await an_article(people, 0)
    buyer = await customer(people, int(uuid4().int % 10**6) + 1000)
    _, contract = await agreed_contract(people, buyer, lines_of((article,), IN_STOCK))
    call = {"contract_id": contract, "lines": [{"line_no": 1, "quantity": "1"}]}
    answers = await asyncio.gather(*(post(client, "/sales/orders", call) for _ in range(CLIENTS)))
    assert Counter(answer.status_code for answer in answers) == {201: IN_STOCK, 409: CLIENTS - IN_STOCK}
    orders = await people.get("sara.rep", f"/sales/orders?contract_id={contract}&limit=200")
    assert len(orders["items"]) == IN_STOCK
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == IN_STOCK


async def test_50_equal_requests_have_one_effect(people: People, client: httpx2.AsyncClient) -> None:
    name, key = f"Công ty {uuid4()}", str(uuid4())
    body = {**ACME, "name": name}
    answers = await asyncio.gather(*(post(client, "/sales/customers", body, key) for _ in range(AT_ONCE)))
    assert Counter(answer.status_code for answer in answers) == {201: AT_ONCE}, answers[0].text
    assert len({(answer.json()["id"], answer.json()["version"], answer.headers["ETag"]) for answer in answers}) == 1
    assert Counter(answer.json()["repeated"] for answer in answers) == {False: 1, True: AT_ONCE - 1}
    found = await client.get("/sales/customers", params={"name": name})
    assert len(found.json()["items"]) == 1
    history = await people.get("sara.rep", f"/sales/customers/{answers[0].json()['id']}/history")
    assert len(history) == 1


async def test_50_different_requests_with_one_key(client: httpx2.AsyncClient) -> None:
    prefix, key = f"Acme {uuid4()}", str(uuid4())
    bodies = [{**ACME, "name": f"{prefix} {number}"} for number in range(AT_ONCE)]
    answers = await asyncio.gather(*(post(client, "/sales/customers", body, key) for body in bodies))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: AT_ONCE - 1}
    codes = {answer.json().get("code") for answer in answers if answer.status_code != 201}
    assert codes == {"shared.request.idempotency-key-reused"}


async def test_50_who_register_one_company_at_once(people: People, client: httpx2.AsyncClient) -> None:
    tax_id = tax_number(int(uuid4().int % 10**6) + 10**6)
    written = [f"{tax_id[:place]} {tax_id[place:]}" for place in range(10)]
    vietnamese = {**ACME, "country": "VN"}
    bodies = [{**vietnamese, "name": f"Công ty {no}", "tax_id": written[no % 10]} for no in range(AT_ONCE)]
    answers = await asyncio.gather(*(post(client, "/sales/customers", body) for body in bodies))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: AT_ONCE - 1}, answers[0].text
    (registered,) = (answer.json()["id"] for answer in answers if answer.status_code == 201)
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    told = {(one["code"], one["field"], one["customer_id"]) for one in refused}
    assert told == {("sales.customer.tax-id-taken", "tax_id", registered)}
    found = await people.get("sara.rep", f"/sales/customers?tax_id={tax_id}")
    assert [one["customer_id"] for one in found["items"]] == [registered]


async def test_8_who_are_corrected_to_one_company_at_once(people: People, client: httpx2.AsyncClient) -> None:
    tax_id = tax_number(int(uuid4().int % 10**6) + 2 * 10**6)
    registered = [await people.post("sara.rep", "/sales/customers", ACME) for _ in range(8)]
    details = {"name": "Acme", "tax_id": tax_id, "country": "VN", "billing_email": "pay@acme.example"}
    answers = await asyncio.gather(
        *(post(client, f"/sales/customers/{one['id']}/details", details) for one in registered)
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}, answers[0].text
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"sales.customer.tax-id-taken"}


async def test_of_those_who_edit_the_same_version_one_wins(people: People, client: httpx2.AsyncClient) -> None:
    registered = await people.post("sara.rep", "/sales/customers", ACME)
    path = f"/sales/customers/{registered['id']}"
    seen = (await client.get(path)).headers["ETag"]
    changes = [
        client.post(
            f"{path}/details",
            json={"name": f"Acme {number}", "tax_id": "", "country": "US", "billing_email": "pay@acme.example"},
            headers={"Idempotency-Key": str(uuid4()), "If-Match": seen},
        )
        for number in range(8)
    ]
    answers = await asyncio.gather(*changes)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 7}, answers[0].text
    (winner,) = (answer for answer in answers if answer.status_code == 200)
    shown = await client.get(path)
    assert shown.headers["ETag"] == winner.headers["ETag"] == '"2"'
    assert {answer.json()["code"] for answer in answers if answer.status_code == 412} == {
        "shared.request.precondition-failed"
    }


async def test_payments_of_the_same_bank_line_are_one(people: People, client: httpx2.AsyncClient) -> None:
    """A bank's line that is entered by many at once, each with a key of its own, is still one payment."""
    body = {"amount": amount(1_000_000, CURRENCY), "reference": "nobody knows", "bank_reference": f"B-{uuid4()}"}
    answers = await asyncio.gather(*(post(client, "/accounting/payments", body) for _ in range(AT_ONCE)))
    found = await people.get("anh.accountant", f"/accounting/payments?bank_reference={body['bank_reference']}")
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses.keys() <= {201, 409}, statuses
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1, found
