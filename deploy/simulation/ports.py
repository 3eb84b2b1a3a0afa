"""The ports of a simulated process: memory behind them, and faults in front."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_following import MemoryViewFeed
from shared.event_store.memory_reader import MemoryViewReader
from shared.event_store.memory_relay import MemoryOutbox, RelayBook
from shared.event_store.port import Checkpoint, HistoryEntry, OutboxRow, StoreUnavailable
from shared.event_store.unit import (
    Committed,
    DeadlineRow,
    HistoryEvent,
    Key,
    Position,
    StoredEvent,
    Unit,
)
from shared.kernel.decider import StreamId
from shared.messaging.envelope import Envelope
from shared.messaging.memory import MemoryDelivery, MemoryPublisher, MemorySubscription
from shared.messaging.port import Acknowledged, Backlog, Lead, Place, PublishFailed, SentUpTo

if TYPE_CHECKING:
    from deploy.simulation.processes import Process


async def _ask_database(process: "Process", what: str) -> None:
    """One round trip to the department's database, which may not answer."""
    await process.step(what)
    world = process.world
    weather = world.faults.weather
    if process.service.name in world.databases_away:
        raise StoreUnavailable("the database is away")
    if world.faults.strike("database-error", weather.database_error):
        world.trace(process.name, f"{what}: no answer from the database")
        raise StoreUnavailable("the connection broke")


class FaultyStore:
    """A department's database as one process reaches it."""

    def __init__(self, process: "Process", store: MemoryEventStore) -> None:
        self._process = process
        self._store = store
        self.epoch = store.epoch

    async def load(self, streams: Mapping[StreamId, int]) -> list[HistoryEvent]:
        """Histories."""
        await _ask_database(self._process, "load")
        return await self._store.load(streams)

    async def commit(self, unit: Unit) -> Committed:
        """The commit may not happen, happen, or happen without anybody learning of it."""
        process = self._process
        await _ask_database(process, "commit")
        try:
            committed = await self._store.commit(unit)
        except Exception as refused:
            process.world.trace(process.name, f"commit refused: {type(refused).__name__}")
            raise
        process.world.committed(process, unit, committed)
        if process.world.faults.strike("reply-lost", process.world.faults.weather.reply_lost):
            process.world.trace(process.name, "the reply to the commit is lost")
            raise StoreUnavailable("the connection broke after COMMIT was sent")
        await asyncio.sleep(0)
        process.may_die("commit, after it was done")
        return committed

    async def history(self, stream: StreamId, *, since: datetime | None = None) -> list[HistoryEntry]:
        """A whole history, or the end of it."""
        await _ask_database(self._process, "history")
        return await self._store.history(stream, since=since)

    async def read_log(self, partition: int, after: int) -> AsyncIterator[StoredEvent]:
        """The log."""
        await _ask_database(self._process, "read log")
        async for stored in self._store.read_log(partition, after):
            yield stored

    async def read_outbox(self, topic: str, partition: int, after: int, limit: int) -> list[OutboxRow]:
        """Published events."""
        await _ask_database(self._process, "read outbox")
        return await self._store.read_outbox(topic, partition, after, limit)

    async def outbox_ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        """How much was published."""
        await _ask_database(self._process, "read outbox ends")
        return await self._store.outbox_ends(topics)

    async def key(self, scope: str, key: str) -> Key | None:
        """An idempotency key."""
        await _ask_database(self._process, "look up key")
        return await self._store.key(scope, key)

    async def positions(self) -> list[Position]:
        """How far others were heard."""
        await _ask_database(self._process, "load positions")
        return await self._store.positions()

    async def heard(self, event_ids: Sequence[UUID]) -> Mapping[UUID, bytes | None]:
        """What is in the inbox."""
        await _ask_database(self._process, "look into inbox")
        return await self._store.heard(event_ids)

    async def due_deadlines(self, now: datetime, limit: int, after: DeadlineRow | None = None) -> list[DeadlineRow]:
        """What is due."""
        await _ask_database(self._process, "look for deadlines")
        return await self._store.due_deadlines(now, limit, after)

    async def next_deadline(self) -> datetime | None:
        """When something falls due."""
        await _ask_database(self._process, "look for next deadline")
        return await self._store.next_deadline()

    async def parked_keys(self) -> set[tuple[str, str]]:
        """What waits for an operator."""
        await _ask_database(self._process, "look for parked")
        return await self._store.parked_keys()


class FaultyReader:
    """The views of a department as one process reads them."""

    def __init__(self, process: "Process", reader: MemoryViewReader) -> None:
        self._process = process
        self._reader = reader

    async def get(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """One row."""
        await _ask_database(self._process, "read view")
        return await self._reader.get(view, identity)

    async def page(self, view: str, **asked: Any) -> list[Mapping[str, Any]]:
        """Some rows."""
        await _ask_database(self._process, "list view")
        return await self._reader.page(view, **asked)

    async def totals(self, view: str, **asked: Any) -> list[Mapping[str, Any]]:
        """Sums."""
        await _ask_database(self._process, "sum view")
        return await self._reader.totals(view, **asked)


class FaultyFeed:
    """Where the views that follow the log stand, as one process reaches it."""

    def __init__(self, process: "Process", store: MemoryEventStore) -> None:
        self._process = process
        self._feed = MemoryViewFeed(store)

    async def checkpoints(self, views: Sequence[str]) -> Sequence[Checkpoint]:
        """How far each has followed."""
        await _ask_database(self._process, "read checkpoints")
        return await self._feed.checkpoints(views)

    async def advance(self, checkpoint: Checkpoint, upto: int, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Rows and checkpoint, or neither; whether they were written may stay unknown."""
        process = self._process
        await _ask_database(process, "follow")
        moved = await self._feed.advance(checkpoint, upto, rows)
        process.world.trace(process.name, f"{checkpoint.view}/{checkpoint.partition} followed to {upto}: {moved}")
        if process.world.faults.strike("reply-lost", process.world.faults.weather.reply_lost):
            raise StoreUnavailable("the connection broke after COMMIT was sent")
        return moved


class FaultyOutbox:
    """The outbox as the relay of one process holds it. The lead is the database session's, and goes with it."""

    def __init__(self, process: "Process", store: MemoryEventStore, book: RelayBook) -> None:
        self._process = process
        self._outbox = MemoryOutbox(store, book, process.world.clock)
        self._book = book

    async def take_the_lead(self) -> Lead | None:
        """The lead, if nobody has it."""
        await _ask_database(self._process, "take the lead")
        lead = await self._outbox.take_the_lead()
        if lead is not None:
            self._process.world.trace(self._process.name, f"leads with fence {lead.fence}")
        return lead

    async def unsent(self, lead: Lead, per_place: int) -> Sequence[OutboxRow]:
        """What is to be sent."""
        await _ask_database(self._process, "read unsent")
        return await self._outbox.unsent(lead, per_place)

    async def mark_sent(self, lead: Lead, acknowledged: Sequence[Acknowledged]) -> None:
        """What was sent."""
        await _ask_database(self._process, "mark sent")
        await self._outbox.mark_sent(lead, acknowledged)

    async def sent(self) -> Mapping[Place, SentUpTo]:
        """How far was sent."""
        await _ask_database(self._process, "read sent")
        return await self._outbox.sent()

    async def rewind(self, lead: Lead, to: Mapping[Place, SentUpTo]) -> None:
        """What was lost."""
        await _ask_database(self._process, "rewind")
        self._process.world.trace(self._process.name, f"sends again from {len(to)} place(s)")
        await self._outbox.rewind(lead, to)

    async def known(self, messages: Sequence[Envelope]) -> frozenset[UUID]:
        """Whether the broker has what nobody said."""
        await _ask_database(self._process, "look up messages")
        return await self._outbox.known(messages)

    async def begin_epoch(self, lead: Lead, epoch: int) -> int:
        """Never, as no database of a run is put back."""
        raise AssertionError(f"{self._process.name} takes its database for one that was put back")

    async def backlog(self) -> Backlog:
        """What waits: a gauge, which never fails."""
        return Backlog(0, 0.0)

    async def resign(self) -> None:
        """Gives the lead up; who is dead gives nothing up."""
        if self._process.is_alive:
            await self._outbox.resign()

    def disconnect(self) -> None:
        """The database noticed that the session is gone, and with it the lock."""
        if self._book.leader is self._outbox:
            self._book.leader = None


class FaultySubscription:
    """A department's ear in one process."""

    def __init__(self, process: "Process", subscription: MemorySubscription) -> None:
        self._process = process
        self._subscription = subscription

    async def receive(self, timeout: float) -> "FaultyDelivery | None":
        """What the broker has, while it is there."""
        world = self._process.world
        if not world.broker_is_up:
            await asyncio.sleep(timeout)
            return None
        delivery = await self._subscription.receive(timeout)
        if delivery is None:
            return None
        await self._process.step("receive")
        places = sorted({(message.topic, message.partition, message.seq) for message in delivery.messages})
        world.trace(self._process.name, "receives " + " ".join(f"{t}/{p}:{s}" for t, p, s in places))
        return FaultyDelivery(self._process, delivery)

    async def look_behind(self) -> None:
        """Nothing to see while the broker is away."""
        if self._process.world.broker_is_up:
            await self._subscription.look_behind()

    async def close(self) -> None:
        """Leaves properly; who is dead does not."""
        if self._process.is_alive:
            await self._subscription.close()


class FaultyDelivery:
    """Messages whose receipt may not reach the broker."""

    def __init__(self, process: "Process", delivery: MemoryDelivery) -> None:
        self._process = process
        self._delivery = delivery
        self.messages = delivery.messages
        self.unreadable = delivery.unreadable
        self.moved = delivery.moved

    def put_off(self, places: Collection[Place]) -> None:
        """They come again."""
        self._process.world.trace(self._process.name, f"puts {len(places)} place(s) off")
        self._delivery.put_off(places)

    async def done(self) -> None:
        """The offsets are committed, or come again."""
        world = self._process.world
        if world.broker_is_up and not world.faults.strike("offset-lost", world.faults.weather.offset_lost):
            await self._delivery.done()


class FaultyPublisher:
    """A relay's way to the broker."""

    def __init__(self, process: "Process", publisher: MemoryPublisher) -> None:
        self._process = process
        self._publisher = publisher

    async def _ask_broker(self, what: str) -> None:
        await self._process.step(what)
        if not self._process.world.broker_is_up:
            raise PublishFailed("the broker does not answer")

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        """All, or some of them, and the acknowledgement may be lost."""
        process = self._process
        world = process.world
        await self._ask_broker("send")
        if world.faults.strike("publish-error", world.faults.weather.publish_error):
            arrived = world.chance.randint(0, len(messages))
            acknowledged = await self._publisher.send(messages[:arrived], fence)
            known = acknowledged if world.chance.random() < 0.5 else ()
            world.trace(process.name, f"sends {arrived} of {len(messages)}, {len(known)} acknowledged")
            raise PublishFailed("the broker went away", acknowledged=known)
        acknowledged = await self._publisher.send(messages, fence)
        world.trace(process.name, f"sends {len(messages)}")
        await asyncio.sleep(0)
        process.may_die("send, after it was done")
        return acknowledged

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """How far the broker's logs go."""
        await self._ask_broker("look for ends")
        return await self._publisher.ends(places)

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        """What the broker last has of ours."""
        await self._ask_broker("look for last messages")
        return await self._publisher.last_messages(ends)

    async def close(self) -> None:
        """Gives up."""
