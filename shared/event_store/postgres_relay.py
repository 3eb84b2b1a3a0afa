"""A relay's hold on the outbox in PostgreSQL: one dedicated connection, whose session lock is the lead.

Every read for sending runs on that connection and compares the fence: a relay that still reads its own fence over the
connection that holds the lock leads. A relay that lost the lead and does not know it yet may send what it has read,
which consumers notice as repetitions, but it marks nothing: its fence is not that of the rows any more.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.event_store.port import OutboxRow, StoreUnavailable
from shared.event_store.statements import AWAY, PLAN_ONCE, TIMEOUT_SECONDS, fetch, refusal
from shared.messaging.envelope import Envelope
from shared.messaging.port import Acknowledged, Backlog, Lead, LeadLost, Place, SentUpTo
from shared.published.topics import PARTITIONS

RELAY_LOCK: Final = 7_020_003
_TAKE_THE_LEAD: Final = """
WITH mine AS (UPDATE relay_state SET fence = fence + 1 RETURNING fence, source_epoch),
fenced AS (
    INSERT INTO relay_positions (topic, partition, sent_seq, sent_offset, fence)
    SELECT t.topic, p.partition, 0, -1, mine.fence
    FROM mine, unnest($1::text[]) AS t(topic), generate_series(0, $2::integer) AS p(partition)
    ON CONFLICT (topic, partition) DO UPDATE SET fence = excluded.fence)
SELECT fence, source_epoch FROM mine
"""
_UNSENT: Final = """
SELECT o.topic, o.partition, o.seq, o.key, o.event_id, o.type, o.stream, o.stream_version, o.occurred_at,
    o.causation_id, o.correlation_id, o.trace, o.data::text, o.committed_at, o.actor
FROM relay_state s
LEFT JOIN relay_positions p ON p.topic = ANY($1::text[])
LEFT JOIN LATERAL (
    SELECT * FROM outbox o WHERE o.topic = p.topic AND o.partition = p.partition AND o.seq > p.sent_seq
    ORDER BY o.seq LIMIT $2) o ON true
WHERE s.fence = $3 AND (o.seq IS NOT NULL OR p.partition = 0)
"""
_MARK: Final = """
UPDATE relay_positions p SET sent_seq = greatest(p.sent_seq, m.seq),
    sent_offset = CASE WHEN m.sent_offset < 0 THEN p.sent_offset ELSE m.sent_offset END
FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[]) AS m(topic, partition, seq, sent_offset)
WHERE p.topic = m.topic AND p.partition = m.partition AND p.fence <= $5
    AND EXISTS (SELECT FROM relay_state WHERE fence = $5)
RETURNING p.topic
"""
_REWIND: Final = """
UPDATE relay_positions p SET sent_seq = m.seq, sent_offset = m.sent_offset
FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::bigint[]) AS m(topic, partition, seq, sent_offset)
WHERE p.topic = m.topic AND p.partition = m.partition AND p.fence <= $5
    AND EXISTS (SELECT FROM relay_state WHERE fence = $5)
RETURNING p.topic
"""
_KNOWN: Final = """
SELECT event_id FROM outbox
JOIN unnest($1::text[], $2::smallint[], $3::bigint[], $4::uuid[]) AS m(topic, partition, seq, event_id)
    USING (topic, partition, seq, event_id)
"""
EPOCHS_BEGAN: Final = 1_767_225_600
"""2026-01-01. An epoch counted in seconds from then is higher than any that was begun before, also by lives of the
database of which neither a backup nor the broker has anything any more."""
_BEGIN_EPOCH: Final = """
UPDATE relay_state SET source_epoch = greatest($1, source_epoch + 1, extract(epoch FROM now())::integer - $3::integer)
WHERE fence = $2 RETURNING source_epoch
"""
_SENT: Final = "SELECT topic, partition, sent_seq, sent_offset FROM relay_positions WHERE topic = ANY($1::text[])"
_BACKLOG: Final = """
SELECT coalesce(sum(greatest(last.seq - p.sent_seq, 0)), 0)::bigint,
    coalesce(extract(epoch FROM clock_timestamp() - min(o.committed_at)), 0)::float8
FROM relay_positions p
CROSS JOIN LATERAL (SELECT coalesce(max(o.seq), 0) AS seq FROM outbox o
    WHERE o.topic = p.topic AND o.partition = p.partition) AS last
LEFT JOIN outbox o ON o.topic = p.topic AND o.partition = p.partition AND o.seq = p.sent_seq + 1
WHERE p.topic = ANY($1::text[])
"""

log = structlog.get_logger("relay")


class PostgresOutbox:
    """The outbox of one department's database, as one relay holds it."""

    def __init__(self, engine: AsyncEngine, topics: Sequence[str]) -> None:
        """`topics` are those that the department owns."""
        self._engine = engine
        self._topics = list(topics)
        self._connection: AsyncConnection | None = None
        self._raw: asyncpg.Connection[Any] | None = None

    async def take_the_lead(self) -> Lead | None:
        """The session lock, then a fence higher than any before. Raises StoreUnavailable."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                self._connection = await self._engine.connect()
                proxied = await self._connection.get_raw_connection()
        except (asyncpg.PostgresError, *AWAY) as error:
            await self.resign()
            raise StoreUnavailable(f"no connection: {error}") from error
        self._raw = proxied.driver_connection
        ((is_mine,),) = await self._fetch("SELECT pg_try_advisory_lock($1)", RELAY_LOCK)
        if not is_mine:
            await self.resign()
            return None
        await self._fetch(PLAN_ONCE)
        ((fence, epoch),) = await self._fetch(_TAKE_THE_LEAD, self._topics, PARTITIONS - 1)
        return Lead(fence, epoch)

    async def unsent(self, lead: Lead, per_place: int) -> Sequence[OutboxRow]:
        """One query for all places. The query answers with at least one row while the fence is ours."""
        rows = await self._fetch(_UNSENT, self._topics, per_place, lead.fence)
        if not rows:
            raise LeadLost(f"fence {lead.fence} is not the highest any more")
        return [OutboxRow(**{**dict(row), "data": row["data"].encode()}) for row in rows if row["seq"] is not None]

    async def mark_sent(self, lead: Lead, acknowledged: Sequence[Acknowledged]) -> None:
        """All of them, or none when the fence is not ours any more."""
        places = {(one.topic, one.partition): SentUpTo(one.seq, one.offset) for one in acknowledged}
        await self._move(_MARK, lead, places)

    async def rewind(self, lead: Lead, to: Mapping[Place, SentUpTo]) -> None:
        """The broker lost what came after."""
        await self._move(_REWIND, lead, to)

    async def _move(self, statement: str, lead: Lead, to: Mapping[Place, SentUpTo]) -> None:
        if not to:
            return
        topics = [topic for topic, _ in to]
        partitions = [partition for _, partition in to]
        sequences = [upto.seq for upto in to.values()]
        offsets = [upto.offset for upto in to.values()]
        moved = await self._fetch(statement, topics, partitions, sequences, offsets, lead.fence)
        if len(moved) != len(to):
            raise LeadLost(f"the mark of fence {lead.fence} was refused")

    async def sent(self) -> Mapping[Place, SentUpTo]:
        """How far every place was sent."""
        return {(row[0], row[1]): SentUpTo(row[2], row[3]) for row in await self._fetch(_SENT, self._topics)}

    async def known(self, messages: Sequence[Envelope]) -> frozenset[UUID]:
        """By their places and sequences, under which other events may stand."""
        topics = [one.topic for one in messages]
        partitions = [one.partition for one in messages]
        sequences = [one.seq for one in messages]
        found = await self._fetch(_KNOWN, topics, partitions, sequences, [one.event_id for one in messages])
        return frozenset(row[0] for row in found)

    async def begin_epoch(self, lead: Lead, epoch: int) -> int:
        """In the row that holds the fence, so that nobody who lost the lead begins one."""
        begun = await self._fetch(_BEGIN_EPOCH, epoch, lead.fence, EPOCHS_BEGAN)
        if not begun:
            raise LeadLost(f"fence {lead.fence} is not the highest any more")
        return int(begun[0][0])

    async def backlog(self) -> Backlog:
        """Counted from the sequences, which have no gaps."""
        held = self._raw is not None
        found = await (self._fetch(_BACKLOG, self._topics) if held else fetch(self._engine, _BACKLOG, self._topics))
        ((rows, seconds),) = found
        return Backlog(rows, max(seconds, 0.0))

    async def resign(self) -> None:
        """Closes the connection, and the lock with it."""
        connection, self._connection, self._raw = self._connection, None, None
        if connection is None:
            return
        try:
            await connection.invalidate()
            await connection.close()
        except (asyncpg.PostgresError, *AWAY) as error:
            log.warning("connection-lost", detail=str(error))

    async def _fetch(self, query: str, *arguments: Any) -> list[Any]:
        """On the connection that holds the lock, or not at all."""
        if self._raw is None:
            raise LeadLost("the lead is not held")
        try:
            return list(await self._raw.fetch(query, *arguments, timeout=TIMEOUT_SECONDS))
        except asyncpg.PostgresError as error:
            meaning = refusal(error)
            raise LeadLost(str(meaning)) if isinstance(meaning, StoreUnavailable) else meaning from error
        except AWAY as error:
            raise LeadLost(str(error) or type(error).__name__) from error
