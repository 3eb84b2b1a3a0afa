"""kill -9 of workers, APIs, broker and database in the middle of journeys: nothing lost or doubled, no human touch."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from deploy.journeys.people import People
from shared.hosting.dying import Point
from shared.hosting.processes import GRACE_SECONDS
from tests.faults.company import Company, Progress, until

JOURNEYS = 8
HALFWAY = JOURNEYS * 6
"""Sentences said when the journeys are somewhere between order and payment; one says twice as many."""
KILLS = 6
RECOVERS_WITHIN_SECONDS = 15.0


@asynccontextmanager
async def _under_way(company: Company, people: People) -> AsyncIterator["asyncio.Task[Any]"]:
    """Journeys run beside the test's body, and have to arrive, every one as if nothing had happened."""
    customers = await company.customers(people, JOURNEYS)
    async with company.nothing_lost_or_doubled(JOURNEYS):
        running = asyncio.create_task(company.journeys(people, customers))
        try:
            yield running
            await running
        finally:
            running.cancel()


async def _every_api_is_ready(company: Company) -> bool:
    return all([await company.ready(department) for department in company.deployed.ports])


@pytest.mark.parametrize(
    ("kind", "point", "departments"),
    [
        ("worker", Point.AFTER_COMMIT, ("sales", "warehouse", "accounting")),
        ("worker", Point.AFTER_SEND, ("sales", "warehouse", "accounting")),
        ("api", Point.BEFORE_ANSWER, ("sales", "warehouse", "accounting")),
    ],
)
async def test_processes_die_between_two_steps_of_which_the_second_never_happens(
    company: Company, kind: str, point: Point, departments: tuple[str, ...]
) -> None:
    people = company.people(Progress())

    async def all_died() -> bool:
        return all(company.ended(name, kind)[1:] == [-signal.SIGKILL] for name in departments)

    async with _under_way(company, people):
        for name in departments:
            company.doom(name, kind, point, time=2)
        await until(all_died, f"the processes die {point}")
    for name in departments:
        assert f'"point":"{point}","event":"dies"' in company.process(name, kind).log.read_text()
    assert kind == "worker" or people.asked_again


async def test_processes_die_at_any_moment(company: Company) -> None:
    chance = random.Random(20)
    progress = Progress()
    people = company.people(progress)
    processes = list(company.deployed.processes.values())
    async with _under_way(company, people) as running:
        for _ in range(KILLS):
            await progress.steps_more(4, running)
            chance.choice(processes).kill()
    assert len(company.endings) == KILLS
    assert people.asked_again


async def test_the_apis_accept_writes_while_the_broker_is_down(company: Company) -> None:
    early, late = Progress(), Progress()
    some, strict = company.people(early), company.people(late, patient=False)
    first, second = await company.customers(some, JOURNEYS), await company.customers(some, JOURNEYS)
    async with company.nothing_lost_or_doubled(2 * JOURNEYS):
        before = asyncio.create_task(company.journeys(some, first))
        await early.steps_more(HALFWAY, before)
        company.kafka.kill()
        during = asyncio.create_task(company.journeys(strict, second))
        await late.hears("placed under the contract", JOURNEYS, during)
        await company.kafka.start()
        await asyncio.gather(before, during)


async def test_the_database_dies(company: Company) -> None:
    progress = Progress()
    people = company.people(progress)
    async with _under_way(company, people) as running:
        await progress.steps_more(HALFWAY, running)
        company.postgres.kill()
        refused = people.asked_again

        async def noticed() -> bool:
            return people.asked_again > refused + JOURNEYS

        await until(noticed, "people are told to ask again")
        await company.postgres.start()
        await until(lambda: _every_api_is_ready(company), "all APIs are ready", RECOVERS_WITHIN_SECONDS)
    assert company.endings == []


async def test_processes_that_are_asked_to_stop_finish_what_they_began(company: Company) -> None:
    progress = Progress()
    leaving = [(name, kind) for name in ("sales", "warehouse", "accounting") for kind in ("api", "worker")]

    async def all_left() -> bool:
        return len(company.endings) == len(leaving)

    async with _under_way(company, company.people(progress)) as running:
        await progress.steps_more(HALFWAY, running)
        for name, kind in leaving:
            company.process(name, kind).send(signal.SIGTERM)
        await until(all_left, "the processes leave", GRACE_SECONDS)
    assert sorted(company.endings) == sorted((name, kind, 0) for name, kind in leaving)
