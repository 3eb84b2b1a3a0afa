"""Whoever works on a complaint is warned when half, and three quarters, of the promised working time are used up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from services.care.complaint.events import PromiseNeared
from services.care.complaint.working import AddComplaintNote, PrioritiseComplaint, ResumeComplaint
from services.care.service_level.deadlines import NoteClockNears
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Promise
from services.care.support_case.events import NoteKind
from shared.testing.company import MemoryCompany
from tests.unit.care.complaint.test_complaint import ASK, ASSIGN, HOUR, MONDAY, OPEN, RESOLVE, after, unopened
from tests.unit.care.conftest import ClientOf
from tests.unit.care.test_care_api import post, told_by

HALF = NoteClockNears(promise=Promise.FIRST_RESPONSE, at=MONDAY + 2 * HOUR)
"""Of the four working hours in which such a complaint is answered."""
ANSWER = AddComplaintNote(note_id="N", kind=NoteKind.TO_CUSTOMER, text="hello", by="ann", at=MONDAY)


class TestOfTheComplaint:
    def test_it_is_noted_once_per_part_and_escalates_nothing(self) -> None:
        (fact,) = after(OPEN).when(HALF).then_asked_again_nothing().facts
        assert isinstance(fact, PromiseNeared)
        assert (fact.percent, fact.due) == (50, MONDAY + 4 * HOUR)
        file = after(OPEN).when(HALF).state_after().file
        assert (file.escalations, file.warnings) == ((), (fact,))
        (again,) = after(OPEN, HALF).when(replace(HALF, at=MONDAY + 3 * HOUR)).facts
        assert again.percent == 75

    def test_a_promise_that_is_kept_stands_still_or_is_over_is_not_near(self) -> None:
        after(OPEN, ANSWER).when(HALF).then_nothing()
        late = NoteClockNears(promise=Promise.RESOLUTION, at=MONDAY + timedelta(days=1))
        after(OPEN, ASSIGN, ASK).when(late).then_nothing()
        after(OPEN, RESOLVE).when(late).then_nothing()
        after(OPEN).when(replace(HALF, at=MONDAY + 4 * HOUR)).then_nothing()
        unopened().when(HALF).then_nothing()

    def test_another_priority_is_another_promise_and_is_warned_of_anew(self) -> None:
        calmed = PrioritiseComplaint(priority=Priority.NORMAL, reason="no hurry", by="ann", at=MONDAY + 3 * HOUR)
        after(OPEN, HALF, calmed).when(replace(HALF, at=MONDAY + 3 * HOUR)).then_nothing()
        # Nine working hours: half of them are used up after four and a half.
        (fact,) = after(OPEN, HALF, calmed).when(replace(HALF, at=MONDAY + 4.5 * HOUR)).facts
        assert fact.percent == 50

    def test_waiting_for_the_customer_puts_it_off(self) -> None:
        resume = ResumeComplaint(by="ann", at=MONDAY + 5 * HOUR)
        # Eighteen working hours. Without the four that did not count, half would be used up on Tuesday at 02:00.
        tuesday = datetime(2026, 3, 3, 2, tzinfo=UTC)
        half = NoteClockNears(promise=Promise.RESOLUTION, at=tuesday)
        assert after(OPEN, ASSIGN).when(half).facts
        after(OPEN, ASSIGN, ASK, resume).when(half).then_nothing()
        (fact,) = after(OPEN, ASSIGN, ASK, resume).when(replace(half, at=tuesday + 4 * HOUR)).facts
        assert fact.percent == 50


async def opened(client: httpx2.AsyncClient, priority: str) -> str:
    about = {"kind": "service"}
    answer = await post(client, "/complaints", customer_id="C1", title="Slow", priority=priority, about=about)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def near(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    found = await client.get("/complaints/queues/near-promise", params={"order_by": "promise_by"})
    assert found.status_code == 200, found.text
    items: list[dict[str, Any]] = found.json()["items"]
    return items


class TestInTime:
    async def test_it_shows_in_a_queue_by_itself_and_is_told_to_nobody(
        self, company: MemoryCompany, client_of: ClientOf
    ) -> None:
        morning = datetime(2026, 3, 3, 1, tzinfo=UTC)
        await company.pass_time_to(morning)
        async with client_of("care.manager", "care.manager", "care.agent") as client:
            urgent = await opened(client, "urgent")
            await opened(client, "low")
            await company.pass_time_to(morning + timedelta(minutes=29))
            assert await near(client) == []
            await company.pass_time_to(morning + timedelta(minutes=31))
            (shown,) = await near(client)
            assert shown["complaint_id"] == urgent
            assert shown["first_response"]["warned_percent"] == 50
            assert (shown["near_promise"], shown["promise_by"][:16]) == (True, "2026-03-03T02:00")
            await company.pass_time_to(morning + timedelta(minutes=46))
            (shown,) = await near(client)
            assert [one["percent"] for one in shown["warnings"]] == [50, 75]
            assert "care.complaint.escalated.v1" not in told_by(company)
            await post(client, f"/complaints/{urgent}/notes", kind="to-customer", text="We look into it.")
            assert await near(client) == []
            history = await client.get(f"/complaints/{urgent}/history")
            assert [one["type"] for one in history.json()].count("complaint.promise-neared") == 2

    async def test_after_a_promise_is_broken_nothing_warns_of_it(
        self, company: MemoryCompany, client_of: ClientOf
    ) -> None:
        async with client_of("care.manager", "care.manager", "care.agent") as client:
            urgent = await opened(client, "urgent")
            await company.pass_time(timedelta(days=14))
            shown = (await client.get(f"/complaints/{urgent}")).json()
            assert [(one["promise"], one["percent"]) for one in shown["warnings"]] == [
                ("first-response", 50),
                ("first-response", 75),
                ("resolution", 50),
                ("resolution", 75),
            ]
            assert (shown["promise_broken"], shown["near_promise"], shown["promise_by"]) == (True, False, None)
            assert await near(client) == []
            assert company.parked() == []
