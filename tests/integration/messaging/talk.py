"""A speaker on a real PostgreSQL whose relays speak to a real Kafka."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.postgres import PostgresServer
from shared.event_store.memory import MemoryEventStore
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_relay import PostgresOutbox
from shared.handling.runtime import Runtime
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.kafka import KafkaTransport, readable
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import ensure_topics
from shared.messaging.local import LocalTransport
from shared.messaging.relay import Relay
from shared.published.topics import PARTITIONS
from tests.integration.messaging.databases import department_database
from tests.integration.messaging.wires import Ear
from tests.unit.messaging.small_talk import Parties, parties, runtime_of


@dataclass
class Talk:
    """A speaker on PostgreSQL whose relays speak to Kafka, and listeners in memory."""

    parties: Parties
    speaker: Runtime
    store: PostgresEventStore
    engine: AsyncEngine
    bootstrap: str
    stack: AsyncExitStack
    listening: MemoryEventStore
    running: list["asyncio.Task[None]"] = field(default_factory=list)

    def outbox(self) -> PostgresOutbox:
        """A relay's own hold."""
        return PostgresOutbox(self.engine, [self.parties.topic])

    def relay(self, outbox: PostgresOutbox | None = None) -> Relay:
        """One that looks for lost messages twice a second."""
        connect = kafka_publisher(self.bootstrap, self.parties.speaker.name)
        return Relay(self.parties.speaker.name, outbox or self.outbox(), connect, check_every=0.5)

    async def start(self, relay: Relay) -> None:
        """Runs it until the end of the test."""
        task = asyncio.create_task(relay.run())
        self.running.append(task)
        self.stack.push_async_callback(stopped, task)

    async def ear(self) -> Ear:
        """A listener in the group of the listening department."""
        runtime = runtime_of(self.parties.listener, self.listening)
        consumer = Consumer(runtime.writer, LocalTransport({self.parties.speaker.name: self.store}).refill)
        transport = KafkaTransport(self.bootstrap, stuck_after=5.0, session_seconds=2.0)
        subscription = await transport.subscribe(self.parties.listener.name, [self.parties.topic], {})
        self.stack.push_async_callback(subscription.close)
        return Ear(runtime, consumer, subscription)

    async def all_sent(self) -> None:
        """Until the outbox says that everything was sent."""
        query = text(
            "SELECT count(*) FROM outbox o LEFT JOIN relay_positions p USING (topic, partition) "
            "WHERE o.seq > coalesce(p.sent_seq, 0)"
        )
        async with asyncio.timeout(40):
            while True:
                async with self.engine.connect() as connection:
                    if (await connection.execute(query)).scalar_one() == 0:
                        return
                await asyncio.sleep(0.05)

    async def on_the_wire(self) -> list[Envelope | Unreadable]:
        """Every record of the topic."""
        places = [TopicPartition(self.parties.topic, partition) for partition in range(PARTITIONS)]
        found: list[Envelope | Unreadable] = []
        async with AIOKafkaConsumer(bootstrap_servers=self.bootstrap, auto_offset_reset="earliest") as consumer:
            ends = await consumer.end_offsets(places)
            consumer.assign(places)
            async with asyncio.timeout(20):
                while len(found) < sum(ends.values()):
                    for records in (await consumer.getmany(timeout_ms=200)).values():
                        found.extend(readable(record) for record in records)
        return found


async def stopped(task: "asyncio.Task[None]") -> None:
    """Ends a task of this test; an error that ended it before is the test's."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error


@asynccontextmanager
async def open_talk(server: PostgresServer, bootstrap: str) -> AsyncIterator[Talk]:
    """On a topic of their own."""
    new = parties()
    await ensure_topics(bootstrap, [new.topic], PARTITIONS, 1)
    async with department_database(server) as (store, engine), AsyncExitStack() as stack:
        speaker = runtime_of(new.speaker, store)
        yield Talk(new, speaker, store, engine, bootstrap, stack, MemoryEventStore())
