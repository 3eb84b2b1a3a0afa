"""The parking desk over HTTP: operators see what was set aside, try it again, or discard it, each with a reason."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from deploy.registry import SERVICES
from shared.event_store.unit import ParkedMessage, ParkedStatus, Unit
from shared.testing.company import MemoryCompany
from shared.web.parking import AUDITOR, OPERATOR
from tests.integration.web.doorstep import knocking

DESK = "/accounting/parked"
HEADERS = {"trace": "", "stream": "order-A"}


@pytest.fixture
async def company() -> MemoryCompany:
    """Accounting has set a line of two messages aside, and a record that nobody can read."""
    opened = await MemoryCompany.open(SERVICES)
    rows = [(1, "parked", "sales.order.placed.v1"), (2, "waiting", "sales.order.placed.v1"), (3, "unreadable", "?")]
    messages = [
        ParkedMessage(
            event_id=UUID(int=number),
            topic="sales.order",
            partition=0,
            seq=number,
            key="A",
            type=kind,
            headers=HEADERS,
            data=b'{"order": "A\x00"}',
            cause="unreadable",
            detail="why",
            parked_at=opened.clock.now(),
            status=ParkedStatus(status),
        )
        for number, status, kind in rows
    ]
    await opened.departments["accounting"].store.commit(Unit(parked=messages))
    return opened


@pytest.fixture
async def operator(company: MemoryCompany) -> AsyncIterator[httpx2.AsyncClient]:
    async with knocking(company, OPERATOR, person="olga") as client:
        yield client


async def act(client: httpx2.AsyncClient, number: int, action: str, reason: str = "we know why") -> httpx2.Response:
    headers = {"Idempotency-Key": str(uuid4())}
    return await client.post(f"{DESK}/{UUID(int=number)}/{action}", json={"reason": reason}, headers=headers)


async def statuses(client: httpx2.AsyncClient) -> list[str]:
    return [one["status"] for one in (await client.get(DESK)).json()["items"]]


async def test_what_waits_is_listed_page_by_page_and_by_status(operator: httpx2.AsyncClient) -> None:
    first = (await operator.get(DESK, params={"limit": 2})).json()
    rest = (await operator.get(DESK, params={"after": first["next"]})).json()
    assert [one["sequence"] for one in (*first["items"], *rest["items"])] == [1, 2, 3]
    assert rest["next"] is None
    waiting = (await operator.get(DESK, params={"status": "waiting"})).json()["items"]
    assert [one["event_id"] for one in waiting] == [str(UUID(int=2))]
    assert (await operator.get(DESK, params={"topic": "sales.contract"})).json()["items"] == []


async def test_one_is_read_with_its_content(operator: httpx2.AsyncClient) -> None:
    found = (await operator.get(f"{DESK}/{UUID(int=1)}")).json()
    assert (found["data"], found["cause"], found["audit"]) == ('{"order": "A\ufffd"}', "unreadable", [])


async def test_the_first_of_a_line_is_tried_again_and_who_asked_and_why_is_kept(operator: httpx2.AsyncClient) -> None:
    answer = await act(operator, 1, "retry")
    assert answer.status_code == 200
    (entry,) = answer.json()["audit"]
    assert (answer.json()["status"], entry["action"], entry["actor"], entry["reason"]) == (
        "retrying",
        "retry",
        "olga",
        "we know why",
    )


async def test_discarded_once_however_often_it_is_asked(operator: httpx2.AsyncClient) -> None:
    for _ in range(2):
        answer = await act(operator, 1, "discard")
        assert answer.status_code == 200
        assert len(answer.json()["audit"]) == 1
    assert await statuses(operator) == ["discarded", "waiting", "unreadable"]
    again = await act(operator, 1, "discard", "for another reason")
    assert (again.status_code, again.json()["code"]) == (409, "shared.parking.settled")


async def refusal(answer: httpx2.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["code"]


async def test_what_may_not_be(operator: httpx2.AsyncClient) -> None:
    assert await refusal(await act(operator, 2, "retry")) == (409, "shared.parking.waits-behind")
    assert await refusal(await act(operator, 3, "retry")) == (409, "shared.parking.unreadable")
    assert await refusal(await act(operator, 9, "discard")) == (404, "shared.parking.unknown")
    assert await refusal(await operator.get(f"{DESK}/no-uuid")) == (404, "shared.parking.unknown")
    for unknown, field in (
        (f"{DESK}/no-uuid", "event_id"),
        (f"{DESK}/{UUID(int=9)}", "event_id"),
        (f"{DESK}?after=x", "after"),
    ):
        assert (await operator.get(unknown)).json()["field"] == field
    assert (await act(operator, 9, "retry")).json()["field"] == "event_id"
    assert await refusal(await act(operator, 1, "discard", "")) == (422, "shared.request.invalid")
    assert await statuses(operator) == ["parked", "waiting", "unreadable"]


async def test_an_auditor_looks_and_does_nothing(company: MemoryCompany) -> None:
    async with knocking(company, AUDITOR) as auditor:
        assert len(await statuses(auditor)) == 3
        assert (await act(auditor, 1, "discard")).status_code == 403
