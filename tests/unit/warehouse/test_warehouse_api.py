"""The warehouse over HTTP, in memory."""

from uuid import uuid4

import httpx2
import pytest

from services.warehouse.composition import SERVICE
from shared.testing.company import MemoryCompany


@pytest.fixture
async def company() -> MemoryCompany:
    return await MemoryCompany.open([SERVICE])


def client_of(company: MemoryCompany, *roles: str) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {company.token('w.clerk', *roles)}"}
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=company), base_url="http://company", headers=headers)


async def test_an_item_is_listed_read_and_told_of(company: MemoryCompany) -> None:
    async with client_of(company, "warehouse.clerk") as client:
        key = {"Idempotency-Key": str(uuid4())}
        first = await client.put("/warehouse/items/PUMP-40", json={"name": "Pump"}, headers=key)
        again = await client.put("/warehouse/items/PUMP-40", json={"name": "Pump"}, headers=key)
        assert first.status_code == 200, first.text
        assert first.json() == {"id": "PUMP-40", "version": 1, "repeated": False}
        assert again.json() == {"id": "PUMP-40", "version": 1, "repeated": True}
        other = await client.put("/warehouse/items/PUMP-40", json={"name": "Valve"}, headers=key)
        assert (other.status_code, other.json()["code"]) == (422, "shared.request.idempotency-key-reused")
        document = await client.get("/warehouse/items/PUMP-40")
        assert document.json()["name"] == "Pump"
        assert document.headers["ETag"] == '"1"'
        history = (await client.get("/warehouse/items/PUMP-40/history")).json()
        assert [(entry["type"], entry["actor"]) for entry in history] == [("item.listed", "w.clerk")]
        listing = (await client.get("/warehouse/items", params={"status": "listed"})).json()
        assert [item["sku"] for item in listing["items"]] == ["PUMP-40"]
    outbox = [row.type for rows in company.departments["warehouse"].store.outbox.values() for row in rows]
    assert outbox == ["warehouse.item.listed.v1"]


async def test_a_sku_that_is_listed_and_never_was_in_stock_has_nothing_and_any_other_is_a_slip(
    company: MemoryCompany,
) -> None:
    async with client_of(company, "warehouse.clerk") as client:
        await client.put("/warehouse/items/PUMP-40", json={"name": "Pump"}, headers={"Idempotency-Key": "1"})
        nothing = (await client.get("/warehouse/availability/PUMP-40")).json()
        assert (nothing["available"], nothing["warehouses"]) == ("0", [])
        slip = await client.get("/warehouse/availability/pump-40")
        assert (slip.status_code, slip.json()["field"]) == (404, "sku")


async def test_deny_by_default(company: MemoryCompany) -> None:
    async with client_of(company, "sales.rep") as client:
        refused = await client.put("/warehouse/items/X", json={"name": "X"}, headers={"Idempotency-Key": "1"})
        assert (refused.status_code, refused.json()["code"]) == (403, "shared.auth.role-missing")
        client.headers["Authorization"] = "Bearer nonsense"
        stranger = await client.get("/warehouse/items/X")
        assert (stranger.status_code, stranger.json()["code"]) == (401, "shared.auth.not-signed-in")
