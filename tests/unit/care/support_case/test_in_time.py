"""The promises of support cases as people meet them: in the case, in its lists and queues, by themselves in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from shared.testing.company import MemoryCompany
from tests.unit.care.conftest import ClientOf
from tests.unit.care.test_care_api import post, refused, told_by

MORNING = datetime(2026, 3, 3, 1, tzinfo=UTC)
"""The office opens in Vietnam."""
MINUTE = timedelta(minutes=1)


async def opened(client: httpx2.AsyncClient, priority: str, **more: Any) -> str:
    answer = await post(client, "/support-cases", customer_id="C1", subject="It leaks", priority=priority, **more)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def case_of(client: httpx2.AsyncClient, case: str) -> dict[str, Any]:
    shown: dict[str, Any] = (await client.get(f"/support-cases/{case}")).json()
    return shown


async def listed(client: httpx2.AsyncClient, path: str, **asked: str) -> list[str]:
    found = await client.get(f"/support-cases{path}", params=asked)
    assert found.status_code == 200, found.text
    return [one["case_id"] for one in found.json()["items"]]


async def test_whoever_works_on_it_is_warned_and_nobody_else(company: MemoryCompany, client_of: ClientOf) -> None:
    await company.pass_time_to(MORNING)
    async with client_of() as client:
        urgent = await opened(client, "urgent")
        await opened(client, "low")
        shown = await case_of(client, urgent)
        assert (shown["first_response"]["status"], shown["promise_by"][:16]) == ("running", "2026-03-03T02:00")
        await company.pass_time_to(MORNING + 29 * MINUTE)
        assert await listed(client, "/queues/near-promise") == []
        await company.pass_time_to(MORNING + 31 * MINUTE)
        assert await listed(client, "/queues/near-promise", order_by="promise_by") == [urgent]
        await company.pass_time_to(MORNING + 46 * MINUTE)
        shown = await case_of(client, urgent)
        assert [one["percent"] for one in shown["warnings"]] == [50, 75]
        assert (shown["near_promise"], shown["first_response"]["warned_percent"]) == (True, 75)
        await post(client, f"/support-cases/{urgent}/notes", kind="to-customer", text="We look into it.")
        shown = await case_of(client, urgent)
        assert (shown["first_response"]["status"], shown["near_promise"]) == ("met", False)
        await company.pass_time_to(MORNING + 90 * MINUTE)
        assert not (await case_of(client, urgent))["promise_broken"]
    assert told_by(company) == []


async def test_a_broken_promise_is_told_and_found_for_ever(company: MemoryCompany, client_of: ClientOf) -> None:
    await company.pass_time_to(MORNING)
    async with client_of() as client:
        calm = await opened(client, "low")
        await post(client, f"/support-cases/{calm}/assignment", agent="minh")
        await post(client, f"/support-cases/{calm}/waiting", question="Which serial number?")
        urgent = await opened(client, "urgent", about={"order_id": "O1"})
        await company.pass_time_to(MORNING + 61 * MINUTE)
        shown = await case_of(client, urgent)
        assert (shown["promise_broken"], shown["escalated"]) == (True, True)
        assert (shown["first_response"]["status"], shown["first_response"]["met_at"]) == ("breached", None)
        assert [(one["promise"], one["due"][:16]) for one in shown["broken"]] == [
            ("first-response", "2026-03-03T02:00")
        ]
        assert told_by(company) == ["care.support-case.escalated.v1"]
        assert await listed(client, "/queues/escalated", order_by="resolve_by") == [urgent]
        await post(client, f"/support-cases/{urgent}/assignment", agent="minh")
        await post(client, f"/support-cases/{urgent}/resolution", resolution="explained")
        await company.pass_time(timedelta(days=8))
        assert (await case_of(client, urgent))["status"] == "closed"
        assert await listed(client, "", promise_broken="true") == [urgent]
        assert await listed(client, "", promise_broken="false") == [calm]
        assert await listed(client, "", escalated="true") == []
        history = (await client.get(f"/support-cases/{urgent}/history")).json()
        broken = next(one for one in history if one["type"] == "support_case.promise-broken")
        assert broken["actor"] == "deadline:first-response"


async def test_after_both_are_broken_nothing_warns_of_it(company: MemoryCompany, client_of: ClientOf) -> None:
    async with client_of() as client:
        urgent = await opened(client, "urgent")
        await company.pass_time(timedelta(days=14))
        shown = await case_of(client, urgent)
        assert [(one["promise"], one["percent"]) for one in shown["warnings"]] == [
            ("first-response", 50),
            ("first-response", 75),
            ("resolution", 50),
            ("resolution", 75),
        ]
        assert [one["promise"] for one in shown["broken"]] == ["first-response", "resolution"]
        assert (shown["near_promise"], shown["promise_by"]) == (False, None)
        assert await listed(client, "/queues/near-promise") == []
    assert company.parked() == []


async def test_while_the_customer_is_to_answer_nothing_is_late(company: MemoryCompany, client_of: ClientOf) -> None:
    await company.pass_time_to(MORNING)
    async with client_of() as client:
        case = await opened(client, "urgent")
        await post(client, f"/support-cases/{case}/assignment", agent="minh")
        await post(client, f"/support-cases/{case}/waiting", question="Which serial number?")
        await company.pass_time(timedelta(days=7))
        shown = await case_of(client, case)
        assert (shown["resolution_promise"]["status"], shown["promise_by"]) == ("paused", None)
        assert not shown["promise_broken"]
        await post(client, f"/support-cases/{case}/notes", kind="from-customer", text="SN-7")
        shown = await case_of(client, case)
        assert shown["resolution_promise"]["status"] == "running"
        assert shown["resolution_promise"]["paused_minutes"] == 5 * 9 * 60
        await post(client, f"/support-cases/{case}/priority", priority="high", reason="their line stands still")
        assert (await case_of(client, case))["resolution_promise"]["target_minutes"] == 2 * 9 * 60
        await company.pass_time(timedelta(days=7))
        assert [one["promise"] for one in (await case_of(client, case))["broken"]] == ["resolution"]


async def test_reopened_it_has_a_new_promise_that_can_be_broken(company: MemoryCompany, client_of: ClientOf) -> None:
    await company.pass_time_to(MORNING)
    async with client_of() as client:
        case = await opened(client, "urgent")
        await post(client, f"/support-cases/{case}/assignment", agent="minh")
        await post(client, f"/support-cases/{case}/resolution", resolution="seal replaced")
        await company.pass_time(timedelta(days=8))
        await post(client, f"/support-cases/{case}/reopening", reason="leaks again")
        shown = await case_of(client, case)
        assert (shown["resolution_promise"]["status"], shown["reopened"]) == ("running", 1)
        assert shown["first_response"]["status"] == "met"
        await company.pass_time(timedelta(days=2))
        assert [one["promise"] for one in (await case_of(client, case))["broken"]] == ["resolution"]


async def test_it_is_promised_what_the_manager_set(company: MemoryCompany, client_of: ClientOf) -> None:
    calendar = {"country": "VN", "time_zone": "Asia/Ho_Chi_Minh", "weekdays": [0, 1, 2, 3, 4, 5, 6]}
    body = {
        "calendar": calendar | {"opens_at_minute": 0, "closes_at_minute": 1440},
        "targets": [
            {"priority": one, "first_response_minutes": 10, "resolution_minutes": 20}
            for one in ("low", "normal", "high", "urgent")
        ],
        "reason": "round the clock",
    }
    async with client_of("boss", "care.manager") as boss:
        before = await opened(boss, "normal")
        set_it = await boss.put("/service-level", json=body, headers={"Idempotency-Key": "a new service level"})
        assert set_it.status_code == 200, set_it.text
        then = await opened(boss, "normal")
        assert (await case_of(boss, then))["resolution_promise"]["target_minutes"] == 20
        assert (await case_of(boss, before))["resolution_promise"]["target_minutes"] == 2700


async def test_readers_see_the_clocks_and_move_none(company: MemoryCompany, client_of: ClientOf) -> None:
    async with client_of() as client:
        case = await opened(client, "high")
    async with client_of("r.reader", "company.reader") as reader:
        assert (await case_of(reader, case))["first_response"]["status"] == "running"
        assert await listed(reader, "", near_promise="false") == [case]
        answer = await refused(reader, f"/support-cases/{case}/priority", priority="low", reason="no hurry")
        assert answer == (403, "shared.auth.role-missing")
