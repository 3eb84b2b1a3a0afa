"""A department's own database for a test: fresh, owned by one role, used through another."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

import asyncpg
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import ensure_database
from shared.event_store import schema


@dataclass(frozen=True)
class TestDatabase:
    """Where it is: as its owner, and as the application that may only append."""

    __test__ = False
    name: str
    owner_dsn: str
    app_dsn: str
    app_role: str

    def engine(self, **options: object) -> AsyncEngine:
        """As the application."""
        return create_async_engine(self.app_dsn.replace("postgresql://", "postgresql+asyncpg://"), **options)


async def fresh_database(server: PostgresServer, label: str = "dept", metadata: MetaData | None = None) -> TestDatabase:
    """A new database with the store's tables, and view tables where they are given."""
    name = f"t_{label}_{uuid4().hex[:12]}"
    app_role = f"{name}_app"
    access = await ensure_database(server, name, f"{name}_owner", app_role)
    connection = await asyncpg.connect(access.owner_dsn)
    try:
        for statement in (*schema.steps(), *_views(metadata or MetaData()), *schema.grants(app_role)):
            await connection.execute(statement)
    finally:
        await connection.close()
    return TestDatabase(name=name, owner_dsn=access.owner_dsn, app_dsn=access.app_dsn, app_role=app_role)


def _views(metadata: MetaData) -> Iterable[str]:
    from sqlalchemy.dialects import postgresql

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            yield str(CreateIndex(index).compile(dialect=dialect))
        yield f"SELECT make_view_upsert('{table.name}')"
