"""What every event store must do; the same cases on memory and on PostgreSQL."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from deploy.embedded.postgres import PostgresServer
from shared.event_store.chain import GENESIS, link
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_parking import MemoryParkingLot
from shared.event_store.partitioning import partition_of
from shared.event_store.port import EventStore, HeardBefore, KeysKnown, StreamMoved
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.unit import (
    Heard,
    Key,
    Message,
    NewEvent,
    ParkedMessage,
    ParkedStatus,
    Position,
    Snapshot,
    StreamVersion,
    Unit,
)
from shared.kernel.decider import StreamId, id_of
from shared.messaging.port import ParkingLot
from shared.published.topics import PARTITIONS
from tests.real.departments import fresh_database

NOW = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)


def a_stream() -> StreamId:
    return StreamId(f"thing-{uuid4()}")


def an_event(stream: StreamId, version: int, data: Any = None, **metadata: Any) -> NewEvent:
    return NewEvent(
        partition=partition_of(stream),
        stream=stream,
        version=version,
        event_id=uuid4(),
        type="thing.happened",
        schema_version=1,
        occurred_at=NOW,
        recorded_at=NOW + timedelta(microseconds=1),
        data=msgspec.Raw(json.dumps(data if data is not None else {"n": version}).encode()),
        metadata=msgspec.Raw(json.dumps(metadata).encode()),
    )


def a_message(event: NewEvent, topic: str = "test.thing") -> Message:
    return Message(
        topic=topic,
        partition=event.partition,
        key=id_of(event.stream),
        event_id=event.event_id,
        type="test.thing.happened.v1",
        stream=event.stream,
        stream_version=event.version,
        occurred_at=event.occurred_at,
        causation_id=uuid4(),
        correlation_id=uuid4(),
        trace=None,
        data=event.data,
    )


def a_key(key: str, fingerprint: str = "f") -> Key:
    return Key(scope="me", key=key, fingerprint=fingerprint, outcome={"id": "1", "version": 1}, used_at=NOW)


def an_inbox_row(event_id: UUID) -> Heard:
    return Heard(
        event_id=event_id,
        type="other.thing.happened.v1",
        topic="other.thing",
        partition=1,
        seq=7,
        stream="thing-1",
        outcome="heard",
        heard_at=NOW,
    )


def an_aside_message(*, status: ParkedStatus, **changes: Any) -> ParkedMessage:
    message = ParkedMessage(
        event_id=uuid4(),
        topic=f"other.{uuid4().hex}",
        partition=1,
        seq=1,
        key="1",
        type="other.thing.happened.v1",
        headers={"epoch": "1"},
        data=b"{}",
        cause="test",
        detail="",
        parked_at=NOW,
        status=status,
    )
    return msgspec.structs.replace(message, **changes)


def lot_of(store: EventStore) -> ParkingLot:
    if isinstance(store, MemoryEventStore):
        return MemoryParkingLot(store)
    assert isinstance(store, PostgresEventStore)
    return PostgresParkingLot(store._engine)


async def test_what_is_appended_is_loaded_in_order(store: EventStore) -> None:
    one, two = a_stream(), a_stream()
    await store.commit(Unit(events=[an_event(one, 1), an_event(one, 2), an_event(two, 1)]))
    await store.commit(Unit(events=[an_event(one, 3)]))
    loaded = await store.load({one: 0, two: 0, a_stream(): 0})
    assert [(e.version, json.loads(e.data)) for e in loaded if e.stream == one] == [(n, {"n": n}) for n in (1, 2, 3)]
    assert [e.version for e in loaded if e.stream == two] == [1]
    assert [e.version for e in await store.load({one: 2})] == [3]


async def test_two_writers_of_one_version_conflict_and_nothing_is_half_written(store: EventStore) -> None:
    one, two = a_stream(), a_stream()
    await store.commit(Unit(events=[an_event(one, 1)]))
    late = Unit(events=[an_event(two, 1), an_event(one, 1)], keys=[a_key(str(uuid4()))])
    late.events.sort(key=lambda event: event.partition)
    with pytest.raises(StreamMoved):
        await store.commit(late)
    assert await store.load({two: 0}) == []
    assert await store.key("me", late.keys[0].key) is None


async def test_a_read_stream_must_not_have_moved(store: EventStore) -> None:
    read, written = a_stream(), a_stream()
    await store.commit(Unit(events=[an_event(read, 1)]))
    with pytest.raises(StreamMoved):
        await store.commit(Unit(events=[an_event(written, 1)], reads=[StreamVersion(stream=read, version=0)]))
    await store.commit(Unit(events=[an_event(written, 1)], reads=[StreamVersion(stream=read, version=1)]))


async def test_a_key_is_used_once_and_its_outcome_is_told(store: EventStore) -> None:
    stream, key = a_stream(), str(uuid4())
    await store.commit(Unit(events=[an_event(stream, 1)], keys=[a_key(key)]))
    with pytest.raises(KeysKnown) as known:
        await store.commit(Unit(events=[an_event(stream, 2)], keys=[a_key(key, "other"), a_key(str(uuid4()))]))
    assert [(k.key, k.fingerprint, k.outcome) for k in known.value.keys] == [(key, "f", {"id": "1", "version": 1})]
    assert len(await store.load({stream: 0})) == 1
    found = await store.key("me", key)
    assert found is not None
    assert found.fingerprint == "f"


async def test_what_waits_is_in_the_words_of_its_sources_newest_epoch(store: EventStore) -> None:
    early = {status: an_aside_message(status=status) for status in (ParkedStatus.PARKED, ParkedStatus.DISCARDED)}
    said = msgspec.structs.replace
    for epoch, kind, data in (
        (1, "a", b"early"),
        (1, "b", b"repeated"),
        (5, "b", b"told again"),
        (5, "a", b"repeated"),
    ):
        words = {"seq": epoch, "headers": {"epoch": str(epoch)}, "data": data, "type": f"other.thing.{kind}.v1"}
        await store.commit(Unit(parked=[said(one, cause=data.decode(), **words) for one in early.values()]))
    kept = [await lot_of(store).one(one.event_id) for one in early.values()]
    again = {"seq": 5, "headers": {"epoch": "5"}, "data": b"told again", "type": "other.thing.b.v1", "cause": "early"}
    first = {"data": b"early", "type": "other.thing.a.v1", "cause": "early"}
    assert kept == [said(early[ParkedStatus.PARKED], **again), said(early[ParkedStatus.DISCARDED], **first)]


async def test_what_waits_moves_to_the_line_in_which_its_source_says_it_now(store: EventStore) -> None:
    """As what it is there: behind others, or by what it failed of itself."""
    tried = an_aside_message(status=ParkedStatus.RETRYING, attempts=2, next_try_at=NOW)
    behind = an_aside_message(status=ParkedStatus.WAITING, seq=2, topic=tried.topic)
    there = {"topic": f"other.{uuid4().hex}", "partition": 2, "key": "2", "seq": 7, "headers": {"epoch": "5"}}
    waiting = {"status": "waiting", "cause": "behind", "attempts": 0, "next_try_at": None}
    moved = msgspec.structs.replace(tried, **there, **waiting)
    for one in (tried, behind, moved):
        await store.commit(Unit(parked=[one]))
    lot = lot_of(store)
    assert [await lot.line(one.topic, one.key, 9) for one in (moved, behind)] == [[moved], [behind]]
    assert {(tried.topic, "1"), (moved.topic, "2")} <= set(await lot.ready(NOW - timedelta(days=1), 100))


async def test_a_message_is_heard_once(store: EventStore) -> None:
    stream, event_id, other = a_stream(), uuid4(), uuid4()
    position = Position(topic="other.thing", partition=1, next_seq=8, epoch=1)
    await store.commit(Unit(events=[an_event(stream, 1)], heard=[an_inbox_row(event_id)], positions=[position]))
    with pytest.raises(HeardBefore) as again:
        await store.commit(Unit(events=[an_event(stream, 2)], heard=[an_inbox_row(event_id), an_inbox_row(other)]))
    assert again.value.event_ids == {event_id}
    assert await store.heard([event_id, other]) == {event_id: None}
    earlier = msgspec.structs.replace(position, next_seq=3)
    worded = msgspec.structs.replace(an_inbox_row(other), digest=b"\x00\xff", caused_by=event_id)
    await store.commit(Unit(heard=[worded], positions=[earlier]))
    assert await store.heard([other]) == {other: b"\x00\xff"}
    assert [p.next_seq for p in await store.positions() if p.topic == "other.thing"] == [8]


async def test_the_outbox_counts_without_gaps_and_keeps_order(store: EventStore) -> None:
    stream, topic = a_stream(), f"test.t{uuid4().hex[:8]}"
    first = [an_event(stream, n) for n in (1, 2)]
    committed = await store.commit(Unit(events=first, outbox=[a_message(e, topic) for e in first]))
    assert sorted(sent.seq for sent in committed.outbox) == [1, 2]
    third = an_event(stream, 3)
    committed = await store.commit(Unit(events=[third], outbox=[a_message(third, topic)]))
    assert [(sent.event_id, sent.seq) for sent in committed.outbox] == [(third.event_id, 3)]
    rows = await store.read_outbox(topic, partition_of(stream), 1, 10)
    assert [(row.seq, row.stream_version, json.loads(row.data)) for row in rows] == [(2, 2, {"n": 2}), (3, 3, {"n": 3})]


async def test_who_did_what_is_told_is_kept_where_it_is_said(store: EventStore) -> None:
    stream, topic = a_stream(), f"test.t{uuid4().hex[:8]}"
    first, second = an_event(stream, 1), an_event(stream, 2)
    by_lan = msgspec.structs.replace(a_message(first, topic), actor="lan")
    await store.commit(Unit(events=[first, second], outbox=[by_lan, a_message(second, topic)]))
    rows = await store.read_outbox(topic, partition_of(stream), 0, 10)
    assert [row.actor for row in rows] == ["lan", None]


async def test_a_snapshot_replaces_the_events_before_it(store: EventStore) -> None:
    stream = a_stream()
    snapshot = Snapshot(stream=stream, version=2, shape="Counted", data=msgspec.Raw(b'{"n":2}'))
    await store.commit(Unit(events=[an_event(stream, n) for n in (1, 2, 3)], snapshots=[snapshot]))
    loaded = await store.load({stream: 0})
    assert [(e.version, e.snapshot, e.type) for e in loaded] == [(2, True, "Counted"), (3, False, "thing.happened")]
    assert [(e.version, e.snapshot) for e in await store.load({stream: 1})] == [(2, False), (3, False)]


async def test_the_chain_covers_every_byte(store: EventStore) -> None:
    stream = a_stream()
    awkward = {"text": 'tiếng Việt "quoted" \\ / \u2028 \n \t €', "big": 10**30, "n": 1.50, "deep": [[{}]], "": None}
    first, second = an_event(stream, 1, awkward, reason="vì sao"), an_event(stream, 2, {"b": 1, "a": 2})
    await store.commit(Unit(events=[first, second]))
    seen: set[UUID] = set()
    for partition in range(PARTITIONS):
        previous = GENESIS
        position = 0
        async for event in store.read_log(partition, 0):
            position += 1
            assert event.position == position
            previous = link(previous, position, event)
            assert event.hash == previous
            seen.add(event.event_id)
    assert {first.event_id, second.event_id} <= seen


async def test_many_writers_at_once_leave_no_gap_and_no_inversion(store: EventStore) -> None:
    streams = [a_stream() for _ in range(12)]

    async def write(stream: StreamId) -> None:
        for version in range(1, 11):
            await store.commit(Unit(events=[an_event(stream, version)], outbox=[]))

    await asyncio.gather(*(write(stream) for stream in streams))
    seen: dict[str, int] = {}
    for partition in range(PARTITIONS):
        positions = []
        async for event in store.read_log(partition, 0):
            positions.append(event.position)
            if event.stream in streams:
                assert event.version == seen.get(event.stream, 0) + 1
                seen[event.stream] = event.version
        assert positions == list(range(1, len(positions) + 1))
    assert seen == dict.fromkeys(streams, 10)


@pytest.fixture
async def processes(postgres_server: PostgresServer) -> AsyncIterator[list[PostgresEventStore]]:
    """The stores of eight processes over one database: each has a connection of its own."""
    database = await fresh_database(postgres_server, "store")
    engine = database.engine()
    opened = [PostgresEventStore(engine) for _ in range(8)]
    yield opened
    for one in opened:
        await one.close()
    await engine.dispose()


async def test_processes_that_append_to_one_partition_wait_for_each_other(
    processes: list[PostgresEventStore],
) -> None:
    streams = [stream for stream in (a_stream() for _ in range(64)) if partition_of(stream) == 0][:4]

    async def write(store: EventStore, stream: StreamId) -> None:
        for first in (1, 51, 101):
            await store.commit(Unit(events=[an_event(stream, version) for version in range(first, first + 50)]))

    await asyncio.gather(*(write(store, stream) for store, stream in zip(processes, streams, strict=False)))
    positions = [event.position async for event in processes[0].read_log(0, 0)]
    assert positions == list(range(1, 601))


async def test_of_processes_that_hear_the_same_messages_at_once_one_writes_each(
    processes: list[PostgresEventStore],
) -> None:
    stream = a_stream()
    messages = [uuid4() for _ in range(10)]

    async def hear(store: EventStore, event_id: UUID, version: int) -> None:
        await store.commit(Unit(heard=[an_inbox_row(event_id)], events=[an_event(stream, version)]))

    for version, event_id in enumerate(messages, start=1):
        came = await asyncio.gather(*(hear(one, event_id, version) for one in processes), return_exceptions=True)
        assert came.count(None) == 1
        assert sum(isinstance(one, HeardBefore) for one in came) == len(processes) - 1
    assert len(await processes[0].load({stream: 0})) == len(messages)
