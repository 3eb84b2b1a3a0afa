"""Slow members of a group: given up and back again, stood still and awake, with more waiting than they may hold."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.record.memory_records import MemoryRecords
from prometheus_client import REGISTRY
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.kafka import Broker
from deploy.embedded.postgres import PostgresServer
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.unit import Committed, Unit
from shared.hosting.lagging import LoopWatch
from shared.messaging.consumer import Consumer
from shared.messaging.kafka import MOST_BYTES_PER_PLACE, KafkaSubscription, KafkaTransport
from shared.messaging.kafka_publisher import SAFE
from shared.published.topics import PARTITIONS
from tests.integration.messaging.databases import department_database
from tests.integration.messaging.wires import Wire, kafka_wire
from tests.unit.messaging.small_talk import heard_of, parties, runtime_of, say

SESSION_SECONDS = 2.0
SILENCE_SECONDS = 2.0
PATIENCE_SECONDS = 40.0
NOTES = [f"note {number}" for number in range(12)]
Hold = Callable[[], Awaitable[Any]]


class Reluctant(PostgresEventStore):
    """Writes what it heard first only when the test lets it."""

    def __init__(self, engine: AsyncEngine, hold: Hold | None) -> None:
        super().__init__(engine)
        self.reached = asyncio.Event()
        self._hold = hold

    async def commit(self, unit: Unit) -> Committed:
        """Late, the first time."""
        if unit.events and self._hold is not None and not self.reached.is_set():
            self.reached.set()
            await self._hold()
        return await super().commit(unit)


@dataclass
class Member:
    """One of the listening department's workers."""

    store: Reluctant
    subscription: KafkaSubscription


@dataclass
class Group:
    """A speaker whose relay speaks to Kafka, and a listening department whose members come and go."""

    wire: Wire
    bootstrap: str
    engine: AsyncEngine
    stack: AsyncExitStack

    async def joined_by(self, hold: Hold | None = None, *, silence_seconds: float = 300.0) -> Member:
        """One more member, that hears until the end of the test."""
        listener = self.wire.parties.listener
        store = Reluctant(self.engine, hold)
        await store.open()
        self.stack.push_async_callback(store.close)
        consumer = Consumer(runtime_of(listener, store).writer, self.wire.refill)
        transport = KafkaTransport(
            self.bootstrap, session_seconds=SESSION_SECONDS, silence_seconds=silence_seconds, stuck_after=10.0
        )
        subscription = await transport.subscribe(listener.name, [self.wire.parties.topic], {})
        hearing = asyncio.create_task(consumer.run(subscription))

        async def leave() -> None:
            consumer.stop()
            await asyncio.wait_for(hearing, 20)
            await subscription.close()

        self.stack.push_async_callback(leave)
        return Member(store, subscription)

    async def members(self) -> int:
        """How many the broker knows."""
        return await _members(self.bootstrap, self.wire.parties.listener.name)

    async def has(self, members: int) -> None:
        """Until the broker knows so many."""

        async def counted() -> bool:
            return await self.members() == members

        await until(counted)

    async def hears(self, member: Member, *texts: str) -> None:
        """Until all notes were heard to say just this, in order; `member` only lends its store."""
        runtime = runtime_of(self.wire.parties.listener, member.store)

        async def heard() -> bool:
            counts = [len(await heard_of(runtime, note)) for note in NOTES]
            return min(counts) >= len(texts)

        await until(heard)
        for note in NOTES:
            assert await heard_of(runtime, note) == list(texts)

    async def says(self, text: str) -> None:
        """About every note."""
        await asyncio.gather(*(say(self.wire.speaker, note, text) for note in NOTES))


async def _members(bootstrap: str, group: str) -> int:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        (described,) = await admin.describe_consumer_groups([group])
        return len(described.groups[0][5])
    finally:
        await admin.close()


async def until(come: Callable[[], Awaitable[bool]]) -> None:
    """Polls until it is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await come():  # noqa: ASYNC110 - the broker and the database change
            await asyncio.sleep(0.05)


@asynccontextmanager
async def _group(server: PostgresServer, bootstrap: str) -> AsyncIterator[Group]:
    new = parties()
    async with (
        kafka_wire(new, bootstrap) as wire,
        department_database(server) as (_, engine),
        AsyncExitStack() as stack,
    ):
        yield Group(wire, bootstrap, engine, stack)


@pytest.fixture
async def group(postgres_server: PostgresServer, kafka_broker: Broker) -> AsyncIterator[Group]:
    async with _group(postgres_server, kafka_broker.bootstrap_servers) as opened:
        yield opened


@pytest.mark.slow
async def test_a_member_that_hears_too_long_is_given_up_and_its_late_effects_are_not_doubled(group: Group) -> None:
    let_go = asyncio.Event()
    slow = await group.joined_by(let_go.wait, silence_seconds=SILENCE_SECONDS)
    await group.says("one")
    await asyncio.wait_for(slow.store.reached.wait(), PATIENCE_SECONDS)
    await group.has(members=0)
    other = await group.joined_by()
    await group.says("two")
    await group.hears(other, "one", "two")
    let_go.set()
    await group.has(members=2)
    said = ["one", "two"]

    async def is_at_rest() -> bool:
        """A round in which nobody is given anything and nobody is given up: the group does not go on for ever."""
        before = slow.subscription.generation, other.subscription.generation
        said.append(f"more {len(said)}")
        await group.says(said[-1])
        await group.hears(other, *said)
        shared = slow.subscription.assignment(), other.subscription.assignment()
        after = slow.subscription.generation, other.subscription.generation
        return before == after and all(shared) and len(shared[0] | shared[1]) == PARTITIONS

    await until(is_at_rest)


@pytest.mark.slow
async def test_a_process_that_stood_still_until_its_group_gave_it_up_hears_on_as_if_it_had_not(group: Group) -> None:
    name = group.wire.parties.listener.name
    watching = asyncio.create_task(LoopWatch(name).run())

    async def stand_still() -> None:
        """Keeps the whole event loop waiting, as a computation would, or a process that sleeps."""

        async def given_up() -> bool:
            return await _members(group.bootstrap, name) == 0

        asking = threading.Thread(target=lambda: asyncio.run(until(given_up)))
        asking.start()
        asking.join()

    sleeper = await group.joined_by(stand_still)
    before = sleeper.subscription.generation
    await group.says("one")
    await group.says("two")
    await group.hears(sleeper, "one", "two")
    await group.has(members=1)
    await group.says("three")
    await group.hears(sleeper, "one", "two", "three")
    assert sleeper.subscription.generation > before
    blocked = REGISTRY.get_sample_value("o2c_loop_blocked_seconds", {"department": name})
    assert blocked is not None
    assert blocked >= SESSION_SECONDS * 0.75
    watching.cancel()


async def test_a_slow_consumer_holds_no_more_than_its_share_of_what_waits(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = 0

    def counted(records: bytes) -> Any:
        nonlocal fetched
        fetched += len(records)
        return MemoryRecords(records)

    long_text = "x" * 20_000
    texts = [f"{number} {long_text}" for number in range(60)]
    for text in texts:
        await group.says(text)
    await group.wire.relayed()
    monkeypatch.setattr("aiokafka.consumer.fetcher.MemoryRecords", counted)
    let_go = asyncio.Event()
    slow = await group.joined_by(let_go.wait)
    fetcher = slow.subscription._consumer._fetcher
    with_something = {place for place in (await _ends(group)) if place[1]}

    async def has_enough() -> bool:
        """Nothing more is asked for: something lies ready of every place, and no request is under way."""
        return slow.store.reached.is_set() and not fetcher._in_flight and len(fetcher._records) >= len(with_something)

    await until(has_enough)
    share = MOST_BYTES_PER_PLACE + SAFE["max_batch_size"]
    assert fetched <= 2 * share * PARTITIONS, "what is heard now, and as much ahead"
    assert len(texts) * len(NOTES) * len(long_text) > 4 * share * PARTITIONS, "there would be more"
    generation = slow.subscription.generation
    let_go.set()
    await group.hears(slow, *texts)
    assert slow.subscription.generation == generation


async def _ends(group: Group) -> list[tuple[int, int]]:
    """The partitions, with the last sequence of each."""
    ends = await group.wire.speaker.store.outbox_ends([group.wire.parties.topic])
    return [(partition, last) for (_, partition), last in ends.items()]
