"""A department's worker over a real broker and a real database: how it starts, how it leaves, how it comes back."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from deploy.embedded.kafka import Broker
from deploy.embedded.postgres import PostgresServer
from shared.event_store.postgres import PostgresEventStore
from shared.hosting.service import Service
from shared.hosting.settings import DepartmentSettings
from shared.hosting.worker import run_worker
from shared.messaging.kafka import KafkaSubscription, KafkaTransport
from shared.messaging.kafka_topics import ensure_topics
from shared.published.topics import PARTITIONS
from tests.integration.messaging.databases import department_database
from tests.integration.messaging.wires import Wire, kafka_wire
from tests.unit.messaging.small_talk import Parties, heard_of, parties, runtime_of, say

Database = tuple[PostgresEventStore, AsyncEngine]


@pytest.fixture
async def database(postgres_server: PostgresServer) -> AsyncIterator[Database]:
    async with department_database(postgres_server) as opened:
        yield opened


@pytest.fixture
async def wire(kafka_broker: Broker) -> AsyncIterator[Wire]:
    async with kafka_wire(parties(), kafka_broker.bootstrap_servers) as opened:
        yield opened


async def work(new: Parties, engine: AsyncEngine, broker: Broker) -> None:
    """The listener's worker, in this process: it leaves when this process is sent SIGTERM."""
    settings = DepartmentSettings(
        database_dsn=SecretStr(engine.url.set(drivername="postgresql").render_as_string(hide_password=False)),
        kafka_bootstrap_servers=broker.bootstrap_servers,
        jwks_file=Path("unused"),
    )
    service = Service(department=new.listener, routers=(), permissions={})
    await run_worker(service, settings)


async def test_it_refuses_topics_that_would_move_keys_and_says_which_found_and_wanted(
    database: Database, kafka_broker: Broker
) -> None:
    new = parties()
    await ensure_topics(kafka_broker.bootstrap_servers, [new.topic], PARTITIONS + 1, 1)
    with capture_logs() as logs, pytest.raises(SystemExit) as ended:
        async with asyncio.timeout(30):
            await work(new, database[1], kafka_broker)
    assert ended.value.code == 1
    (said,) = [line["detail"] for line in logs if line["event"] == "topics-unfit"]
    assert f"{new.topic} has {PARTITIONS + 1} partitions, the company is made for {PARTITIONS}" in said


async def test_asked_to_leave_it_writes_down_and_commits_what_it_heard(
    database: Database, wire: Wire, kafka_broker: Broker
) -> None:
    store, engine = database
    worker = asyncio.create_task(work(wire.parties, engine, kafka_broker))
    listener = runtime_of(wire.parties.listener, store)
    await say(wire.speaker, "bee", "one", "two")
    async with asyncio.timeout(30):
        while await heard_of(listener, "bee") != ["one", "two"]:  # noqa: ASYNC110 - it is the store that changes
            await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(worker, 20)
    assert [(place.topic, place.next_seq) for place in await store.positions()] == [(wire.parties.topic, 3)]
    await say(wire.speaker, "bee", "three")
    successor = await KafkaTransport(kafka_broker.bootstrap_servers).subscribe(
        wire.parties.listener.name, [wire.parties.topic], {}
    )
    async with asyncio.timeout(30):
        while (delivery := await successor.receive(0.1)) is None:
            pass
    assert [message.seq for message in delivery.messages] == [3]
    await successor.close()


async def _member(broker: Broker, new: Parties, name: str) -> KafkaSubscription:
    transport = KafkaTransport(broker.bootstrap_servers, member=name)
    return await transport.subscribe(new.listener.name, [new.topic], {})


async def _assigned(*members: KafkaSubscription) -> list[int]:
    """How many places each of them has, once together they have them all."""
    async with asyncio.timeout(30):
        while sum(shares := [len(member.assignment()) for member in members]) != PARTITIONS or 0 in shares:
            await asyncio.gather(*(member.receive(0.05) for member in members))
    return shares


async def test_a_named_member_that_comes_back_moves_nobody_elses_partitions(kafka_broker: Broker) -> None:
    new = parties()
    await ensure_topics(kafka_broker.bootstrap_servers, [new.topic], PARTITIONS, 1)
    stays, leaves = await _member(kafka_broker, new, "1"), await _member(kafka_broker, new, "2")
    assert await _assigned(stays, leaves) == [2, 2]
    generation = stays.generation
    await leaves.close()
    back = await _member(kafka_broker, new, "2")
    assert await _assigned(stays, back) == [2, 2]
    assert stays.generation == generation
    await stays.close()
    await back.close()
