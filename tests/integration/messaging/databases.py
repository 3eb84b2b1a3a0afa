"""Databases of departments for tests: as a migration would make them, without the migration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import ensure_database
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.schema import grants, steps


@asynccontextmanager
async def department_database(server: PostgresServer) -> AsyncIterator[tuple[PostgresEventStore, AsyncEngine]]:
    """A fresh database with the store's tables, opened as the application role."""
    name = f"talk_{uuid4().hex[:12]}"
    access = await ensure_database(server, name, f"{name}_owner", f"{name}_app")
    owner = await asyncpg.connect(access.owner_dsn)
    try:
        for statement in (*steps(), *grants(f"{name}_app")):
            await owner.execute(statement)
    finally:
        await owner.close()
    engine = create_async_engine(access.app_dsn.replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=4)
    store = PostgresEventStore(engine)
    await store.open()
    try:
        yield store, engine
    finally:
        await store.close()
        await engine.dispose()
