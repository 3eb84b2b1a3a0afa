"""Each department's migrations make exactly what its views need, and can be run by two processes at once."""

import asyncio
import json
import os
import sys
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import DatabaseAccess, ensure_database
from deploy.registry import SERVICES
from shared.hosting.migrating import config_for
from shared.hosting.service import Service

NOTHING_ELSE = (
    *("keys", "heard", "deadlines_claimed", "events", "reads", "snapshots", "views", "rows"),
    *("deadlines_cleared", "deadlines_set", "positions", "parked", "unparked"),
)
"""The other parts of a unit."""


def differences(connection: Connection, service: Service) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    metadata = service.department.metadata()
    found = compare_metadata(context, metadata)
    ours = {table.name for table in metadata.sorted_tables}
    return [
        one for one in found if not (one[0] == "remove_table" and one[1].name not in ours) and one[0] != "remove_index"
    ]


async def begun(department: str, access: DatabaseAccess) -> asyncio.subprocess.Process:
    """A migration by a process of its own; its log comes on its standard error."""
    prefix = department.upper()
    settings = {
        f"{prefix}_DATABASE_DSN": access.app_dsn,
        f"{prefix}_OWNER_DSN": access.owner_dsn,
        f"{prefix}_APP_ROLE": access.app_dsn.split("//")[1].split(":")[0],
        f"{prefix}_KAFKA_BOOTSTRAP_SERVERS": "unused:9092",
        f"{prefix}_JWKS_FILE": "unused",
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"services.{department}", "migrate"),
        env={**os.environ, **settings},
        stderr=asyncio.subprocess.PIPE,
    )


async def migrated(department: str, access: DatabaseAccess) -> int:
    """The exit status of a migration."""
    process = await begun(department, access)
    await process.communicate()
    assert process.returncode is not None
    return process.returncode


def indexes(connection: Connection, metadata: MetaData) -> tuple[set[str], set[str]]:
    """The definitions of the views' indexes: as the migrations made them, and as the views would."""
    connection.execute(text("CREATE SCHEMA made"))
    connection.execute(text("SET LOCAL search_path TO made"))
    metadata.create_all(connection)
    asked = text("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = :schema")
    both = [
        {
            row.indexdef.replace(f" {schema}.", " ")
            for row in connection.execute(asked, {"schema": schema})
            if row.tablename in metadata.tables
        }
        for schema in ("public", "made")
    ]
    return both[0], both[1]


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
        migrated_to, needed = await connection.run_sync(indexes, service.department.metadata())
        assert migrated_to == needed
        await connection.rollback()
    await engine.dispose()


async def test_two_upgrades_wait_their_turn_under_load_and_nobody_else_waits_for_them(
    postgres_server: PostgresServer,
) -> None:
    """A reader keeps the table that both want to change; others go on reading it, and no read of theirs fails."""
    name = f"t_upgrade_sales_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    config = config_for("sales", access.owner_dsn, f"{name}_app")
    await asyncio.to_thread(command.upgrade, config, "6a613f44b6b6")  # the next revision changes `customer`
    ended = asyncio.Event()
    owner = await asyncpg.connect(access.owner_dsn)
    readers = [asyncio.create_task(_read_until(ended, access.app_dsn)) for _ in range(3)]
    async with owner.transaction():
        await owner.execute("SELECT count(*) FROM customer")
        upgrades = [await begun("sales", access) for _ in range(2)]
        async with asyncio.timeout(60):
            await asyncio.gather(*(_until_said(upgrade, b"migration-waits") for upgrade in upgrades))
    await asyncio.gather(*(upgrade.communicate() for upgrade in upgrades))
    assert [upgrade.returncode for upgrade in upgrades] == [0, 0]
    ended.set()
    assert min(await asyncio.gather(*readers)) > 10
    assert await owner.fetchval("SELECT count(is_credit_stopped) FROM customer") == 0
    await owner.close()


async def test_a_process_of_before_still_writes_to_the_outbox_and_does_not_say_who_did_it(
    postgres_server: PostgresServer,
) -> None:
    name = f"t_before_sales_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    assert await migrated("sales", access) == 0
    told = {
        "topic": "sales.order",
        "partition": 0,
        "key": "O1",
        "event_id": str(uuid4()),
        "type": "sales.order.placed.v1",
        "stream": "order-O1",
        "stream_version": 1,
        "occurred_at": "2026-03-02T08:00:00Z",
        "causation_id": str(uuid4()),
        "correlation_id": str(uuid4()),
        "trace": None,
        "data": {},
    }
    connection = await asyncpg.connect(access.app_dsn)
    nothing = ", ".join(f"{part} => NULL" for part in NOTHING_ELSE)
    for row in (told, told | {"event_id": str(uuid4()), "actor": "lan"}):
        await connection.execute(f"SELECT commit_unit(outbox => $1::text::json, {nothing})", json.dumps([row]))
    rows = await connection.fetch("SELECT seq, actor FROM outbox ORDER BY seq")
    assert [tuple(row) for row in rows] == [(1, None), (2, "lan")]
    await connection.close()


async def test_a_process_of_before_still_writes_to_the_inbox_and_keeps_no_words(
    postgres_server: PostgresServer,
) -> None:
    name = f"t_before_care_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    assert await migrated("care", access) == 0
    heard = {
        "event_id": str(uuid4()),
        "type": "sales.order.placed.v1",
        "topic": "sales.order",
        "partition": 0,
        "seq": 1,
        "stream": "order-O1",
        "outcome": "heard",
        "heard_at": "2026-03-02T08:00:00Z",
    }
    cause = uuid4()
    connection = await asyncpg.connect(access.app_dsn)
    nothing = ", ".join(f"{part} => NULL" for part in (*NOTHING_ELSE, "outbox") if part != "heard")
    later = heard | {"event_id": str(uuid4()), "seq": 2, "digest": "AP8=", "caused_by": str(cause)}
    for row in (heard, later):
        await connection.execute(f"SELECT commit_unit(heard => $1::text::json, {nothing})", json.dumps([row]))
    rows = await connection.fetch("SELECT digest, caused_by FROM inbox ORDER BY seq")
    assert [tuple(row) for row in rows] == [(None, None), (b"\x00\xff", cause)]
    await connection.close()


async def test_a_process_of_before_still_sets_deadlines_and_does_not_say_by_what(
    postgres_server: PostgresServer,
) -> None:
    name = f"t_before_care_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    assert await migrated("care", access) == 0
    row = {"stream": "case-1", "name": "close", "due_at": "2026-03-02T08:00:00Z", "correlation_id": str(uuid4())}
    by = uuid4()
    connection = await asyncpg.connect(access.app_dsn)
    nothing = ", ".join(f"{part} => NULL" for part in (*NOTHING_ELSE, "outbox") if part != "deadlines_set")
    for one in (row, row | {"stream": "case-2", "set_by": str(by)}):
        await connection.execute(f"SELECT commit_unit(deadlines_set => $1::text::json, {nothing})", json.dumps([one]))
    rows = await connection.fetch("SELECT set_by FROM deadlines ORDER BY stream")
    assert [tuple(row) for row in rows] == [(None,), (by,)]
    await connection.close()


async def test_orders_of_before_are_found_by_their_flags_along_an_index(postgres_server: PostgresServer) -> None:
    name = f"t_flags_sales_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    config = config_for("sales", access.owner_dsn, f"{name}_app")
    await asyncio.to_thread(command.upgrade, config, "98e16e2ccda8")
    owner = await asyncpg.connect(access.owner_dsn)
    await owner.execute(
        'INSERT INTO "order" (id, version, changed_at, is_held, document) '
        "SELECT n, 1, now(), n = 7, '{}' FROM generate_series(1, 2000) n"
    )
    assert await migrated("sales", access) == 0
    held = 'FROM "order" WHERE is_held ORDER BY id LIMIT 51'
    assert [row["id"] for row in await owner.fetch(f"SELECT id {held}")] == ["7"]
    assert "order_is_held" in "".join(row[0] for row in await owner.fetch(f"EXPLAIN SELECT id {held}"))
    await owner.close()


async def _until_said(process: asyncio.subprocess.Process, word: bytes) -> None:
    assert process.stderr is not None
    while word not in (line := await process.stderr.readline()):
        assert line, "it ended before"


async def _read_until(ended: asyncio.Event, dsn: str) -> int:
    """Reads as the application, under its timeouts; how often."""
    connection = await asyncpg.connect(dsn)
    reads = 0
    while not ended.is_set():
        await connection.fetchval("SELECT count(*) FROM customer")
        reads += 1
    await connection.close()
    return reads
