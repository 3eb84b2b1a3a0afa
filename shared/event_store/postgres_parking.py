"""The parking lot on PostgreSQL. Each change is one statement, and so one transaction, with its audit row."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.statements import fetch
from shared.event_store.unit import ParkedMessage, ParkedStatus
from shared.messaging.port import AuditEntry

_LISTED: Final = """
SELECT event_id, topic, partition, seq, key, type, headers::text, data, cause, detail, parked_at, status, attempts,
    next_try_at
FROM parked
WHERE ($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR key = $2) AND ($3::text IS NULL OR status = $3)
    AND ($4::uuid IS NULL OR event_id > $4)
    AND (NOT $6::boolean OR status IN ('waiting', 'retrying', 'parked', 'unreadable'))
ORDER BY event_id LIMIT $5
"""
_ONE: Final = """
SELECT event_id, topic, partition, seq, key, type, headers::text, data, cause, detail, parked_at, status, attempts,
    next_try_at
FROM parked WHERE event_id = $1
"""
_LINE: Final = """
SELECT event_id, topic, partition, seq, key, type, headers::text, data, cause, detail, parked_at, status, attempts,
    next_try_at
FROM parked WHERE topic = $1 AND key = $2 AND status IN ('waiting', 'retrying', 'parked')
ORDER BY seq LIMIT $3
"""
_READY: Final = """
SELECT topic, key FROM (
    SELECT DISTINCT ON (topic, key) topic, key, status, next_try_at FROM parked
    WHERE status IN ('waiting', 'retrying', 'parked') ORDER BY topic, key, seq) AS head
WHERE status = 'waiting' OR (status = 'retrying' AND next_try_at <= $1)
ORDER BY topic, key LIMIT $2
"""
_CLAIM: Final = """
UPDATE parked SET status = 'retrying', next_try_at = $4,
    attempts = attempts + CASE status WHEN 'retrying' THEN 1 ELSE 0 END
WHERE event_id = $1 AND status = $2 AND status IN ('waiting', 'retrying') AND attempts = $3
    AND next_try_at IS NOT DISTINCT FROM $5
RETURNING event_id
"""
_PUT_BACK: Final = """
UPDATE parked SET status = $2, cause = $3, detail = $4, next_try_at = $5
WHERE event_id = $1 AND status = 'retrying'
"""
_SETTLE: Final = """
UPDATE parked SET status = 'settled', next_try_at = NULL
WHERE event_id = $1 AND status IN ('waiting', 'retrying', 'parked')
"""
_RETRY: Final = """
WITH chosen AS (
    UPDATE parked SET status = 'retrying', next_try_at = $4
    WHERE event_id = $1 AND status IN ('retrying', 'parked') RETURNING event_id)
INSERT INTO parked_audit (event_id, action, actor, reason, acted_at)
SELECT event_id, 'retry', $2, $3, $4 FROM chosen RETURNING event_id
"""
_DISCARD: Final = """
WITH before AS (SELECT event_id, status FROM parked WHERE event_id = $1 FOR UPDATE),
chosen AS (
    UPDATE parked p SET status = 'discarded', next_try_at = NULL FROM before b
    WHERE p.event_id = b.event_id AND p.status IN ('waiting', 'retrying', 'parked', 'unreadable')
    RETURNING p.event_id, p.type, p.topic, p.partition, p.seq, p.headers, b.status AS was),
noted AS (
    INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at)
    SELECT event_id, type, topic, partition, seq, headers->>'stream', 'discarded', $4 FROM chosen
    WHERE was <> 'unreadable' ON CONFLICT DO NOTHING)
INSERT INTO parked_audit (event_id, action, actor, reason, acted_at)
SELECT event_id, 'discard', $2, $3, $4 FROM chosen RETURNING event_id
"""
_COUNTS: Final = """
SELECT status, count(*) FROM parked WHERE status IN ('waiting', 'retrying', 'parked', 'unreadable') GROUP BY status
"""
_AUDIT: Final = "SELECT event_id, action, actor, reason, acted_at FROM parked_audit WHERE event_id = $1 ORDER BY id"


def _message(row: Any) -> ParkedMessage:
    return ParkedMessage(**{**dict(row), "headers": json.loads(row["headers"]), "status": ParkedStatus(row["status"])})


class PostgresParkingLot:
    """The parked messages of one department's database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def listed(
        self,
        *,
        topic: str | None = None,
        key: str | None = None,
        status: ParkedStatus | None = None,
        open_only: bool = False,
        after: UUID | None = None,
        limit: int = 100,
    ) -> Sequence[ParkedMessage]:
        """Those that match, in order of their event ids, after one of them."""
        rows = await fetch(self._engine, _LISTED, topic, key, status, after, limit, open_only)
        return [_message(row) for row in rows]

    async def one(self, event_id: UUID) -> ParkedMessage | None:
        """The message with that id."""
        rows = await fetch(self._engine, _ONE, event_id)
        return _message(rows[0]) if rows else None

    async def ready(self, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        """The (topic, key) pairs whose first unsettled message may be tried now."""
        return [(row[0], row[1]) for row in await fetch(self._engine, _READY, now, limit)]

    async def line(self, topic: str, key: str, limit: int) -> Sequence[ParkedMessage]:
        """The unsettled messages of a (topic, key) in order."""
        return [_message(row) for row in await fetch(self._engine, _LINE, topic, key, limit)]

    async def counts(self) -> Mapping[str, int]:
        """How many messages are in each of the states that are not final."""
        return {row[0]: row[1] for row in await fetch(self._engine, _COUNTS)}

    async def claim(self, message: ParkedMessage, until: datetime) -> bool:
        """Compares with what was seen, so that of two workers one gets it."""
        seen = (message.event_id, message.status, message.attempts)
        return bool(await fetch(self._engine, _CLAIM, *seen, until, message.next_try_at))

    async def put_back(
        self, event_id: UUID, *, status: ParkedStatus, cause: str, detail: str, next_try_at: datetime | None
    ) -> None:
        """After a try that failed."""
        await fetch(self._engine, _PUT_BACK, event_id, status, cause, detail, next_try_at)

    async def settle(self, event_id: UUID) -> None:
        """It turned out to have been heard."""
        await fetch(self._engine, _SETTLE, event_id)

    async def retry(self, event_id: UUID, actor: str, reason: str, now: datetime) -> bool:
        """Due at once."""
        return bool(await fetch(self._engine, _RETRY, event_id, actor, reason, now))

    async def discard(self, event_id: UUID, actor: str, reason: str, now: datetime) -> bool:
        """Never to be heard. An unreadable record was never published, so the inbox does not hear of it."""
        return bool(await fetch(self._engine, _DISCARD, event_id, actor, reason, now))

    async def audit(self, event_id: UUID) -> Sequence[AuditEntry]:
        """What operators did to it, oldest first."""
        return [AuditEntry(**dict(row)) for row in await fetch(self._engine, _AUDIT, event_id)]
