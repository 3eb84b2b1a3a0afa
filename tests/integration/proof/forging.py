"""Lies told by somebody who may write to every database, past every guard."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg

from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from deploy.registry import service_named
from shared.event_store.chain import GENESIS
from shared.event_store.unit import StoredEvent
from shared.event_store.verifying import hash_of
from shared.projections.rebuilding import Rebuild

_LOG = """
SELECT partition, position, stream, version, event_id, type, schema_version, occurred_at, recorded_at,
    data::text AS data, metadata::text AS metadata, hash
FROM events ORDER BY partition, position
"""


@asynccontextmanager
async def copied(server: PostgresServer, access: Mapping[str, Access]) -> AsyncIterator["Forger"]:
    """A copy of all databases, as their superuser, for as long as it is entered. Nobody may be in the originals."""
    label, copies = uuid4().hex[:8], dict[str, Access]()
    clerk = await asyncpg.connect(server.dsn("postgres"))
    try:
        for name, original in access.items():
            database = f"copy_{label}_{name}"
            await clerk.execute(f'CREATE DATABASE "{database}" TEMPLATE "o2c_{name}"')
            await clerk.execute(f'ALTER DATABASE "{database}" SET synchronous_commit = off')
            dsn = server.dsn(database)
            copies[name] = Access(dsn, dsn, original.app_role)
        yield Forger(copies)
    finally:
        for name in copies:
            await clerk.execute(f'DROP DATABASE "copy_{label}_{name}" WITH (FORCE)')
        await clerk.close()


@dataclass(frozen=True)
class Forger:
    """Changes what it likes in a copy of the company."""

    access: Mapping[str, Access]

    async def ask(self, department: str, query: str, *arguments: Any) -> Any:
        """One value, of a database that the lie needs to know."""
        async with self._inside(department) as connection:
            return await connection.fetchval(query, *arguments)

    async def plant(self, department: str, statement: str, *arguments: Any) -> None:
        """Changes rows, without regard for triggers. Something has to change."""
        async with self._inside(department) as connection:
            done = await connection.execute(statement, *arguments)
        assert not done.endswith(" 0"), f"nothing was there to lie about: {statement}"

    async def rewrite(self, department: str, statement: str, *arguments: Any) -> None:
        """Rewrites the log, and then its chain and all views as if it had always been so."""
        await self.plant(department, statement, *arguments)
        await self._link_anew(department)
        await self._tell_anew(department)

    @asynccontextmanager
    async def _inside(self, department: str) -> AsyncIterator["asyncpg.Connection[Any]"]:
        connection = await asyncpg.connect(self.access[department].owner_dsn)
        try:
            await connection.execute("SET session_replication_role = replica")
            yield connection
        finally:
            await connection.close()

    async def _link_anew(self, department: str) -> None:
        async with self._inside(department) as connection:
            heads: dict[int, tuple[int, bytes]] = {}
            for row in await connection.fetch(_LOG):
                event = StoredEvent(**dict(row))
                previous = heads.get(event.partition, (0, GENESIS))[1]
                heads[event.partition] = (event.position, hash_of(event, previous))
                await connection.execute(
                    "UPDATE events SET hash = $3 WHERE partition = $1 AND position = $2",
                    event.partition,
                    event.position,
                    heads[event.partition][1],
                )
            for partition, (_, link) in heads.items():
                await connection.execute("UPDATE log_head SET hash = $2 WHERE partition = $1", partition, link)

    async def _tell_anew(self, department: str) -> None:
        known = service_named(department).department
        async with self._inside(department) as connection:
            for view in known.views:
                await Rebuild(known, view, connection).run(app_role=self.access[department].app_role, swap=True)
