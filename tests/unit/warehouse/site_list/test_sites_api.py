"""Sites over HTTP, in memory: opened by the manager, named by whoever counts, closed once nothing is there."""

from itertools import count
from typing import Any

import httpx2
import pytest

from services.warehouse.composition import SERVICE
from services.warehouse.site_list import api
from services.warehouse.site_list.closing import StillThere
from shared.testing.company import MemoryCompany

_KEYS = count()


class Office:
    """The warehouse's people."""

    def __init__(self, company: MemoryCompany) -> None:
        self.company = company

    async def ask(
        self, method: str, path: str, body: Any = None, *, role: str = "warehouse.manager"
    ) -> httpx2.Response:
        person = "wanda" if role == "warehouse.manager" else "wim"
        headers = {
            "Authorization": f"Bearer {self.company.token(person, role)}",
            "Idempotency-Key": f"site-{next(_KEYS)}",
        }
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.company), base_url="http://company/warehouse"
        ) as client:
            return await client.request(method, path, json=body, headers=headers)

    async def count(self, warehouse: str, counted: str = "10") -> httpx2.Response:
        body = {
            "warehouse": warehouse,
            "currency": "USD",
            "opening": False,
            "reason": "counted",
            "lines": [{"sku": "PUMP-40", "counted": counted, "unit_cost": "1"}],
        }
        return await self.ask("POST", "/stock-counts", body, role="warehouse.clerk")

    async def approve(self, counted: httpx2.Response) -> None:
        assert counted.status_code == 201, counted.text
        approved = await self.ask("POST", f"/stock-counts/{counted.json()['id']}/approval")
        assert approved.status_code == 200, approved.text

    async def sites(self) -> dict[str, tuple[str, str, bool]]:
        shown = (await self.ask("GET", "/sites", role="company.reader")).json()["sites"]
        return {one["code"]: (one["name"], one["status"], one["found"]) for one in shown}

    def told(self) -> list[str]:
        store = self.company.departments["warehouse"].store
        rows = [row for rows in store.outbox.values() for row in rows if row.topic == "warehouse.site"]
        assert {row.key for row in rows} <= {"main"}
        return [row.type.removeprefix("warehouse.site.") for row in rows]


@pytest.fixture
async def office() -> Office:
    return Office(await MemoryCompany.open([SERVICE]))


async def test_a_site_is_opened_renamed_closed_and_reopened(office: Office) -> None:
    assert await office.sites() == {}
    assert (await office.ask("PUT", "/sites/main", {"name": "Bình Dương"})).status_code == 200
    assert (await office.ask("POST", "/sites/main/name", {"name": "Bình Dương 1"})).status_code == 200
    assert await office.sites() == {"main": ("Bình Dương 1", "open", False)}
    assert (await office.ask("POST", "/sites/main/closing", {"reason": "moved"})).status_code == 200
    assert await office.sites() == {"main": ("Bình Dương 1", "closed", False)}
    assert (await office.ask("POST", "/sites/main/reopening", {"reason": "moved back"})).status_code == 200
    assert await office.sites() == {"main": ("Bình Dương 1", "open", False)}
    assert office.told() == ["opened.v1", "closed.v1", "opened.v1"]
    history = (await office.ask("GET", "/sites/history")).json()
    assert [one["actor"] for one in history] == ["wanda"] * 4


async def test_what_came_after_the_look_is_not_overlooked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A count is handed in between the look at what is there and the vacating."""
    await office.ask("PUT", "/sites/main", {"name": "Bình Dương"})
    await office.ask("POST", "/sites/main/closing", {"reason": "moved"})
    looked = api._still_there

    async def look_and_be_late(*looking: Any) -> StillThere:
        there = await looked(*looking)
        assert (await office.count("main")).status_code == 201
        return there

    with monkeypatch.context() as late:
        late.setattr(api, "_still_there", look_and_be_late)
        refused = await office.ask("POST", "/sites/main/vacating")
    assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.site.used-meanwhile")
    again = await office.ask("POST", "/sites/main/vacating")
    assert (again.status_code, again.json()["code"]) == (409, "warehouse.site.in-use")
    assert len(again.json()["stock_counts"]) == 1


async def test_a_vacated_site_is_not_counted(office: Office) -> None:
    await office.ask("PUT", "/sites/main", {"name": "Bình Dương"})
    assert (await office.ask("POST", "/sites/main/vacating")).json()["code"] == "warehouse.site.open"
    await office.ask("POST", "/sites/main/closing", {"reason": "moved"})
    assert (await office.ask("POST", "/sites/main/vacating")).status_code == 200
    assert await office.sites() == {"main": ("Bình Dương", "vacated", False)}
    refused = await office.count("main")
    assert (refused.status_code, refused.json()["code"]) == (422, "warehouse.site.names-closed")
    assert (refused.json()["field"], refused.json()["open_sites"]) == ("warehouse", [])
    await office.ask("POST", "/sites/main/reopening", {"reason": "one count was left"})
    assert (await office.count("main")).status_code == 201


async def test_only_a_manager_may(office: Office) -> None:
    for method, path, body in (
        ("PUT", "/sites/main", {"name": "Bình Dương"}),
        ("POST", "/sites/main/name", {"name": "Bình Dương"}),
        ("POST", "/sites/main/closing", {"reason": "moved"}),
        ("POST", "/sites/main/vacating", None),
        ("POST", "/sites/main/reopening", {"reason": "moved"}),
    ):
        refused = await office.ask(method, path, body, role="warehouse.clerk")
        assert (refused.status_code, refused.json()["code"]) == (403, "shared.auth.role-missing")


async def test_what_is_not_listed_is_not_there(office: Office) -> None:
    body = {"reason": "moved"}
    assert (await office.ask("POST", "/sites/west/closing", body)).json()["code"] == "shared.request.unknown-document"
    await office.ask("PUT", "/sites/main", {"name": "Bình Dương"})
    for path in ("/sites/west/closing", "/sites/west/vacating", "/sites/west/reopening"):
        refused = await office.ask("POST", path, body)
        assert (refused.status_code, refused.json()["code"]) == (404, "warehouse.site.unknown")
    for code in ("we:st", "-west", "w" * 33):
        assert (await office.ask("PUT", f"/sites/{code}", {"name": "West"})).status_code == 422


async def test_before_there_is_a_list_every_code_is_taken_and_the_first_site_brings_them_along(office: Office) -> None:
    await office.approve(await office.count("north"))
    await office.approve(await office.count("north.repair", "2"))
    assert (await office.count("mian")).status_code == 201
    assert (await office.ask("PUT", "/sites/main", {"name": "Bình Dương"})).status_code == 200
    assert await office.sites() == {
        "main": ("Bình Dương", "open", False),
        "mian": ("mian", "open", True),
        "north": ("north", "open", True),
    }
    assert (await office.count("north.scrap")).status_code == 201
    refused = await office.count("nroth")
    assert (refused.status_code, refused.json()["code"]) == (422, "warehouse.site.names-unknown")
    assert (refused.json()["field"], refused.json()["open_sites"]) == ("warehouse", ["main", "mian", "north"])
    assert office.told() == ["opened.v1"] * 3


async def test_a_site_is_not_vacated_while_goods_are_there_or_counted(office: Office) -> None:
    """Closed, it is counted out."""
    await office.ask("PUT", "/sites/main", {"name": "Bình Dương"})
    waiting = await office.count("main")
    await office.ask("POST", "/sites/main/closing", {"reason": "moved"})
    refused = await office.ask("POST", "/sites/main/vacating")
    assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.site.in-use")
    assert refused.json()["stock_counts"] == [waiting.json()["id"]]
    await office.approve(waiting)
    await office.approve(await office.count("main.repair", "3"))
    refused = await office.ask("POST", "/sites/main/vacating")
    assert (refused.json()["on_hand"], "stock_counts" in refused.json()) == ("13", False)
    await office.approve(await office.count("main", "0"))
    await office.approve(await office.count("main.repair", "0"))
    assert (await office.ask("POST", "/sites/main/vacating")).status_code == 200
    assert office.told() == ["opened.v1", "closed.v1"]
