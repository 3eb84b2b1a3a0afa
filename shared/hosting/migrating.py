"""Brings a department's database to the newest schema, one process at a time, under a short lock timeout."""

import asyncio
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import asyncpg
import structlog
from alembic import command, context
from alembic.config import Config
from alembic.operations import ops
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from shared.event_store import schema

ATTEMPTS: Final = 60
PAUSE_SECONDS: Final = 0.5
_LOCK_NOT_AVAILABLE: Final = "55P03"
_ONE_AT_A_TIME: Final = 7_020_002
_STORE_TABLES: Final = frozenset(
    "log_head events snapshots idempotency_keys outbox relay_state relay_positions inbox heard_positions parked "
    "parked_audit deadlines feed_positions alembic_version".split()
)

log = structlog.get_logger("migrate")


def config_for(department: str, dsn: str, app_role: str) -> Config:
    """Alembic's configuration for one department; `dsn` is that of the owner of the database."""
    package = import_module(f"services.{department}.migrations")
    config = Config()
    config.set_main_option("script_location", str(Path(str(package.__file__)).parent))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes.update(dsn=dsn, app_role=app_role, department=department)
    return config


def migrate(department: str, dsn: str, app_role: str) -> None:
    """Upgrades to the newest revision; does nothing when it is there already. Safe to run twice at once, under load.

    A change of a table waits for those who read it, and everybody else for the change. So it gives up sooner than they
    do, and tries again. Raises DBAPIError when the table never comes free; then nothing has changed.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            command.upgrade(config_for(department, dsn, app_role), "head")
            return
        except DBAPIError as error:
            if attempt == ATTEMPTS or getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            log.warning("migration-waits", department=department, attempt=attempt, detail=str(error.orig))
        time.sleep(PAUSE_SECONDS)


def run_environment(metadata: MetaData) -> None:
    """What every department's ``migrations/env.py`` calls."""
    attributes = context.config.attributes
    dsn: str = attributes["dsn"]

    async def connect() -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(dsn)

    async def upgrade() -> None:
        engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=pool.NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(_run, metadata, attributes["app_role"])
            await connection.commit()  # tidy: allow commit-outside-store a migration is a transaction of its own
        await engine.dispose()

    asyncio.run(upgrade())


def _run(connection: Connection, metadata: MetaData, app_role: str) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
    connection.execute(text("SET LOCAL lock_timeout = '1s'"))  # half of what the application waits for a lock
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=_is_ours,
        compare_type=True,
        process_revision_directives=_add_upserts,
    )
    with context.begin_transaction():
        context.run_migrations()
    for statement in schema.grants(app_role):
        connection.execute(text(statement))
    log.info("migrated", department=context.config.attributes["department"])


def _is_ours(_: Any, name: str | None, kind: str, __: bool, ___: Any) -> bool:
    """Autogenerate looks at view tables only: the store's tables come from `shared.event_store.schema`."""
    return kind != "table" or name not in _STORE_TABLES


def _add_upserts(_: Any, __: Any, directives: list[Any]) -> None:
    """After each view table that a generated revision makes or changes, its upsert is made anew."""
    for directive in directives:
        upgrade = directive.upgrade_ops
        touched = [op.table_name for op in upgrade.ops if isinstance(op, ops.CreateTableOp | ops.ModifyTableOps)]
        upgrade.ops.extend(ops.ExecuteSQLOp(f"SELECT make_view_upsert('{name}')") for name in dict.fromkeys(touched))
