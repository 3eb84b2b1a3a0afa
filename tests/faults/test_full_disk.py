"""The disk is full: what is asked is refused clearly, nothing is half done, and all goes on when there is room."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2
import pytest
from prometheus_client import REGISTRY

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.postgres_roles import DatabaseAccess
from shared.event_store.postgres_relay import PostgresOutbox
from shared.messaging.envelope import Envelope
from shared.messaging.memory import MemoryTransport
from shared.messaging.relay import Relay
from shared.published.topics import ALL, PARTITIONS, owner_of
from tests.faults.company import until
from tests.faults.full_disk import fill_the_log, no_file_grows
from tests.faults.one_department import SALES, Call, Sales, a_database, patiently, sales_at_work

MOST_CALLS: Final = 2_000
"""More than fit on the pages that the tables had already when their files stopped growing."""
A_PAGE: Final = 8192
TOPICS: Final = [topic for topic in ALL if owner_of(topic) == SALES]


@dataclass(frozen=True)
class House:
    """A server of its own with the database of one department, whose log is large."""

    postgres: EmbeddedPostgres
    access: DatabaseAccess
    full_at: int


@pytest.fixture(scope="module")
async def house() -> AsyncIterator[House]:
    home = Path(tempfile.mkdtemp(prefix="o2c-"))
    home.chmod(0o711)  # PostgreSQL may run as another user
    postgres = EmbeddedPostgres(home)
    try:
        access = await a_database(await postgres.start())
        yield House(postgres, access, await fill_the_log(access.owner_dsn))
    finally:
        await postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
async def sales(house: House, tmp_path: Path) -> AsyncIterator[Sales]:
    async with sales_at_work(house.access, tmp_path) as opened:
        yield opened


@asynccontextmanager
async def told_on_by(sales: Sales) -> AsyncIterator[MemoryTransport]:
    """The department's relay at work, and the broker that it speaks to."""
    broker = MemoryTransport({})
    relay = Relay(SALES, PostgresOutbox(sales.opened.engine, TOPICS), broker.connect)
    sales.opened.runtime.handler.on_commit(relay.committed)
    speaking = asyncio.create_task(relay.run())
    try:
        yield broker
    finally:
        relay.stop()
        await asyncio.wait_for(speaking, 20)


async def everything_was_told(sales: Sales, broker: MemoryTransport) -> None:
    """Each message of the outbox, in order; one that comes again is a repetition of what came before."""

    async def told() -> bool:
        return {one.event_id for one in _records(broker)} == set((await sales.written()).outbox)

    await until(told, "the broker has what the outbox has")
    for topic in TOPICS:
        for partition in range(PARTITIONS):
            first_times = list(dict.fromkeys(one.seq for one in broker.log((topic, partition))))
            assert first_times == list(range(1, len(first_times) + 1))


def _records(broker: MemoryTransport) -> list[Envelope]:
    return [one for topic in TOPICS for partition in range(PARTITIONS) for one in broker.log((topic, partition))]


async def until_refused(client: httpx2.AsyncClient) -> tuple[Call, httpx2.Response]:
    """New customers until there is no room for one more: the call that found none, and its answer."""
    for _ in range(MOST_CALLS):
        call = Call.to_register()
        answer = await call.by(client)
        if answer.status_code != 201:
            return call, answer
    raise AssertionError(f"{MOST_CALLS} calls and still room")


def shown() -> float | None:
    """What the alert looks at."""
    return REGISTRY.get_sample_value("o2c_store_full", {"department": SALES})


def code_of(answer: httpx2.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["content-type"], answer.json()["code"]


FULL: Final = (503, "application/problem+json", "shared.store.full")


async def test_a_write_without_room_is_refused_and_nothing_is_half_done(house: House, sales: Sales) -> None:
    async with sales.client() as client, told_on_by(sales) as broker:
        known = (await Call.to_register().by(client)).json()["id"]
        async with no_file_grows(house.postgres, house.full_at):
            call, refused = await until_refused(client)
            assert code_of(refused) == FULL
            assert refused.headers["retry-after"] == "30"
            before = await sales.written()
            before.must_agree()
            again = [await one.by(client) for one in (call, Call.to_register(), Call.to_register())]
            assert [code_of(answer) for answer in again] == [FULL] * 3
            assert await sales.written() == before
            assert (await client.get(f"/sales/customers/{known}")).status_code == 200
            assert code_of(await client.get("/sales/health/ready")) == FULL
            assert (await client.get("/sales/health/live")).status_code == 200
            assert shown() == 1
        done = await call.by(client)
        assert (done.status_code, done.json()["repeated"]) == (201, False)
        assert (await client.get("/sales/health/ready")).status_code == 200
        assert shown() == 0
        assert (await call.by(client)).json()["repeated"]
        await everything_was_told(sales, broker)
    await sales.the_record_must_be_whole()


async def test_when_even_its_log_has_no_room_the_server_dies_and_nothing_acknowledged_is_lost(
    house: House, sales: Sales
) -> None:
    async with sales.client() as client, told_on_by(sales) as broker:
        acknowledged = [await Call.to_register().by(client) for _ in range(10)]
        call = Call.to_register()
        async with no_file_grows(house.postgres, A_PAGE):

            async def is_gone() -> bool:
                return (await call.by(client)).status_code == 503 and not house.postgres.running

            await until(is_gone, "PostgreSQL gives up")
            assert (await client.get("/sales/health/ready")).status_code == 503
        await house.postgres.start()
        done = await patiently(call, client)
        assert done.status_code == 201
        for answer in acknowledged:
            assert (await client.get(f"/sales/customers/{answer.json()['id']}")).status_code == 200
        await everything_was_told(sales, broker)
    await sales.the_record_must_be_whole()
