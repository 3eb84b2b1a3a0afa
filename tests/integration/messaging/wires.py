"""Each transport between the two departments, with the same handles for a test to pull."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from deploy.embedded.postgres import PostgresServer
from shared.clocks.wall import WallClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_parking import MemoryParkingLot
from shared.event_store.memory_relay import MemoryOutbox, RelayBook
from shared.event_store.port import EventStore, StoreUnavailable
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.unit import Committed, Unit
from shared.handling.runtime import Runtime
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.kafka import KafkaSubscription, KafkaTransport
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import ensure_topics
from shared.messaging.local import LocalTransport
from shared.messaging.memory import Chaos, MemoryTransport
from shared.messaging.port import Acknowledged, ParkingLot, Place, Publisher, Refill, SentUpTo, Subscription, Transport
from shared.messaging.relay import Relay
from shared.published.topics import PARTITIONS
from tests.brokers import lose_topics
from tests.integration.messaging.databases import department_database
from tests.unit.messaging.small_talk import Parties, runtime_of, told_by

PATIENCE_SECONDS = 30.0


@dataclass
class Ear:
    """A listener that runs: what a restart makes anew."""

    runtime: Runtime
    consumer: Consumer
    subscription: Subscription

    async def hear_until(self, enough: Callable[[], Awaitable[bool]]) -> None:
        """Takes deliveries until it is enough."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await enough():
                delivery = await self.subscription.receive(0.05)
                if delivery is not None:
                    await self.consumer.take(delivery)
                    await delivery.done()

    async def hear_all(self, speaker: Runtime, topic: str) -> None:
        """Until everything that was published has been dealt with."""

        async def enough() -> bool:
            ends = await speaker.store.outbox_ends([topic])
            return all(self.consumer.positions.get(place, 1) == last + 1 for place, last in ends.items())

        await self.hear_until(enough)


@dataclass
class Wire:
    """Two departments and what connects them. `losing`: what is published now never arrives by itself.

    `replace`: the broker loses the topic, and has these messages on it before that listener looks.
    """

    parties: Parties
    speaker: Runtime
    listener_store: EventStore
    lot: ParkingLot
    transport: Transport
    refill: Refill
    send_again: Callable[[Sequence[Envelope]], Awaitable[None]]
    replace: Callable[[Subscription, Sequence[Envelope]], Awaitable[None]]
    losing: list[bool] = field(default_factory=lambda: [False])
    book: RelayBook | None = None
    source_is_away: bool = False

    async def _refill(self, topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
        if self.source_is_away:
            raise StoreUnavailable("the speaker does not answer")
        return await self.refill(topic, partition, after, limit)

    async def ear(self, *, from_the_start: bool = False) -> Ear:
        """Starts the listener, or starts it again."""
        runtime = runtime_of(self.parties.listener, self.listener_store)
        consumer = Consumer(runtime.writer, self._refill, ask_again_after=0.1)
        await consumer.load_positions()
        positions: Mapping[Place, int] = {} if from_the_start else consumer.positions
        name = self.parties.listener.name
        subscription = await self.transport.subscribe(name, [self.parties.topic], positions)
        return Ear(runtime, consumer, subscription)

    async def relayed(self) -> None:
        """Until the relay, where there is one, believes that it has sent everything."""
        ends = await self.speaker.store.outbox_ends([self.parties.topic])
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.book is not None and not _has_sent(self.book, ends):  # noqa: ASYNC110 - it is the book that changes
                await asyncio.sleep(0.01)

    async def say_again(self) -> None:
        """Everything is delivered a second time, as far as the transport knows how."""
        await self.send_again(await told_by(self.speaker, self.parties.topic))


def _has_sent(book: RelayBook, ends: Mapping[Place, int]) -> bool:
    return all(book.sent.get(place, SentUpTo(0, -1)).seq >= last for place, last in ends.items())


def _unless_losing(wire: Wire, tell: Callable[[Unit, Committed], None]) -> Callable[[Unit, Committed], None]:
    def listen(unit: Unit, committed: Committed) -> None:
        if not wire.losing[0]:
            tell(unit, committed)

    return listen


async def _nothing(_: Sequence[Envelope]) -> None:
    """A transport that reads the outbox has nothing of its own to repeat."""


async def _nothing_to_lose(_: Subscription, __: Sequence[Envelope]) -> None:
    raise AssertionError("a transport that reads the outbox has no topic of its own")


@asynccontextmanager
async def _stores(server: PostgresServer | None) -> AsyncIterator[tuple[EventStore, EventStore, ParkingLot]]:
    """The speaker's, and the listener's with its parking lot."""
    if server is None:
        memory = MemoryEventStore()
        yield MemoryEventStore(), memory, MemoryParkingLot(memory)
        return
    async with department_database(server) as (first, _), department_database(server) as (second, engine):
        yield first, second, PostgresParkingLot(engine)


@asynccontextmanager
async def local_wire(parties: Parties, server: PostgresServer | None) -> AsyncIterator[Wire]:
    """In process, over the outboxes, which are in memory where there is no server."""
    async with _stores(server) as (speaking, listening, lot):
        transport = LocalTransport({parties.speaker.name: speaking, parties.listener.name: listening})
        speaker = runtime_of(parties.speaker, speaking)
        wire = Wire(parties, speaker, listening, lot, transport, transport.refill, _nothing, _nothing_to_lose)
        speaker.handler.on_commit(_unless_losing(wire, transport.committed(parties.speaker.name)))
        yield wire


@asynccontextmanager
async def memory_wire(parties: Parties, chaos: Chaos, seed: int) -> AsyncIterator[Wire]:
    """In process, over a broker that misbehaves."""
    speaking, listening = MemoryEventStore(), MemoryEventStore()
    transport = MemoryTransport({parties.speaker.name: speaking}, seed=seed, chaos=chaos)
    speaker = runtime_of(parties.speaker, speaking)

    async def send_again(messages: Sequence[Envelope]) -> None:
        for message in messages:
            transport.append(message)

    async def replace(_: Subscription, messages: Sequence[Envelope]) -> None:
        transport.lose(parties.topic, unnoticed=True)
        await send_again(messages)

    lot = MemoryParkingLot(listening)
    wire = Wire(parties, speaker, listening, lot, transport, transport.refill, send_again, replace)
    speaker.handler.on_commit(_unless_losing(wire, transport.committed(parties.speaker.name)))
    yield wire


class LosingPublisher:
    """Says that it has sent, and has not, while `losing`."""

    def __init__(self, inner: Publisher, losing: list[bool]) -> None:
        self._inner = inner
        self._losing = losing

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        """Sends, or pretends to."""
        if not self._losing[0]:
            return await self._inner.send(messages, fence)
        return [
            Acknowledged(topic=m.topic, partition=m.partition, seq=m.seq, count=1, first_offset=-1, offset=-1)
            for m in messages
        ]

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """As it is."""
        return await self._inner.ends(places)

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        """As it is."""
        return await self._inner.last_messages(ends)

    async def close(self) -> None:
        """As it is."""
        await self._inner.close()


@asynccontextmanager
async def kafka_wire(
    parties: Parties, bootstrap: str, security: Mapping[str, Any] | None = None
) -> AsyncIterator[Wire]:
    """Over a real broker, with a relay."""
    await ensure_topics(bootstrap, [parties.topic], PARTITIONS, 1, security=security)
    speaking, listening = MemoryEventStore(), MemoryEventStore()
    speaker = runtime_of(parties.speaker, speaking)
    local = LocalTransport({parties.speaker.name: speaking})
    connect = kafka_publisher(bootstrap, parties.speaker.name, security)
    losing = [False]

    async def connect_losing() -> Publisher:
        return LosingPublisher(await connect(), losing)

    async def send_again(messages: Sequence[Envelope]) -> None:
        publisher = await connect()
        await publisher.send(messages, 0)
        await publisher.close()

    async def replace(listener: Subscription, messages: Sequence[Envelope]) -> None:
        assert isinstance(listener, KafkaSubscription)
        ear, generation = listener._consumer, listener.generation
        ear.pause(*ear.assignment())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while ear._fetcher._in_flight:  # noqa: ASYNC110 - what it asked for before would tell it of the loss
                await asyncio.sleep(0.02)
        await lose_topics(bootstrap, parties.topic)
        await send_again(messages)
        assert listener.generation == generation, "the listener noticed, and begins anew"
        ear.resume(*ear.paused())

    book = RelayBook()
    relay = Relay(parties.speaker.name, MemoryOutbox(speaking, book, WallClock()), connect_losing)
    speaker.handler.on_commit(relay.committed)
    async with AsyncExitStack() as stack:
        running = asyncio.create_task(relay.run())
        stack.push_async_callback(_ended, running)
        transport = KafkaTransport(bootstrap, security=security)
        lot = MemoryParkingLot(listening)
        yield Wire(parties, speaker, listening, lot, transport, local.refill, send_again, replace, losing, book)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error
