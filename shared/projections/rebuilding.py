"""Rebuilds a view from the log into a shadow table, compares it row by row with the live one, and swaps them.

An inline view is compared at the end of the log, one that follows at its checkpoint: that is where it says it stands.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import asyncpg
import msgspec

from shared.event_store import schema
from shared.event_store.codec import encode
from shared.event_store.unit import StoredEvent
from shared.handling.department import Department
from shared.handling.inline_view import InlineView
from shared.kernel.decider import Fact
from shared.projections.facts import fact_of

PAGE: Final = 5000

# '-' closes the category and '.' is the next character: a range of the streams' index under COLLATE "C".
_EVENTS: Final = """
SELECT stream, version, type, schema_version, data::text, event_id, occurred_at, recorded_at, metadata::text,
    partition, position, hash
FROM events WHERE stream >= $1 AND stream < $2 ORDER BY stream, version
"""
_HEADS: Final = "SELECT partition, position FROM log_head ORDER BY partition"
_CHECKPOINTS: Final = "SELECT partition, position FROM feed_positions WHERE view = $1 ORDER BY partition"
_MAKE_CHECKPOINTS: Final = """
INSERT INTO feed_positions (view, partition, position) SELECT $1, partition, 0 FROM log_head ON CONFLICT DO NOTHING
"""
_LATE_STREAMS: Final = """
SELECT DISTINCT stream FROM events e JOIN unnest($1::smallint[], $2::bigint[]) AS seen(partition, position)
ON e.partition = seen.partition AND e.position > seen.position WHERE stream >= $3 AND stream < $4
"""
_STREAMS: Final = _EVENTS.replace("stream >= $1 AND stream < $2", "stream = ANY($1::text[])")
_COMPARE: Final = """
SELECT coalesce(live.id, made.id) AS id, live.id IS NULL AS missing, made.id IS NULL AS extra,
    count(*) OVER () AS differing
FROM {live} live FULL JOIN {shadow} made USING (id)
WHERE live::text IS DISTINCT FROM made::text ORDER BY 1 LIMIT 20
"""
_COUNT: Final = "SELECT count(*) FROM {shadow}"
_DROP_SHADOW: Final = "DROP TABLE IF EXISTS {shadow}"
_MAKE_SHADOW: Final = "CREATE TABLE {shadow} (LIKE {live} INCLUDING ALL)"
_FORGET: Final = "DELETE FROM {shadow} WHERE id = ANY($1::text[])"
_DROP_LIVE: Final = "DROP TABLE {live}"
_RENAME_INDEX: Final = 'ALTER INDEX "{made}" RENAME TO "{live}"'
_RENAME: Final = "ALTER TABLE {shadow} RENAME TO {live}"


class UnknownView(Exception):
    """The department has no view of that name."""


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What a rebuild found: rows that only one side has or that differ, and whether the new table took the place."""

    view: str
    events: int
    rows: int
    differing: int
    examples: list[str]
    swapped: bool


class Rebuild:
    """One rebuild of one view, over a connection of the database's owner."""

    def __init__(self, department: Department, view: InlineView, connection: "asyncpg.Connection[Any]") -> None:
        self._department = department
        self._view = view
        self._connection = connection
        self._shadow = f"rebuild_{view.name}"
        self._follows = view.name in department.follow_up
        self._columns = [column.name for column in view.table.columns]
        self.events = 0

    def _sql(self, template: str) -> str:
        """Table names cannot be bound; these two come from the department's code, never from outside."""
        return template.format(live=f'"{self._view.name}"', shadow=f'"{self._shadow}"')

    async def run(self, *, app_role: str, swap: bool, progress: Callable[[int], Any] = lambda _: None) -> Rebuilt:
        """Builds, catches up under locks so that no event is missed, compares, and swaps if asked to."""
        connection, category = self._connection, self._view.decider.category
        seen = dict(await self._places())
        await connection.execute(self._sql(_DROP_SHADOW))
        await connection.execute(self._sql(_MAKE_SHADOW))
        async with connection.transaction():
            await self._copy(connection.cursor(_EVENTS, f"{category}-", f"{category}."), progress)
        async with connection.transaction():
            upto = dict(await self._places(" FOR UPDATE"))
            await self._catch_up(seen, upto, category)
            found = await self._compare()
            if swap:
                await self._swap(app_role)
        if not swap:
            await connection.execute(self._sql(_DROP_SHADOW))
        return found if not swap else msgspec.structs.replace(found, swapped=True)

    async def _places(self, lock: str = "") -> list[tuple[int, int]]:
        """How far the live table shows each partition. While these rows are locked nobody can write to it."""
        if not self._follows:
            return [tuple(row) for row in await self._connection.fetch(_HEADS + lock)]
        await self._connection.execute(_MAKE_CHECKPOINTS, self._view.name)
        return [tuple(row) for row in await self._connection.fetch(_CHECKPOINTS + lock, self._view.name)]

    async def _copy(self, cursor: Any, progress: Callable[[int], Any]) -> None:
        batch: list[tuple[Any, ...]] = []
        async for stream_rows in self._by_stream(cursor):
            batch.extend(self._rows(stream_rows))
            progress(len(stream_rows))
            if len(batch) >= PAGE:
                await self._write(batch)
                batch = []
        await self._write(batch)

    async def _by_stream(self, cursor: Any) -> AsyncIterator[list[Any]]:
        """The events of one stream after the other; a page at a time from the database."""
        opened = await cursor
        held: list[Any] = []
        while page := await opened.fetch(PAGE):
            for stream, rows in groupby(page, key=lambda row: row[0]):
                if held and held[0][0] != stream:
                    yield held
                    held = []
                held.extend(rows)
        if held:
            yield held

    def _rows(self, stored: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The view's rows of one stream, as records to copy."""
        decider, codec = self._view.decider, self._department.codec
        state = decider.initial
        facts: list[Fact[Any]] = []
        for row in stored:
            fact = fact_of(codec, StoredEvent(**row))
            state = decider.evolve(state, fact.data)
            facts.append(fact)
        self.events += len(facts)
        return [self._record(row) for row in self._view.rows(state, facts)]

    def _record(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(encode(row[name]).decode() if name == "document" else row.get(name) for name in self._columns)

    async def _write(self, batch: list[tuple[Any, ...]]) -> None:
        if batch:
            await self._connection.copy_records_to_table(self._shadow, records=batch, columns=self._columns)

    async def _catch_up(self, seen: Mapping[int, int], upto: Mapping[int, int], category: str) -> None:
        """Streams that have more than was shown when the copy began are made again, as far as is shown now."""
        partitions, positions = list(seen), list(seen.values())
        late = await self._connection.fetch(_LATE_STREAMS, partitions, positions, f"{category}-", f"{category}.")
        streams = [row[0] for row in late]
        if not streams:
            return
        stored = await self._connection.fetch(_STREAMS, streams)
        histories = [list(rows) for _, rows in groupby(stored, key=lambda row: row[0])]
        copied = [record for history in histories for record in self._rows(history)]
        identity = self._columns.index("id")
        await self._connection.execute(self._sql(_FORGET), [record[identity] for record in copied])
        shown = [[row for row in history if row["position"] <= upto[row["partition"]]] for history in histories]
        await self._write([record for history in shown if history for record in self._rows(history)])

    async def _compare(self) -> Rebuilt:
        differing = await self._connection.fetch(self._sql(_COMPARE))
        words = {(True, False): "is missing", (False, True): "should not be there", (False, False): "differs"}
        return Rebuilt(
            view=self._view.name,
            events=self.events,
            rows=await self._connection.fetchval(self._sql(_COUNT)),
            differing=differing[0]["differing"] if differing else 0,
            examples=[f"{row['id']} {words[row['missing'], row['extra']]}" for row in differing],
            swapped=False,
        )

    async def _swap(self, app_role: str) -> None:
        """The new table takes the old one's name, indexes and grants."""
        live = await self._indexes(self._view.name)
        made = await self._indexes(self._shadow)
        await self._connection.execute(self._sql(_DROP_LIVE))
        await self._connection.execute(self._sql(_RENAME))
        for definition, name in made.items():
            await self._connection.execute(_RENAME_INDEX.format(made=name, live=live[definition]))
        for statement in schema.grants(app_role):
            await self._connection.execute(statement)

    async def _indexes(self, table: str) -> dict[str, str]:
        rows = await self._connection.fetch(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = $1", table
        )
        return {row["indexdef"].partition(" USING ")[2]: row["indexname"] for row in rows}


def view_named(department: Department, name: str) -> InlineView:
    """The department's view of that name. Raises UnknownView, naming those that there are."""
    for view in department.views:
        if view.name == name:
            return view
    raise UnknownView(f"{department.name} has: {', '.join(sorted(view.name for view in department.views))}")
