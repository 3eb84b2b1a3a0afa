"""kill -9, SIGSTOP and SIGTERM of processes, broker and database in the middle of journeys: nothing lost or doubled."""

import asyncio
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from deploy.deployed.company import ROOT
from shared.hosting.dying import Point
from shared.hosting.processes import GRACE_SECONDS
from tests.faults.company import Company, Progress, until
from tests.faults.full_disk import fill_the_log, no_file_grows
from tests.faults.one_department import ACME

pytestmark = pytest.mark.slow

JOURNEYS = 8
HALFWAY = JOURNEYS * 6
"""Sentences said when the journeys are somewhere between order and payment; one says twice as many."""
KINDS = ("api", "worker", "api", "api")
"""What is killed in turn, of departments chosen by chance."""
RECOVERS_WITHIN_SECONDS = 15.0
ANSWERS_WITHIN_SECONDS = 6.0
WAKES_WITHIN_SECONDS = 5.0
CROWD = 32
FALSE_CLOCKS = (("sales", "worker"), ("warehouse", "api"), ("sales", "api"), ("warehouse", "worker"))
LOST_TOPICS = ("sales.order", "warehouse.shipment")

FALSEST = timedelta(minutes=5)


async def _every_api_is_ready(company: Company) -> bool:
    return all([await company.ready(department) for department in company.deployed.ports])


@pytest.mark.parametrize(
    ("kind", "point"), [("worker", Point.AFTER_COMMIT), ("worker", Point.AFTER_SEND), ("api", Point.BEFORE_ANSWER)]
)
async def test_processes_die_between_two_steps_of_which_the_second_never_happens(
    company: Company, kind: str, point: Point
) -> None:
    people = company.people(Progress())
    fates = [(name, kind, point) for name in ("sales", "warehouse", "accounting")]

    async def all_died() -> bool:
        return all(company.ended(name, kind) == [0, -signal.SIGKILL] for name, kind, _ in fates)

    async with company.under_way(people, JOURNEYS, fates):
        await until(all_died, f"the processes die {point}")
    assert len(company.endings) == 2 * len(fates)
    for name, _, _ in fates:
        assert f'"point":"{point}","event":"dies"' in company.process(name, kind).log.read_text()


async def test_processes_die_at_any_moment(company: Company) -> None:
    chance = random.Random(20)
    progress = Progress()
    people = company.people(progress)
    async with company.under_way(people, JOURNEYS) as running:
        for kind in KINDS:
            await progress.steps_more(JOURNEYS, running)
            company.process(chance.choice(list(company.deployed.ports)), kind).kill()
    assert len(company.endings) == len(KINDS)
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
    async with company.under_way(people, JOURNEYS) as running:
        await progress.steps_more(HALFWAY, running)
        company.postgres.kill()
        refused = people.asked_again

        async def noticed() -> bool:
            return people.asked_again > refused + JOURNEYS

        await until(noticed, "people are told to ask again")
        await _a_newcomer_waits_and_leaves_when_asked(company)
        await company.postgres.start()
        await until(lambda: _every_api_is_ready(company), "all APIs are ready", RECOVERS_WITHIN_SECONDS)
    assert company.endings == [("purchasing", "worker", -signal.SIGKILL), ("purchasing", "worker", 0)]


async def _asked(company: Company, path: str, body: dict[str, Any] | None = None) -> tuple[int, float]:
    """The status of an answer, and after how many seconds it came."""
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {company.deployed.token('sara.rep')}", "Idempotency-Key": str(uuid4())}
    client = company.doors.client
    answer = await client.request("POST" if body else "GET", path, json=body, headers=headers, timeout=30.0)
    return answer.status_code, time.monotonic() - began


async def test_a_database_that_hangs_is_not_waited_for_and_is_back_at_once(company: Company) -> None:
    progress = Progress()
    withdrawal = {"reason": "nobody has it"}
    async with company.under_way(company.people(progress), JOURNEYS) as running:
        await progress.steps_more(HALFWAY, running)
        company.postgres.pause()
        try:
            answers = await asyncio.gather(
                *(_asked(company, f"/{department}/health/ready") for department in company.deployed.ports),
                *(_asked(company, "/sales/contracts") for _ in range(20)),
                *(_asked(company, f"/sales/quotations/q{one}/withdrawal", withdrawal) for one in range(20)),
            )
        finally:
            company.postgres.resume()
        await until(lambda: _every_api_is_ready(company), "all APIs are ready", WAKES_WITHIN_SECONDS)
    assert {status for status, _ in answers} == {503}
    assert max(seconds for _, seconds in answers) < ANSWERS_WITHIN_SECONDS
    assert company.endings == []


async def test_the_disk_is_full_and_everybody_waits_for_room(company: Company) -> None:
    progress = Progress()
    people = company.people(progress)
    full_at = await fill_the_log(company.deployed.access["sales"].owner_dsn)

    async def is_full() -> bool:
        crowd = [_asked(company, "/sales/customers", {**ACME, "name": f"Acme {uuid4()}"}) for _ in range(CROWD)]
        return {status for status, _ in await asyncio.gather(*crowd)} == {503}

    async def noticed() -> bool:
        return people.asked_again >= JOURNEYS

    customers = await company.customers(people, JOURNEYS)
    async with company.nothing_lost_or_doubled(JOURNEYS):
        async with no_file_grows(company.postgres, full_at):
            await until(is_full, "sales has no room")
            running = asyncio.create_task(company.journeys(people, customers))
            await until(noticed, "people are told to ask again")
            assert not await company.ready("sales")
            assert await company.ready("warehouse"), "who has room is ready"
        await running
        await until(lambda: _every_api_is_ready(company), "all APIs are ready")
    assert company.endings == []


async def test_a_relay_that_slept_while_another_took_the_lead_steps_back(company: Company) -> None:
    progress = Progress()
    sleeper = company.process("sales", "worker")
    successor = company.another("sales", "worker", ROOT)
    fence = await company.fence("sales")

    async def succeeded() -> bool:
        return await company.fence("sales") > fence

    async with company.under_way(company.people(progress), JOURNEYS) as running:
        await progress.steps_more(JOURNEYS, running)
        sleeper.send(signal.SIGSTOP)
        assert await company.end_the_lead("sales")
        successor.start()
        try:
            await until(succeeded, "the successor leads")
            await progress.steps_more(2 * JOURNEYS, running)
            sleeper.send(signal.SIGCONT)
            await running
        finally:
            sleeper.send(signal.SIGCONT)
            status = await asyncio.to_thread(successor.stop)
    assert status == 0


async def _a_newcomer_waits_and_leaves_when_asked(company: Company) -> None:
    """A process that starts while the database is away."""
    worker = company.process("purchasing", "worker")
    worker.kill()
    looked = company.said_by(worker, "database-away")

    async def waits() -> bool:
        return len(company.endings) == 1 and company.said_by(worker, "database-away") > looked

    async def left() -> bool:
        return len(company.endings) == 2

    await until(waits, "it waits for the database")
    worker.send(signal.SIGTERM)
    await until(left, "it leaves", GRACE_SECONDS)


async def test_topics_that_are_lost_with_all_their_messages_are_filled_again(company: Company) -> None:
    progress = Progress()
    async with company.under_way(company.people(progress), JOURNEYS) as running:
        await progress.steps_more(HALFWAY, running)
        await company.lose_topics(*LOST_TOPICS)

        async def filled_again() -> bool:
            return all([await company.on_the_wire(topic) >= await company.told_on(topic) for topic in LOST_TOPICS])

        await running
        await until(filled_again, "the broker has everything again that was ever told")
    assert company.endings == []


async def test_every_process_that_is_asked_to_stop_finishes_what_it_began(company: Company) -> None:
    progress = Progress()
    people = company.people(progress)
    leaving = list(company.deployed.processes)

    async def all_left() -> bool:
        return len(company.endings) == len(leaving)

    async with company.under_way(people, JOURNEYS) as running:
        await progress.steps_more(HALFWAY, running)
        for name, kind in leaving:
            company.process(name, kind).send(signal.SIGTERM)
        await until(all_left, "the processes leave", GRACE_SECONDS)
        assert not running.done()
    assert sorted(company.endings) == sorted((name, kind, 0) for name, kind in leaving)
    assert people.asked_again, "nobody noticed: there was no load"


async def test_processes_whose_clocks_differ_put_nothing_out_of_order(company: Company, tmp_path: Path) -> None:
    if (datetime.now(UTC) + FALSEST).date() != datetime.now(UTC).date():
        pytest.skip("a new day begins within minutes: some processes would be in another day than those who ask them")
    await company.restart(*_with_false_clocks(company, tmp_path))
    assert company.endings
    async with company.under_way(company.people(Progress()), JOURNEYS):
        pass
    for department in ("sales", "warehouse"):
        assert await company.heard_at_another_time(department), "its clock agreed with that of its database"
    late = list(company.clocks)
    company.clocks.clear()
    await company.restart(*late)


def _with_false_clocks(company: Company, folder: Path) -> list[tuple[str, str]]:
    """Some of the processes, each with a clock that will be minutes ahead of those of the others."""
    for number, process in enumerate(FALSE_CLOCKS, start=1):
        file = folder / f"clock-{number}"
        file.write_text(str(number * 70))
        company.clocks[process] = str(file)
    return list(company.clocks)
