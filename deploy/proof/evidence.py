"""What the invariants look at: the departments' databases, read only, each thing loaded once."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from deploy.departments import service_named
from deploy.embedded.company import Access
from deploy.proof.verdict import Check, Found, Verdict
from shared.messaging.versions import readers_for
from shared.projections.rebuilding import view_named
from shared.published.published import is_latest, type_of

T = TypeVar("T")

PAGE: Final = 5000

_TOLD: Final = "SELECT type, data::text FROM outbox WHERE type = ANY($1) ORDER BY topic, partition, seq"
_FACTS: Final = """
SELECT stream, type, schema_version, data::text, occurred_at, event_id
FROM events WHERE type = ANY($1) ORDER BY stream, version
"""
_LOG: Final = "SELECT stream, version, type, schema_version, data::text FROM events ORDER BY stream, version"
_LINES: Final = "SELECT entry_id, account, role, party, debit_minor - credit_minor, currency, source FROM journal_line"
_SNAPSHOTS: Final = "SELECT stream, version, shape, data::text FROM snapshots"
_DEADLINES: Final = "SELECT stream, name, due_at FROM deadlines"


@dataclass(frozen=True, slots=True)
class Logged:
    """A private fact from a department's log, its own id, and the id of the aggregate that it happened to."""

    id: str
    data: Any
    occurred_at: datetime
    event_id: UUID


@dataclass(frozen=True)
class Evidence:
    """Connections to the departments' databases, and what was read over them so far. `now` is the company's time."""

    access: Mapping[str, Access]
    connections: Mapping[str, "asyncpg.Connection[Any]"]
    now: datetime
    _read: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    @property
    def departments(self) -> tuple[str, ...]:
        """Whose books these are."""
        return tuple(self.access)

    async def rows(self, department: str, query: str, *arguments: Any) -> list[Any]:
        """Rows of a query on one department's database."""
        return list(await self.connections[department].fetch(query, *arguments))

    async def told(self, kind: type[T]) -> list[T]:
        """Every published event of that kind, in whichever version it was told; in order per message key.

        Raises ValueError for a kind that has a later version: what was told in that would be left out.
        """
        if not is_latest(kind):
            raise ValueError(f"{type_of(kind)} has a later version")
        name = type_of(kind)
        department = name.partition(".")[0]
        if (department, name) not in self._read:
            readers = readers_for(kind)
            rows = await self.rows(department, _TOLD, list(readers))
            self._read[department, name] = [readers[version](data) for version, data in rows]
        return self._read[department, name]

    async def documents(self, department: str, view: str) -> list[Any]:
        """Every document of a view, as the view's own class."""
        if (department, view) not in self._read:
            shown = view_named(service_named(department).department, view)
            decode = msgspec.json.Decoder(shown.document).decode  # type: ignore[attr-defined]  # a DocumentView
            rows = await self.rows(department, f'SELECT document::text FROM "{view}" ORDER BY id')  # noqa: S608 - our views' names
            self._read[department, view] = [decode(row[0]) for row in rows]
        return self._read[department, view]

    async def facts(self, department: str, *kinds: type[Any]) -> list[Logged]:
        """Every private fact of those kinds, by stream and in the order that they happened to it."""
        names = [kind.__event_name__ for kind in kinds]
        codec = service_named(department).department.codec
        return [
            Logged(stream.partition("-")[2], codec.event(name, version, data), occurred_at, event_id)
            for stream, name, version, data, occurred_at, event_id in await self.rows(department, _FACTS, names)
        ]

    async def journal_lines(self) -> list[Any]:
        """Of accounting: entry id, account, role, party, debit less credit, currency, source."""
        if ("accounting", _LINES) not in self._read:
            self._read["accounting", _LINES] = await self.rows("accounting", _LINES)
        return self._read["accounting", _LINES]

    async def snapshots(self, department: str) -> list[Any]:
        """Stream, version, shape, data."""
        return await self.rows(department, _SNAPSHOTS)

    async def deadlines(self, department: str) -> list[Any]:
        """Stream, name, moment."""
        return await self.rows(department, _DEADLINES)

    async def log(self, department: str) -> AsyncIterator[Any]:
        """The whole log, stream by stream: stream, version, type, schema version, data."""
        connection = self.connections[department]
        async with connection.transaction():  # which a cursor needs; nothing is written
            async for row in connection.cursor(_LOG, prefetch=PAGE):
                yield row


@asynccontextmanager
async def evidence(access: Mapping[str, Access], now: datetime | None = None) -> AsyncIterator[Evidence]:
    """Opens a connection to each database, for as long as the proof takes."""
    async with AsyncExitStack() as stack:
        connections: dict[str, asyncpg.Connection[Any]] = {}
        for name, way in access.items():
            connection = await asyncpg.connect(way.owner_dsn)
            stack.push_async_callback(connection.close)
            connections[name] = connection
        yield Evidence(access, connections, now or datetime.now(UTC))


def invariant(
    identity: str, rule: str, *, may_be_empty: str = ""
) -> Callable[[Callable[[Evidence, Found], Awaitable[None]]], Check[Evidence]]:
    """Makes an invariant of a function that looks. `may_be_empty` says why there may be nothing to look at."""

    def mark(look: Callable[[Evidence, Found], Awaitable[None]]) -> Check[Evidence]:
        async def check(evidence: Evidence) -> Verdict:
            found = Found()
            try:
                await look(evidence, found)
            except Exception as error:  # what cannot be read is a breach, and the other invariants still have a say
                found.breach(f"cannot be checked: {type(error).__name__}: {error}")
            return Verdict(identity, rule, found.looked_at, tuple(found.told()), may_be_empty)

        return check

    return mark


def by(key: Callable[[T], str], things: Iterable[T]) -> dict[str, list[T]]:
    """The things by their key."""
    found: dict[str, list[T]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found
