"""`o2c restore`: puts a department's database back as it was in a backup, and marks that it was.

What was said after the backup is not in the restored database, yet others have heard it. Therefore the restored
source speaks in a new epoch: consumers stop at its first word until somebody has looked at the difference.
"""

import asyncio
import time
from pathlib import Path
from typing import Any, Final

import asyncpg

from deploy.backup.taking import Manifest
from deploy.backup.tools import run_tool
from deploy.embedded.company import Access
from shared.event_store.postgres_relay import EPOCHS_BEGAN
from shared.hosting.migrating import migrate

_AT_WORK: Final = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = $1"
_NEW_EPOCH: Final = "UPDATE relay_state SET source_epoch = greatest(source_epoch + 1, $1) RETURNING source_epoch"


class RestoreRefused(Exception):
    """The database is in use, or holds something that nobody said to replace."""


async def restore(department: str, access: Access, place: Path, manifest: Manifest, *, replace: bool) -> int:
    """The department's database as it was in the backup; returns its new epoch. Raises RestoreRefused, ToolFailed.

    After a failure the database is empty, and the application role may use nothing in it: restore it again.
    """
    dump = place / manifest.dumps[department].file
    connection = await asyncpg.connect(access.owner_dsn)
    try:
        await _make_room(connection, department, access.app_role, replace=replace)
        await run_tool(
            "pg_restore",
            access.owner_dsn,
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(dump)],
        )
        epoch = await begin_epoch(connection)
    finally:
        await connection.close()
    await asyncio.to_thread(migrate, department, access.owner_dsn, access.app_role)
    return epoch


async def begin_epoch(connection: "asyncpg.Connection[Any]") -> int:
    """The database speaks as another one from now on: who listens to it stops until somebody has looked."""
    return int(await connection.fetchval(_NEW_EPOCH, int(time.time()) - EPOCHS_BEGAN))


async def _make_room(connection: "asyncpg.Connection[Any]", department: str, app_role: str, *, replace: bool) -> None:
    if await connection.fetchval(_AT_WORK, app_role):
        raise RestoreRefused(f"{department} is at work: stop its api and its worker first")
    if not replace and await _holds_events(connection):
        raise RestoreRefused(f"the database of {department} holds events: say --replace to lose them")
    await connection.execute("DROP SCHEMA public CASCADE")
    await connection.execute("CREATE SCHEMA public")


async def _holds_events(connection: "asyncpg.Connection[Any]") -> bool:
    if await connection.fetchval("SELECT to_regclass('public.events')") is None:
        return False
    return bool(await connection.fetchval("SELECT EXISTS (SELECT FROM events)"))
