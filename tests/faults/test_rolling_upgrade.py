"""Processes of two versions side by side, over PostgreSQL and Kafka, while journeys are under way.

Version N has a new version of a published event, which breaks, and a migration. Which of both a process is of depends
on nothing but the folder that it is started in.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from deploy.deployed.company import ROOT
from deploy.journeys.people import People
from tests.faults.company import POLL_SECONDS, Company, Progress, until
from tests.faults.next_version import CHANGED_EVENT, NEW_COLUMN, next_version

pytestmark = pytest.mark.slow

JOURNEYS = 4
OPERATOR = "olga.operator"
ROWS_DIFFERED = 1


@pytest.fixture(autouse=True)
def _views_are_of_one_version(company: Company) -> None:
    """That is what a rebuild by version N is for, after which its own proof has to hold."""
    company.excused = frozenset({"I13"})


@pytest.fixture(scope="module")
async def upgraded(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where version N lies; its migration has been run beside processes of N-1."""
    root = next_version(tmp_path_factory.mktemp("next"))
    assert await company.o2c(root, "migrate", "sales") == 0
    return root


async def _arrive(company: Company) -> None:
    async with company.under_way(company.people(Progress()), JOURNEYS):
        pass


@asynccontextmanager
async def _two_versions_listening(company: Company, root: Path, department: str) -> AsyncIterator[None]:
    """One more worker of that department, from that folder, beside the one that is there; it leaves properly."""
    newcomer = company.another(department, "worker", root)
    newcomer.start()

    async def both() -> bool:
        return await company.listening(department) == 2

    try:
        await until(both, f"two workers of {department} share what is told")
        yield
    finally:
        status = await asyncio.to_thread(newcomer.stop)
    assert status == 0, newcomer.last_words()


async def _retry_all(people: People, department: str) -> int:
    """As an operator does after the upgrade: the first message of each line. How many there were."""
    found = await people.get(OPERATOR, f"/{department}/parked?status=parked&limit=100")
    for one in found["items"]:
        assert f"{CHANGED_EVENT}.v2 is a version that is not known here" in one["detail"]
        await people.post(OPERATOR, f"/{department}/parked/{one['event_id']}/retry", {"reason": "upgraded"})
    return len(found["items"])


async def test_listeners_first_then_who_tells_and_no_journey_notices(company: Company, upgraded: Path) -> None:
    people = company.people(Progress())
    async with _two_versions_listening(company, upgraded, "warehouse"):
        await _arrive(company)
    assert await company.told("sales", CHANGED_EVENT) == {f"{CHANGED_EVENT}.v1"}
    assert await company.of_newest_orders(NEW_COLUMN, JOURNEYS) == {None}
    async with company.under_way(people, JOURNEYS) as running:
        await company.run_from(upgraded, ("warehouse", "worker"), ("warehouse", "api"))
        await company.run_from(upgraded, ("sales", "worker"), ("sales", "api"))
        await running
    await _arrive(company)
    assert await company.told("sales", CHANGED_EVENT) == {f"{CHANGED_EVENT}.v1", f"{CHANGED_EVENT}.v2"}
    assert None not in await company.of_newest_orders(NEW_COLUMN, JOURNEYS)
    assert None in await company.of_newest_orders(NEW_COLUMN, 3 * JOURNEYS)
    assert await company.o2c(upgraded, "rebuild", "sales", "order") == ROWS_DIFFERED
    assert None not in await company.of_newest_orders(NEW_COLUMN, 3 * JOURNEYS)
    assert await company.o2c(upgraded, "proof") == 0


async def test_who_tells_first_is_heard_after_a_retry_and_n_1_comes_back(company: Company, upgraded: Path) -> None:
    """The order missed, and gone back: sales is version N, and what it tells waits for a warehouse that is as well."""
    await company.run_from(upgraded, ("sales", "worker"), ("sales", "api"))
    await company.run_from(ROOT, ("warehouse", "worker"), ("warehouse", "api"))
    people = company.people(Progress())
    retried = 0
    async with company.under_way(people, JOURNEYS) as running:
        while sum(cause == "unreadable" for _, _, _, cause, _ in await company.parked()) < JOURNEYS:
            assert not running.done(), "the journeys ended, and nothing had to wait"
            await asyncio.sleep(POLL_SECONDS)
        await company.run_from(upgraded, ("warehouse", "worker"), ("warehouse", "api"))
        while not running.done():
            retried += await _retry_all(people, "warehouse")
            await asyncio.sleep(POLL_SECONDS)
    assert retried == JOURNEYS
    await company.run_from(ROOT, ("sales", "worker"), ("sales", "api"))
    await company.run_from(ROOT, ("warehouse", "worker"), ("warehouse", "api"))
    await _arrive(company)
