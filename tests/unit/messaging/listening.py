"""A speaker, and a consumer that may hear it: what the tests of the consumer begin with."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from prometheus_client import REGISTRY

from shared.clocks.driven import DrivenClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.partitioning import partition_of
from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Committed, Position, Unit
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.local import LocalTransport
from shared.published.topics import PARTITIONS
from tests.unit.messaging.small_talk import heard_of, parties, runtime_of, say, told_by


class MoodyStore(MemoryEventStore):
    """Does not answer while it is told not to."""

    is_away = False

    async def commit(self, unit: Unit) -> Committed:
        """Or not."""
        if self.is_away:
            raise StoreUnavailable("away")
        return await super().commit(unit)


class Listening:
    """A speaker who has said something about the bee, and a listener who may hear it."""

    def __init__(self) -> None:
        self.parties = parties()
        self.clock = clock = DrivenClock(datetime(2026, 3, 2, tzinfo=UTC))
        self.speaker = runtime_of(self.parties.speaker, MemoryEventStore(), clock)
        self.store = MoodyStore()
        self.listener = runtime_of(self.parties.listener, self.store, clock)
        self.asked: list[int] = []
        self.is_away = False
        self.source = LocalTransport({self.parties.speaker.name: self.speaker.store})

    def consumer(self, **options: float) -> Consumer:
        """New, as after a restart."""
        return Consumer(self.listener.writer, self.refill, **options)

    async def who_knows_of_epoch(self, epoch: int, **options: float) -> Consumer:
        """A consumer that heard the source in it, in another place than the bee's; the source was restored since."""
        self.speaker.store.epoch = epoch
        bees = partition_of("note-bee")
        place = Position(topic=self.parties.topic, partition=(bees + 2) % PARTITIONS, next_seq=1, epoch=epoch)
        await self.store.commit(Unit(positions=[place]))
        consumer = self.consumer(**options)
        await consumer.load_positions()
        return consumer

    def halted(self) -> float | None:
        """How many partitions of the topic wait for their source, as operators see it."""
        labels = {"department": self.parties.listener.name, "topic": self.parties.topic}
        return REGISTRY.get_sample_value("o2c_partitions_halted", labels)

    def lag(self, what: str) -> float | None:
        """What operators see of it: "count" or "sum"."""
        labels = {"department": self.parties.listener.name, "topic": self.parties.topic}
        return REGISTRY.get_sample_value(f"o2c_hop_seconds_{what}", labels)

    async def refill(self, topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
        """Counts how often it is asked."""
        self.asked.append(after)
        if self.is_away:
            raise StoreUnavailable("away")
        return await self.source.refill(topic, partition, after, limit)

    async def said(self, *texts: str) -> list[Envelope]:
        """As messages."""
        await say(self.speaker, "bee", *texts)
        return await told_by(self.speaker, self.parties.topic)

    async def heard(self) -> list[str]:
        """In order."""
        return await heard_of(self.listener, "bee")

    async def until_heard(self, *texts: str) -> None:
        """By a consumer that runs by itself."""
        async with asyncio.timeout(5):
            while await self.heard() != list(texts):  # noqa: ASYNC110 - it is the store that changes
                await asyncio.sleep(0.005)
