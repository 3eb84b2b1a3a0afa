"""Views on PostgreSQL that follow the log: rows and checkpoint are one statement, and so one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import Checkpoint
from shared.event_store.statements import fetch

_CHECKPOINTS: Final = """
SELECT v.view, h.partition, coalesce(f.position, 0) AS position, h.position AS end
FROM unnest($1::text[]) AS v(view) CROSS JOIN log_head h
LEFT JOIN feed_positions f ON f.view = v.view AND f.partition = h.partition
ORDER BY v.view, h.partition
"""
# Of two workers that follow at the same time, one finds the place as it was, and the other changes nothing.
_ADVANCE: Final = """
WITH moved AS (
    INSERT INTO feed_positions AS f (view, partition, position) VALUES ($1, $2, $4)
    ON CONFLICT (view, partition) DO UPDATE SET position = excluded.position WHERE f.position = $3
    RETURNING 1)
SELECT "upsert_{view}"($5::text::json) FROM moved
"""

_encode = msgspec.json.Encoder().encode


class PostgresViewFeed:
    """Where the views of one department's database stand."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def checkpoints(self, views: Sequence[str]) -> Sequence[Checkpoint]:
        """Of each of the views in each partition."""
        return [Checkpoint(**dict(row)) for row in await fetch(self._engine, _CHECKPOINTS, list(views))]

    async def advance(self, checkpoint: Checkpoint, upto: int, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Both or neither. A view's name cannot be bound; it comes from the department's code, never from outside."""
        statement = _ADVANCE.format(view=checkpoint.view)
        place = (checkpoint.view, checkpoint.partition, checkpoint.position)
        return bool(await fetch(self._engine, statement, *place, upto, _encode(rows).decode()))
