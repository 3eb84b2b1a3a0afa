"""The event store on PostgreSQL: one prepared call per load and per commit, on the asyncpg connection."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.event_store.port import (
    DeadlineGone,
    HeardBefore,
    HistoryEntry,
    KeysKnown,
    OutboxRow,
    StoreUnavailable,
    StreamMoved,
)
from shared.event_store.statements import PLAN_ONCE, TIMEOUT_SECONDS, fetch, refusal
from shared.event_store.unit import (
    Committed,
    DeadlineRow,
    HistoryEvent,
    Key,
    Position,
    Sent,
    StoredEvent,
    Unit,
)
from shared.kernel.decider import StreamId
from shared.published.topics import PARTITIONS

_LOAD: Final = """
SELECT w.stream, s.version, s.shape, 0, s.data::text, true
FROM unnest($1::text[], $2::integer[]) AS w(stream, after) JOIN snapshots s ON s.stream = w.stream AND w.after = 0
UNION ALL
SELECT w.stream, e.version, e.type, e.schema_version, e.data::text, false
FROM unnest($1::text[], $2::integer[]) AS w(stream, after)
LEFT JOIN snapshots s ON s.stream = w.stream AND w.after = 0
JOIN LATERAL (SELECT * FROM events e WHERE e.stream = w.stream
    AND e.version > coalesce(s.version, w.after) ORDER BY e.version) e ON true
"""
_HISTORY: Final = """
SELECT position, partition, version, event_id, type, schema_version, occurred_at, recorded_at,
    data::text, metadata::text
FROM events WHERE stream = $1 AND ($2::timestamptz IS NULL OR recorded_at > $2) ORDER BY version
"""
_LOG: Final = """
SELECT partition, position, stream, version, event_id, type, schema_version, occurred_at, recorded_at,
    data::text, metadata::text, hash
FROM events WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3
"""
_OUTBOX: Final = """
SELECT topic, partition, seq, key, event_id, type, stream, stream_version, occurred_at, causation_id, correlation_id,
    trace, data::text, committed_at, actor, (SELECT source_epoch FROM relay_state) AS epoch
FROM outbox WHERE topic = $1 AND partition = $2 AND seq > $3 ORDER BY seq LIMIT $4
"""
_OUTBOX_ENDS: Final = """
SELECT t.topic, p.partition, coalesce((SELECT max(o.seq) FROM outbox o
    WHERE o.topic = t.topic AND o.partition = p.partition), 0)
FROM unnest($1::text[]) AS t(topic), generate_series(0, $2::integer) AS p(partition)
"""
_COMMIT: Final = """
SELECT commit_unit(keys => $1::text::json, heard => $2::text::json, deadlines_claimed => $3::text::json,
    events => $4::text::json, reads => $5::text::json, outbox => $6::text::json, snapshots => $7::text::json,
    views => $8::text[], rows => $9::text[]::json[], deadlines_cleared => $10::text::json,
    deadlines_set => $11::text::json, positions => $12::text::json, parked => $13::text::json,
    unparked => $14::text::json)::text
"""
_LOG_PAGE: Final = 2000

_encode = msgspec.json.Encoder().encode
_sent_rows = msgspec.json.Decoder(list[dict[str, Any]])


def _sent(answer: str) -> list[Sent]:
    return [
        Sent(UUID(row["event_id"]), row["topic"], row["partition"], row["seq"]) for row in _sent_rows.decode(answer)
    ]


def _refusal(error: asyncpg.PostgresError) -> Exception:
    """The store's own refusals by their SQLSTATE, else what any error of the database means."""
    detail = getattr(error, "detail", None) or "[]"
    match error.sqlstate:
        case "O2C01":
            rows = [msgspec.convert(row, Key, strict=False) for row in json.loads(detail)]
            return KeysKnown(rows)
        case "O2C02":
            return HeardBefore([UUID(event_id) for event_id in json.loads(detail)])
        case "O2C04":
            return DeadlineGone([(stream, name) for stream, name in json.loads(detail)])
        case "O2C03" | "23505" | "40001" | "40P01":
            return StreamMoved(str(error))
        case _:
            return refusal(error)


def _sections(unit: Unit) -> tuple[Any, ...]:
    """The arguments of `commit_unit`: JSON per section, None where there is nothing, so that each is read once."""
    views = sorted(unit.rows)
    return (
        _json(unit.keys),
        _json(unit.heard),
        _json(unit.deadlines_claimed),
        _json(unit.events),
        _json(unit.reads),
        _json(unit.outbox),
        _json(unit.snapshots),
        views,
        [_encode(unit.rows[view]).decode() for view in views],
        _json(unit.deadlines_cleared),
        _json(unit.deadlines_set),
        _json(unit.positions),
        _json(unit.parked),
        _json(unit.unparked),
    )


def _json(rows: Sequence[object]) -> str | None:
    return _encode(rows).decode() if rows else None


class PostgresEventStore:
    """A department's record in its own database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writer: AsyncConnection | None = None
        self._raw: asyncpg.Connection[Any] | None = None
        self._turn = asyncio.Lock()
        self.epoch = 1

    async def open(self) -> None:
        """Reads the source epoch. Raises StoreUnavailable when the database does not answer."""
        async with self._turn:
            raw = await self._connection()
            self.epoch = await raw.fetchval("SELECT source_epoch FROM relay_state")

    async def close(self) -> None:
        """Gives the connection back."""
        async with self._turn:
            await self._drop_connection()

    async def _connection(self) -> "asyncpg.Connection[Any]":
        if self._raw is not None and not self._raw.is_closed():
            return self._raw
        await self._drop_connection()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                self._writer = await self._engine.connect()
                proxied = await self._writer.get_raw_connection()
                raw: asyncpg.Connection[Any] = proxied.driver_connection  # type: ignore[assignment]
                await raw.execute(PLAN_ONCE)
        except Exception as error:
            raise StoreUnavailable(f"no connection: {error}") from error
        self._raw = raw
        return raw

    async def _drop_connection(self) -> None:
        writer, self._writer, self._raw = self._writer, None, None
        if writer is not None:
            await writer.invalidate()
            await writer.close()

    async def _call(self, method: str, query: str, *arguments: Any) -> Any:
        """One prepared statement on the store's connection; a connection that misbehaves is replaced."""
        async with self._turn:
            raw = await self._connection()
            try:
                return await getattr(raw, method)(query, *arguments, timeout=TIMEOUT_SECONDS)
            except asyncpg.PostgresError as error:
                meaning = _refusal(error)
                if isinstance(meaning, StoreUnavailable):
                    await self._drop_connection()
                raise meaning from error
            except (OSError, TimeoutError, asyncpg.InterfaceError) as error:
                await self._drop_connection()
                raise StoreUnavailable(str(error) or type(error).__name__) from error
            except asyncio.CancelledError:
                await self._drop_connection()
                raise

    async def load(self, streams: Mapping[StreamId, int]) -> list[HistoryEvent]:
        """The events after those versions, or from the newest snapshot on."""
        rows = await self._call("fetch", _LOAD, list(streams), list(streams.values()))
        return [
            HistoryEvent(
                stream=row[0],
                version=row[1],
                type=row[2],
                schema_version=row[3],
                data=row[4],
                snapshot=row[5],
            )
            for row in rows
        ]

    async def commit(self, unit: Unit) -> Committed:
        """The one place where anything becomes true."""
        answer = await self._call("fetchval", _COMMIT, *_sections(unit))
        return Committed(outbox=_sent(answer))

    async def history(self, stream: StreamId, *, since: datetime | None = None) -> list[HistoryEntry]:
        """All events of a stream with their envelopes, or those that were recorded after that moment."""
        return [HistoryEntry(**dict(row)) for row in await self._read(_HISTORY, stream, since)]

    async def read_log(self, partition: int, after: int) -> AsyncIterator[StoredEvent]:
        """The log in commit order, a page at a time."""
        while rows := await self._read(_LOG, partition, after, _LOG_PAGE):
            for row in rows:
                yield StoredEvent(**dict(row))
            after = rows[-1]["position"]

    async def read_outbox(self, topic: str, partition: int, after: int, limit: int) -> list[OutboxRow]:
        """Published events in order. The relay may have begun another epoch since the store was opened."""
        found = [dict(row) for row in await self._read(_OUTBOX, topic, partition, after, limit)]
        for row in found:
            self.epoch = row.pop("epoch")
        return [OutboxRow(**row) for row in found]

    async def outbox_ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        """The last sequence of every (topic, partition), 0 where nothing was published."""
        rows = await self._read(_OUTBOX_ENDS, list(topics), PARTITIONS - 1)
        return {(row[0], row[1]): row[2] for row in rows}

    async def key(self, scope: str, key: str) -> Key | None:
        """The row of an idempotency key."""
        rows = await self._read(
            "SELECT scope, key, fingerprint, outcome::text, used_at FROM idempotency_keys "
            "WHERE scope = $1 AND key = $2",
            scope,
            key,
        )
        if not rows:
            return None
        return Key(**{**dict(rows[0]), "outcome": json.loads(rows[0]["outcome"])})

    async def positions(self) -> list[Position]:
        """How far others have been heard."""
        rows = await self._read("SELECT topic, partition, next_seq, epoch FROM heard_positions")
        return [Position(**dict(row)) for row in rows]

    async def heard(self, event_ids: Sequence[UUID]) -> dict[UUID, bytes | None]:
        """Which of these are in the inbox, and their digests."""
        rows = await self._read("SELECT event_id, digest FROM inbox WHERE event_id = ANY($1)", list(event_ids))
        return {row[0]: row[1] for row in rows}

    async def due_deadlines(self, now: datetime, limit: int, after: DeadlineRow | None = None) -> list[DeadlineRow]:
        """Deadlines that have come, earliest first."""
        rows = await self._read(
            "SELECT stream, name, due_at, correlation_id, set_by FROM deadlines "
            "WHERE due_at <= $1 AND ($3::timestamptz IS NULL OR (due_at, stream, name) > ($3, $4, $5)) "
            "ORDER BY due_at, stream, name LIMIT $2",
            now,
            limit,
            *((after.due_at, after.stream, after.name) if after else (None, None, None)),
        )
        return [DeadlineRow(**dict(row)) for row in rows]

    async def next_deadline(self) -> datetime | None:
        """When the earliest deadline falls due."""
        rows = await self._read("SELECT min(due_at) FROM deadlines")
        moment: datetime | None = rows[0][0]
        return moment

    async def parked_keys(self) -> set[tuple[str, str]]:
        """Streams of others that wait for an operator."""
        rows = await self._read(
            "SELECT DISTINCT topic, key FROM parked WHERE status IN ('waiting', 'retrying', 'parked')"
        )
        return {(row[0], row[1]) for row in rows}

    async def _read(self, query: str, *arguments: Any) -> list[Any]:
        """A query beside the writer, on a pooled connection."""
        return await fetch(self._engine, query, *arguments)
