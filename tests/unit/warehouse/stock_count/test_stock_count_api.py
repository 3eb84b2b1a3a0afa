"""Stock counts over HTTP, in memory: handed in by one person, approved by another."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx2
import pytest

from services.warehouse.composition import SERVICE
from shared.testing.company import MemoryCompany
from tests.unit.warehouse.shipment.floor import Floor, confirmed

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


async def hand_in(
    client: httpx2.AsyncClient, *lines: dict[str, str], opening: bool = False, **more: Any
) -> httpx2.Response:
    return await post(
        client,
        "/stock-counts",
        warehouse="MAIN",
        currency="USD",
        opening=opening,
        reason="opening stock" if opening else "monthly count",
        lines=list(lines),
        **more,
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
        assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.stock-count.counted-meanwhile")
        assert refused.json()["skus"] == ["PUMP-40"]
        assert (await boss.get("/stock-items/MAIN:PUMP-40")).json()["on_hand"] == "10"


@pytest.fixture
async def floor(company: MemoryCompany) -> AsyncIterator[Floor]:
    """Hands, where the boss approves."""
    headers = {"Authorization": f"Bearer {company.token('w.hands', 'warehouse.clerk')}"}
    transport = httpx2.ASGITransport(app=company)
    async with httpx2.AsyncClient(transport=transport, base_url="http://company", headers=headers) as hands:
        yield Floor(company, hands)


async def test_what_came_and_went_between_the_counting_and_the_approval_is_in_the_books_once(
    company: MemoryCompany, client_of: ClientOf, floor: Floor
) -> None:
    """Of ten pumps nine are found; four leave, one comes, then the sheet is typed; two come before it is approved."""
    await floor.open_with("PUMP-40", "10", 1000)
    await floor.hear(confirmed("o1", ("PUMP-40", "4")))
    counted_at = company.clock.now() + timedelta(hours=1)
    company.clock.pass_time(timedelta(hours=2))
    (shipment,) = await floor.shipments()
    await floor.deliver(shipment["shipment_id"])
    company.clock.pass_time(timedelta(hours=3))
    await floor.receive("PUMP-40", "1")
    async with client_of("w.clerk", "warehouse.clerk") as clerk, client_of("w.boss") as boss:
        nine = {"sku": "PUMP-40", "counted": "9"}
        typed = await hand_in(clerk, nine, counted_at=counted_at.isoformat())
        assert typed.status_code == 201, typed.text
        sheet = (await boss.get(f"/stock-counts/{typed.json()['id']}")).json()
        assert (sheet["lines"][0]["booked"], datetime.fromisoformat(sheet["counted_at"])) == ("10", counted_at)
        company.clock.pass_time(timedelta(minutes=1))
        await floor.receive("PUMP-40", "2")
        approved = await post(boss, f"/stock-counts/{typed.json()['id']}/approval")
        assert approved.status_code == 200, approved.text
        assert (await boss.get("/stock-items/MAIN:PUMP-40")).json()["on_hand"] == "8"

        again = await hand_in(clerk, nine, counted_at=counted_at.isoformat())
        assert (again.status_code, again.json()["code"]) == (409, "warehouse.stock-count.counted-meanwhile")
        to_come = await hand_in(clerk, nine, counted_at=(company.clock.now() + timedelta(minutes=1)).isoformat())
        assert (to_come.status_code, to_come.json()["field"]) == (422, "counted_at")


async def test_a_count_that_found_what_was_booked_is_not_gone_back_behind(
    company: MemoryCompany, client_of: ClientOf, floor: Floor
) -> None:
    await floor.open_with("PUMP-40", "10", 1000)
    company.clock.pass_time(timedelta(hours=1))
    async with client_of("w.clerk", "warehouse.clerk") as clerk, client_of("w.boss") as boss:
        waits = await hand_in(clerk, {"sku": "PUMP-40", "counted": "7"})
        counted_at = company.clock.now().isoformat()
        company.clock.pass_time(timedelta(hours=1))
        assert (await floor.count("PUMP-40", "10")).status_code == 200
        for refused in (
            await post(boss, f"/stock-counts/{waits.json()['id']}/approval"),
            await hand_in(clerk, {"sku": "PUMP-40", "counted": "7"}, counted_at=counted_at),
        ):
            assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.stock-count.counted-meanwhile")
    assert floor.told().count("warehouse.stock.adjusted.v1") == 1


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
