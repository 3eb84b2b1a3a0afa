"""Each department's migrations make exactly what its views need, and can be run by two processes at once."""

import asyncio
import os
import sys
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.postgres import DatabaseAccess, PostgresServer, ensure_database
from deploy.registry import SERVICES
from shared.hosting.service import Service


def differences(connection: Connection, service: Service) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    metadata = service.department.metadata()
    found = compare_metadata(context, metadata)
    ours = {table.name for table in metadata.sorted_tables}
    return [
        one for one in found if not (one[0] == "remove_table" and one[1].name not in ours) and one[0] != "remove_index"
    ]


async def migrated(department: str, access: DatabaseAccess) -> int:
    """The exit status of a migration by a process of its own."""
    prefix = department.upper()
    settings = {
        f"{prefix}_DATABASE_DSN": access.app_dsn,
        f"{prefix}_OWNER_DSN": access.owner_dsn,
        f"{prefix}_APP_ROLE": access.app_dsn.split("//")[1].split(":")[0],
        f"{prefix}_KAFKA_BOOTSTRAP_SERVERS": "unused:9092",
        f"{prefix}_JWKS_FILE": "unused",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"services.{department}", "migrate", env={**os.environ, **settings}
    )
    return await process.wait()


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
async def test_two_processes_migrate_at_once_to_what_the_views_need(
    postgres_server: PostgresServer, service: Service
) -> None:
    name = f"t_migrate_{service.name}_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    assert await asyncio.gather(*(migrated(service.name, access) for _ in range(2))) == [0, 0]
    engine = create_async_engine(access.owner_dsn.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, service) == []
        upserts = await connection.execute(text("SELECT proname FROM pg_proc WHERE proname LIKE 'upsert_%'"))
        assert {row[0] for row in upserts} == {f"upsert_{view.name}" for view in service.department.views}
        await connection.rollback()
    await engine.dispose()
