"""Lies told by somebody who may write to every database, past every guard."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import asyncpg

from deploy.departments import service_named
from deploy.embedded.company import Access, database_of
from deploy.embedded.postgres import PostgresServer
from deploy.proof import business, record, waiting
from deploy.proof.evidence import evidence
from shared.event_store.chain import GENESIS, link
from shared.event_store.unit import StoredEvent
from shared.projections.rebuilding import Rebuild

_LOG = """
SELECT partition, position, stream, version, event_id, type, schema_version, occurred_at, recorded_at,
    data::text AS data, metadata::text AS metadata, hash
FROM events ORDER BY partition, position
"""

_FACTS = """
SELECT event_id, data::text AS data FROM events WHERE type = $1 AND ($2::text IS NULL OR stream = $2)
ORDER BY recorded_at, partition, position
"""
_TOLD = "SELECT event_id, data::text AS data FROM outbox WHERE type = $1 AND key = $2 ORDER BY seq LIMIT 1"
_OF_ALL = [
    check for check in (*business.CHECKS, *record.CHECKS, *waiting.CHECKS) if check not in record.OF_ONE_DEPARTMENT
]
_REWORD = "UPDATE events SET data = $2::text::json WHERE event_id = $1"
_RETELL = "UPDATE outbox SET data = $2::text::json WHERE event_id = $1"
_KNOWN = "SELECT count(*) FROM inbox WHERE event_id = $1"
_FORGET_WORDS = "UPDATE inbox SET digest = NULL WHERE event_id = $1"


@dataclass
class Forger:
    """Changes what it likes: of each department that it lies in it makes a copy first, and reads the others' originals.

    Copies go with the server that they are on. Nobody else may be connected to an original that is being copied.
    """

    server: PostgresServer
    access: dict[str, Access]
    copied: set[str] = field(default_factory=set, init=False)

    async def ask(self, department: str, query: str, *arguments: Any) -> Any:
        """One value, of a database that the lie needs to know."""
        async with self._inside(department) as connection:
            return await connection.fetchval(query, *arguments)

    async def plant(self, department: str, statement: str, *arguments: Any) -> None:
        """Changes rows, without regard for triggers. Something has to change."""
        await self._copy(department)
        async with self._inside(department) as connection:
            done = await connection.execute(statement, *arguments)
        assert not done.endswith(" 0"), f"nothing was there to lie about: {statement}"

    async def rewrite(self, department: str, statement: str, *arguments: Any) -> None:
        """Rewrites the log, and then its chain and all views as if it had always been so."""
        await self.plant(department, statement, *arguments)
        await self._link_anew(department)
        await self._tell_anew(department)

    async def reword(
        self,
        department: str,
        type_name: str,
        change: Callable[[dict[str, Any]], None],
        *,
        stream: str | None = None,
        newest: bool = False,
    ) -> None:
        """Rewrites one fact of that type (the oldest of the stream, or of the log) in its own words."""
        async with self._inside(department) as connection:
            found = await connection.fetch(_FACTS, type_name, stream)
        fact = found[-1 if newest else 0]
        data = json.loads(fact["data"])
        change(data)
        await self.rewrite(department, _REWORD, fact["event_id"], json.dumps(data))

    async def retell(self, department: str, type_name: str, change: Callable[[dict[str, Any]], None], key: str) -> None:
        """Rewrites what was told to the other departments under that key, to those who do not know in which words."""
        async with self._inside(department) as connection:
            told = await connection.fetchrow(_TOLD, type_name, key)
        assert told is not None
        data = json.loads(told["data"])
        change(data)
        await self.plant(department, _RETELL, told["event_id"], json.dumps(data))
        for listener in self.access.keys() - {department}:
            if await self.ask(listener, _KNOWN, told["event_id"]):
                await self.plant(listener, _FORGET_WORDS, told["event_id"])

    async def _copy(self, department: str) -> None:
        if department in self.copied:
            return
        self.copied.add(department)
        copy = f"copy_of_{department}_{uuid4().hex[:8]}"
        clerk = await asyncpg.connect(self.server.dsn("postgres"))
        try:
            await clerk.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{database_of(department)}"')
        finally:
            await clerk.close()
        dsn = self.server.dsn(copy)
        self.access[department] = Access(dsn, dsn, self.access[department].app_role)

    @asynccontextmanager
    async def _inside(self, department: str) -> AsyncIterator["asyncpg.Connection[Any]"]:
        connection = await asyncpg.connect(self._dsn(department))
        try:
            await connection.execute("SET session_replication_role = replica")
            yield connection
        finally:
            await connection.close()

    def _dsn(self, department: str) -> str:
        return (
            self.access[department].owner_dsn if department in self.copied else self.server.dsn(database_of(department))
        )

    async def _link_anew(self, department: str) -> None:
        async with self._inside(department) as connection:
            heads: dict[int, tuple[int, bytes]] = {}
            for row in await connection.fetch(_LOG):
                event = StoredEvent(**dict(row))
                previous = heads.get(event.partition, (0, GENESIS))[1]
                heads[event.partition] = (event.position, link(previous, event.position, event))
                await connection.execute(
                    "UPDATE events SET hash = $3 WHERE partition = $1 AND position = $2",
                    event.partition,
                    event.position,
                    heads[event.partition][1],
                )
            for partition, (_, newest) in heads.items():
                await connection.execute("UPDATE log_head SET hash = $2 WHERE partition = $1", partition, newest)

    async def _tell_anew(self, department: str) -> None:
        known = service_named(department).department
        async with self._inside(department) as connection:
            for view in known.views:
                await Rebuild(known, view, connection).run(app_role=self.access[department].app_role, swap=True)


async def breaches_of(forger: Forger) -> dict[str, str]:
    """The breached invariants, and what each says.

    Views and chains are looked at where somebody lied: those of the originals cannot have changed, and are proven with
    the honest company.
    """
    lied_in = {department: forger.access[department] for department in forger.copied}
    async with evidence(forger.access) as everybody, evidence(lied_in) as liars:
        verdicts = [await check(everybody) for check in _OF_ALL]
        verdicts += [await check(liars) for check in record.OF_ONE_DEPARTMENT]
    return {verdict.id: "\n".join(verdict.breaches) for verdict in verdicts if verdict.breaches}
