"""Two small departments on databases of their own, of which one is put back behind what the other heard."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from deploy.backup.hearing import hear_what_was_missed
from deploy.backup.reconciling import Pair, Reconciliation, reconciliation
from deploy.backup.restoring import begin_epoch
from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from shared.event_store.port import StoreUnavailable
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.unit import Committed, DeadlineRow, Unit
from shared.handling.department import Department
from shared.handling.runtime import Runtime
from shared.hosting.service import Service
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.local import LocalTransport
from tests.real.departments import TestDatabase
from tests.unit.messaging.small_talk import Parties, say, told_by


class DyingStore(PostgresEventStore):
    """Whoever uses it does not live to see one of the messages committed."""

    last_gasp: Envelope | None = None

    async def commit(self, unit: Unit) -> Committed:
        """Or not."""
        if self.last_gasp is not None and self.last_gasp.event_id in {one.event_id for one in unit.heard}:
            raise StoreUnavailable("nobody is there any more")
        return await super().commit(unit)


@dataclass
class Conversation:
    """A speaker, and a listener who may hear it; each on a database of its own."""

    parties: Parties
    server: PostgresServer
    databases: dict[str, TestDatabase]
    speaker: Runtime
    listener: Runtime
    store: DyingStore
    told: list[Envelope] = field(default_factory=list)

    async def says(self, note: str, *texts: str) -> list[Envelope]:
        """As messages: those that are new."""
        await say(self.speaker, note, *texts)
        known = {one.event_id for one in self.told}
        fresh = [one for one in await told_by(self.speaker, self.parties.topic) if one.event_id not in known]
        self.told += fresh
        return fresh

    def consumer(self) -> Consumer:
        """New, as after a restart."""
        return Consumer(self.listener.writer, LocalTransport({self.parties.speaker.name: self.speaker.store}).refill)

    async def listens(self, messages: Sequence[Envelope]) -> None:
        """In one delivery, and then writes its places down."""
        consumer = self.consumer()
        await consumer.load_positions()
        await consumer.hear(messages)
        await consumer.remember_positions()

    async def source_is_put_back(self, *forgotten: Envelope, epoch: bool = True) -> None:
        """To before it said these things; by others, it stays in its epoch."""
        connection = await asyncpg.connect(self.server.dsn(self.databases[self.parties.speaker.name].name))
        await connection.execute("SET session_replication_role = replica")  # an outbox forgets nothing by itself
        await connection.execute("DELETE FROM outbox WHERE event_id = ANY($1)", [one.event_id for one in forgotten])
        if epoch:
            await begin_epoch(connection)
        await connection.close()

    async def reconciled(self, reason: str | None = None) -> list[Pair]:
        """What is split; accepted where there is a reason, or nothing to accept. Then what was missed is heard."""
        async with self._reconciliation() as found:
            pairs = await found.pairs(may_begin=True)
            for pair in pairs:
                if reason is not None or not pair.is_split:
                    await found.accept(pair, "otto.operator", reason or "")
        await hear_what_was_missed(self._services(), self._access())
        return [pair for pair in pairs if pair.is_split]

    async def looked(self) -> list[Pair]:
        """What is split; nothing comes of it."""
        async with self._reconciliation() as found:
            return [pair for pair in await found.pairs() if pair.is_split]

    async def epoch(self) -> int:
        """In which the source speaks."""
        connection = await asyncpg.connect(self.databases[self.parties.speaker.name].owner_dsn)
        epoch = await connection.fetchval("SELECT source_epoch FROM relay_state")
        await connection.close()
        return int(epoch)

    async def source_has(self, deadline: DeadlineRow) -> None:
        """It is still to fire there."""
        connection = await asyncpg.connect(self.databases[self.parties.speaker.name].owner_dsn)
        await connection.execute(
            "INSERT INTO deadlines (stream, name, due_at, correlation_id, set_by) VALUES ($1, $2, $3, $4, $5)",
            *(deadline.stream, deadline.name, deadline.due_at, deadline.correlation_id, deadline.set_by),
        )
        await connection.close()

    async def source_heard(self, event_id: UUID) -> None:
        """That message, and it led to nothing."""
        connection = await asyncpg.connect(self.databases[self.parties.speaker.name].owner_dsn)
        await connection.execute(
            "INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at) "
            "VALUES ($1, 'listener.tally.counted.v1', 'listener.tally', 0, 1, 'tally-cause', 'heard', now())",
            event_id,
        )
        await connection.close()

    def _services(self) -> list[Service]:
        return [Service(department=one, routers=(), permissions={}) for one in self.departments()]

    def _access(self) -> dict[str, Access]:
        return {name: Access(one.owner_dsn, one.app_dsn, one.app_role) for name, one in self.databases.items()}

    def _reconciliation(self) -> AbstractAsyncContextManager[Reconciliation]:
        return reconciliation(self._services(), self._access())

    def departments(self) -> tuple[Department, Department]:
        """Both."""
        return self.parties.speaker, self.parties.listener

    async def of_listener(self, query: str, *arguments: object) -> list[tuple[object, ...]]:
        """What the listener's database says."""
        connection = await asyncpg.connect(self.databases[self.parties.listener.name].owner_dsn)
        rows = await connection.fetch(query, *arguments)
        await connection.close()
        return [tuple(row) for row in rows]
