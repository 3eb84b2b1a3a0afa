"""The event store in memory, for tests and the simulation: the same transactions, conflicts and chain, no disk."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.event_store.chain import GENESIS, link
from shared.event_store.port import (
    DeadlineGone,
    HeardBefore,
    HistoryEntry,
    KeysKnown,
    OutboxRow,
    StreamMoved,
)
from shared.event_store.unit import (
    UNSETTLED,
    Committed,
    DeadlineClaim,
    DeadlineRow,
    HistoryEvent,
    Key,
    NewEvent,
    ParkedMessage,
    ParkedStatus,
    Position,
    Sent,
    Snapshot,
    StoredEvent,
    Unit,
)
from shared.kernel.decider import StreamId
from shared.published.topics import PARTITIONS

_encode = msgspec.json.Encoder().encode


class MemoryEventStore:
    """A department's record in one process; `commit` applies the whole unit or raises before touching anything."""

    def __init__(self) -> None:
        self.epoch = 1
        self.logs: list[list[StoredEvent]] = [[] for _ in range(PARTITIONS)]
        self.streams: dict[StreamId, list[StoredEvent]] = defaultdict(list)
        self.snapshots: dict[StreamId, Snapshot] = {}
        self.keys: dict[tuple[str, str], Key] = {}
        self.inbox: dict[UUID, Any] = {}
        self.outbox: dict[tuple[str, int], list[OutboxRow]] = defaultdict(list)
        self.heard_positions: dict[tuple[str, int], Position] = {}
        self.deadlines: dict[tuple[str, str], DeadlineRow] = {}
        self.parked: dict[UUID, ParkedMessage] = {}
        self.feed_positions: dict[tuple[str, int], int] = {}
        self.views: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)

    async def load(self, streams: Mapping[StreamId, int]) -> list[HistoryEvent]:
        """The events after those versions, or from the newest snapshot on."""
        found: list[HistoryEvent] = []
        for stream, asked in streams.items():
            after = asked
            snapshot = self.snapshots.get(stream) if after == 0 else None
            if snapshot is not None:
                after = snapshot.version
                found.append(
                    HistoryEvent(
                        stream=stream,
                        version=snapshot.version,
                        type=snapshot.shape,
                        schema_version=0,
                        data=bytes(snapshot.data),
                        snapshot=True,
                    )
                )
            found.extend(
                HistoryEvent(
                    stream=stream,
                    version=stored.version,
                    type=stored.type,
                    schema_version=stored.schema_version,
                    data=stored.data,
                )
                for stored in self.streams.get(stream, ())[after:]
            )
        return found

    async def commit(self, unit: Unit) -> Committed:
        """The one place where anything becomes true."""
        self._check(unit)
        self._append(unit.events)
        for used in unit.keys:
            outcome = msgspec.json.decode(_encode(used.outcome))
            self.keys[used.scope, used.key] = msgspec.structs.replace(used, outcome=outcome)
        for heard in unit.heard:
            self.inbox[heard.event_id] = heard
        for position in unit.positions:
            held = self.heard_positions.get((position.topic, position.partition))
            if held is None or held.epoch != position.epoch or held.next_seq < position.next_seq:
                self.heard_positions[position.topic, position.partition] = position
        for snapshot in unit.snapshots:
            self.snapshots[snapshot.stream] = snapshot
        for view, rows in unit.rows.items():
            for row in rows:
                self.views[view][row["id"]] = row
        self._time(unit)
        for message in unit.parked:
            self.parked[message.event_id] = _as_said_now(self.parked.get(message.event_id), message)
        for event_id in unit.unparked:
            self.parked[event_id] = msgspec.structs.replace(
                self.parked[event_id], status=ParkedStatus.SETTLED, next_try_at=None
            )
        return Committed(outbox=self._publish(unit))

    def _check(self, unit: Unit) -> None:
        known = [self.keys[key.scope, key.key] for key in unit.keys if (key.scope, key.key) in self.keys]
        if known:
            raise KeysKnown(known)
        again = [heard.event_id for heard in unit.heard if heard.event_id in self.inbox]
        if again:
            raise HeardBefore(again)
        gone = [(c.stream, c.name) for c in unit.deadlines_claimed if not self._is_due(c)]
        if gone:
            raise DeadlineGone(gone)
        versions: dict[StreamId, int] = {}
        for event in unit.events:
            current = versions.get(event.stream, len(self.streams.get(event.stream, ())))
            if event.version != current + 1:
                raise StreamMoved(event.stream)
            versions[event.stream] = event.version
        for read in unit.reads:
            if len(self.streams.get(read.stream, ())) != read.version:
                raise StreamMoved(read.stream)

    def _is_due(self, claim: DeadlineClaim) -> bool:
        held = self.deadlines.get((claim.stream, claim.name))
        return held is not None and held.due_at == claim.due_at and claim.set_by in (None, held.set_by)

    def _append(self, events: Sequence[NewEvent]) -> None:
        for event in events:
            log = self.logs[event.partition]
            position = len(log) + 1
            stored = StoredEvent(
                partition=event.partition,
                position=position,
                stream=event.stream,
                version=event.version,
                event_id=event.event_id,
                type=event.type,
                schema_version=event.schema_version,
                occurred_at=event.occurred_at,
                recorded_at=event.recorded_at,
                data=bytes(event.data),
                metadata=bytes(event.metadata),
                hash=link(log[-1].hash if log else GENESIS, position, event),
            )
            log.append(stored)
            self.streams[event.stream].append(stored)

    def _time(self, unit: Unit) -> None:
        for claimed in unit.deadlines_claimed:
            self.deadlines.pop((claimed.stream, claimed.name), None)
        for cleared in unit.deadlines_cleared:
            self.deadlines.pop((cleared.stream, cleared.name), None)
        for row in unit.deadlines_set:
            self.deadlines[row.stream, row.name] = row.after(self.deadlines.get((row.stream, row.name)))

    def _publish(self, unit: Unit) -> list[Sent]:
        sent: list[Sent] = []
        for message in unit.outbox:
            line = self.outbox[message.topic, message.partition]
            row = OutboxRow(
                seq=len(line) + 1,
                committed_at=unit.events[-1].recorded_at,
                **{**msgspec.structs.asdict(message), "data": bytes(message.data)},
            )
            line.append(row)
            sent.append(Sent(row.event_id, row.topic, row.partition, row.seq))
        return sent

    async def history(self, stream: StreamId, *, since: datetime | None = None) -> list[HistoryEntry]:
        """All events of a stream with their envelopes, or those that were recorded after that moment."""
        fields = HistoryEntry.__struct_fields__
        return [
            HistoryEntry(**{name: getattr(stored, name) for name in fields})
            for stored in self.streams.get(stream, ())
            if since is None or stored.recorded_at > since
        ]

    async def read_log(self, partition: int, after: int) -> AsyncIterator[StoredEvent]:
        """The log in commit order."""
        for stored in list(self.logs[partition][after:]):
            yield stored

    async def read_outbox(self, topic: str, partition: int, after: int, limit: int) -> list[OutboxRow]:
        """Published events in order."""
        return self.outbox[topic, partition][after : after + limit]

    async def outbox_ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        """The last sequence of every (topic, partition), 0 where nothing was published."""
        return {(topic, p): len(self.outbox.get((topic, p), ())) for topic in topics for p in range(PARTITIONS)}

    async def key(self, scope: str, key: str) -> Key | None:
        """The row of an idempotency key."""
        return self.keys.get((scope, key))

    async def positions(self) -> list[Position]:
        """How far others have been heard."""
        return list(self.heard_positions.values())

    async def heard(self, event_ids: Sequence[UUID]) -> dict[UUID, bytes | None]:
        """Which of these are in the inbox, and their digests."""
        return {event_id: self.inbox[event_id].digest for event_id in event_ids if event_id in self.inbox}

    async def due_deadlines(self, now: datetime, limit: int, after: DeadlineRow | None = None) -> list[DeadlineRow]:
        """Deadlines that have come, earliest first."""
        due = [row for row in self.deadlines.values() if row.due_at <= now]
        behind = due if after is None else [row for row in due if _in_turn(row) > _in_turn(after)]
        return sorted(behind, key=_in_turn)[:limit]

    async def next_deadline(self) -> datetime | None:
        """When the earliest deadline falls due."""
        return min((row.due_at for row in self.deadlines.values()), default=None)

    async def parked_keys(self) -> set[tuple[str, str]]:
        """Streams of others that wait for an operator."""
        return {(message.topic, message.key) for message in self.parked.values() if message.status in UNSETTLED}


def _in_turn(row: DeadlineRow) -> tuple[datetime, str, str]:
    return row.due_at, row.stream, row.name


def _as_said_now(held: ParkedMessage | None, message: ParkedMessage) -> ParkedMessage:
    """What waits already stays as it is, but in the words of its source's newest epoch, and where these are said.

    In another line than before it is what it came as: behind others there, or what failed of itself.
    """
    if held is None:
        return message
    if held.status not in UNSETTLED or held.headers["epoch"] == message.headers["epoch"]:
        return held
    if (held.topic, held.key) != (message.topic, message.key):
        return msgspec.structs.replace(message, parked_at=held.parked_at)
    said = {name: getattr(message, name) for name in ("partition", "seq", "type", "headers", "data")}
    return msgspec.structs.replace(held, **said)
