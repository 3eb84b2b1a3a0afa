"""Stock counts over HTTP, in memory: handed in by one person, approved by another."""

from collections.abc import Callable
from itertools import count
from typing import Any

import httpx2
import pytest

from services.warehouse.composition import SERVICE
from shared.testing.company import MemoryCompany

_KEYS = count()
ClientOf = Callable[..., httpx2.AsyncClient]


@pytest.fixture
async def company() -> MemoryCompany:
    return await MemoryCompany.open([SERVICE])


@pytest.fixture
def client_of(company: MemoryCompany) -> ClientOf:
    def client(person: str, *roles: str) -> httpx2.AsyncClient:
        headers = {"Authorization": f"Bearer {company.token(person, *(roles or ('warehouse.manager',)))}"}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=company), base_url="http://company/warehouse", headers=headers
        )

    return client


async def post(client: httpx2.AsyncClient, path: str, **body: Any) -> httpx2.Response:
    return await client.post(path, json=body, headers={"Idempotency-Key": f"count-{next(_KEYS)}"})


async def hand_in(client: httpx2.AsyncClient, *lines: dict[str, str], opening: bool = False) -> httpx2.Response:
    return await post(
        client,
        "/stock-counts",
        warehouse="MAIN",
        currency="USD",
        opening=opening,
        reason="opening stock" if opening else "monthly count",
        lines=list(lines),
    )


async def test_opening_stock_then_a_counted_difference(company: MemoryCompany, client_of: ClientOf) -> None:
    async with client_of("w.clerk", "warehouse.clerk") as clerk, client_of("w.boss") as boss:
        opening = await hand_in(clerk, {"sku": "PUMP-40", "counted": "10", "unit_cost": "3.50"}, opening=True)
        assert opening.status_code == 201, opening.text
        waiting = (await boss.get("/stock-counts/queues/to-approve")).json()["items"]
        assert [one["count_id"] for one in waiting] == [opening.json()["id"]]
        assert (await boss.get("/stock-items/MAIN:PUMP-40")).status_code == 404
        approved = await post(boss, f"/stock-counts/{opening.json()['id']}/approval")
        assert approved.status_code == 200, approved.text
        stock = (await boss.get("/stock-items/MAIN:PUMP-40")).json()
        assert (stock["on_hand"], stock["value"]) == ("10", {"minor": 3500, "currency": "USD"})

        monthly = await hand_in(clerk, {"sku": "PUMP-40", "counted": "8"})
        done = await post(boss, f"/stock-counts/{monthly.json()['id']}/approval")
        assert done.status_code == 200, done.text
        stock = (await boss.get("/stock-items/MAIN:PUMP-40")).json()
        assert (stock["on_hand"], stock["value"]["minor"]) == ("8", 2800)
        shown = (await boss.get(f"/stock-counts/{monthly.json()['id']}")).json()
        assert (shown["status"], shown["counted_by"], shown["decided_by"]) == ("approved", "w.clerk", "w.boss")
        assert shown["differences"] == [
            {"sku": "PUMP-40", "quantity": "-2", "value": {"minor": -700, "currency": "USD"}}
        ]
    store = company.departments["warehouse"].store
    assert [row.type for rows in store.outbox.values() for row in rows] == ["warehouse.stock.adjusted.v1"] * 2


async def test_maker_and_checker_are_two_persons_whatever_their_roles(client_of: ClientOf) -> None:
    async with client_of("w.boss", "warehouse.manager", "warehouse.clerk") as boss:
        own = await hand_in(boss, {"sku": "PUMP-40", "counted": "10", "unit_cost": "1"})
        refused = await post(boss, f"/stock-counts/{own.json()['id']}/approval")
        assert (refused.status_code, refused.json()["code"]) == (403, "warehouse.stock-count.counter-approves")
        taken_back = await post(boss, f"/stock-counts/{own.json()['id']}/refusal", reason="wrong shelf")
        assert taken_back.status_code == 200
    async with client_of("w.other") as other:
        late = await post(other, f"/stock-counts/{own.json()['id']}/approval")
        assert (late.status_code, late.json()["code"]) == (409, "warehouse.stock-count.refused")
        unknown = await post(other, "/stock-counts/K9/approval")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "shared.request.unknown-document")
    async with client_of("w.clerk", "warehouse.clerk") as clerk:
        denied = await post(clerk, f"/stock-counts/{own.json()['id']}/approval")
        assert (denied.status_code, denied.json()["code"]) == (403, "shared.auth.role-missing")


async def test_two_counts_of_the_same_shelf_are_not_both_booked(client_of: ClientOf) -> None:
    async with client_of("w.clerk", "warehouse.clerk") as clerk, client_of("w.boss") as boss:
        line = {"sku": "PUMP-40", "counted": "10", "unit_cost": "1"}
        first, second = await hand_in(clerk, line, opening=True), await hand_in(clerk, line, opening=True)
        assert (await post(boss, f"/stock-counts/{first.json()['id']}/approval")).status_code == 200
        refused = await post(boss, f"/stock-counts/{second.json()['id']}/approval")
        assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.stock-count.stock-moved")
        assert refused.json()["skus"] == ["PUMP-40"]
        assert (await boss.get("/stock-items/MAIN:PUMP-40")).json()["on_hand"] == "10"


async def test_five_hundred_lines_of_opening_stock_are_one_document(client_of: ClientOf) -> None:
    lines = [{"sku": f"SKU-{number}", "counted": "3", "unit_cost": "1.25"} for number in range(500)]
    async with client_of("w.clerk", "warehouse.clerk") as clerk, client_of("w.boss") as boss:
        opening = await hand_in(clerk, *lines, opening=True)
        assert opening.status_code == 201, opening.text
        approved = await post(boss, f"/stock-counts/{opening.json()['id']}/approval")
        assert approved.status_code == 200, approved.text
        assert (await boss.get("/stock-items/MAIN:SKU-499")).json()["on_hand"] == "3"
        too_many = await hand_in(clerk, *lines, {"sku": "ONE-MORE", "counted": "1", "unit_cost": "1"})
        assert too_many.status_code == 422


async def test_what_cannot_be_valued_is_refused_when_it_is_handed_in(client_of: ClientOf) -> None:
    async with client_of("w.clerk", "warehouse.clerk") as clerk:
        refused = await hand_in(clerk, {"sku": "PUMP-40", "counted": "10"}, opening=True)
        assert (refused.status_code, refused.json()["code"]) == (422, "warehouse.stock-count.unit-cost-needed")
        assert refused.json()["field"] == "lines.0.unit_cost"
