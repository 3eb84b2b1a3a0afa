"""What the invariants look at: the departments' databases, read only."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec

from deploy.embedded.company import Access


@dataclass(frozen=True)
class Verdict:
    """What became of one invariant. Looking at nothing proves nothing: then it does not hold."""

    id: str
    rule: str
    looked_at: int
    breaches: tuple[str, ...]
    may_be_empty: bool = False

    @property
    def holds(self) -> bool:
        """No breach, and something was looked at where there must be something."""
        return not self.breaches and (self.looked_at > 0 or self.may_be_empty)


@dataclass(frozen=True)
class Evidence:
    """Connections to the five databases."""

    access: Mapping[str, Access]
    connections: Mapping[str, "asyncpg.Connection[Any]"]

    async def rows(self, department: str, query: str, *arguments: Any) -> list[Any]:
        """Rows of a query on one department's database."""
        return list(await self.connections[department].fetch(query, *arguments))

    async def told(self, type_name: str) -> list[dict[str, Any]]:
        """The data of every published event of that type, in the order of its log."""
        department = type_name.partition(".")[0]
        rows = await self.rows(
            department,
            "SELECT data::text FROM outbox WHERE type = $1 ORDER BY topic, partition, seq",
            type_name,
        )
        return [msgspec.json.decode(row[0]) for row in rows]

    async def documents(self, department: str, view: str) -> list[dict[str, Any]]:
        """Every document of a view."""
        rows = await self.rows(department, f'SELECT document::text FROM "{view}" ORDER BY id')  # noqa: S608 - our views' names
        return [msgspec.json.decode(row[0]) for row in rows]


@asynccontextmanager
async def evidence(access: Mapping[str, Access]) -> AsyncIterator[Evidence]:
    """Opens a connection to each database, for as long as the proof takes."""
    async with AsyncExitStack() as stack:
        connections: dict[str, asyncpg.Connection[Any]] = {}
        for name, way in access.items():
            connection = await asyncpg.connect(way.owner_dsn)
            stack.push_async_callback(connection.close)
            connections[name] = connection
        yield Evidence(access, connections)
