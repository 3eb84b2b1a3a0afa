"""Opens a department on its PostgreSQL database: engine, store, reader, runtime."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.event_store.postgres_following import PostgresViewFeed
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.postgres_reader import PostgresViewReader
from shared.handling.runtime import Runtime
from shared.hosting.address import renewed_tls
from shared.hosting.healing import heal
from shared.hosting.room import WatchedStore
from shared.hosting.service import Service
from shared.kernel.clock import Clock, Ids
from shared.messaging.parking import ParkingDesk
from shared.projections.following import Following

POOL_SIZE: Final = 10
POOL_TIMEOUT_SECONDS: Final = 3.0
CONNECT_TIMEOUT_SECONDS: Final = 3.0
STATEMENT_TIMEOUT_SECONDS: Final = 5.0


@dataclass(frozen=True)
class OpenedDepartment:
    """A department at work on PostgreSQL, and what has to be closed when it stops."""

    service: Service
    runtime: Runtime
    store: WatchedStore
    engine: AsyncEngine
    following: Following

    def desk(self) -> ParkingDesk:
        """Where operators work on what was set aside."""
        return ParkingDesk(PostgresParkingLot(self.engine), self.runtime.clock)

    async def close(self) -> None:
        """Answers what was asked, then gives the connections back."""
        await self.runtime.writer.drain()
        await self.store.close()
        await self.engine.dispose()


def engine_for(dsn: str) -> AsyncEngine:
    """An asyncpg engine with every timeout set: a database that hangs is noticed, never waited for without end."""
    tls = cache(lambda: renewed_tls(dsn))

    async def connect() -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(
            dsn, ssl=tls(), timeout=CONNECT_TIMEOUT_SECONDS, command_timeout=STATEMENT_TIMEOUT_SECONDS
        )

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,  # asyncpg knows what an address says about TLS, SQLAlchemy does not
        isolation_level="AUTOCOMMIT",  # a statement is a transaction already; a BEGIN and a ROLLBACK would treble it
        pool_size=POOL_SIZE,
        pool_use_lifo=True,  # the one that was used last has its plans and pages at hand
        max_overflow=0,  # what exceeds the pool waits its turn: opening a connection costs more than a query
        pool_reset_on_return=None,  # nothing is open when a connection comes back
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_recycle=1800,
    )
    heal(engine)
    return engine


async def open_department(service: Service, dsn: str, clock: Clock, ids: Ids) -> OpenedDepartment:
    """Connects as the application role. Raises StoreUnavailable when the database does not answer."""
    engine = engine_for(dsn)
    store = WatchedStore(engine, service.name)
    await store.open()
    reader = PostgresViewReader(engine, service.department.metadata())
    runtime = Runtime(department=service.department, store=store, reader=reader, clock=clock, ids=ids)
    following = Following(service.department, store, PostgresViewFeed(engine), clock)
    runtime.handler.on_commit(following.committed)
    return OpenedDepartment(service, runtime, store, engine, following)
