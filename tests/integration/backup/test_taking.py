"""A backup is of one moment: what is on its way into a department's database then is in it, or comes after it."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from deploy.backup.taking import take_backup
from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from tests.real.departments import fresh_database

WAITS = """
SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = current_database() AND l.mode = 'ShareLock' AND NOT l.granted)
"""
HEARD = """
INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at)
VALUES (gen_random_uuid(), 'one.two.three.v1', 'one.two', 0, 1, 'two-1', 'heard', now())
"""
PARKED = """
INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at, status)
VALUES (gen_random_uuid(), 'one.two', 0, 1, '1', 'one.two.three.v1', '{}', '', 'failed', '', now(), 'parked')
"""


@pytest.mark.parametrize("coming", [HEARD, PARKED], ids=["heard", "set aside"])
async def test_it_waits_for_a_message_that_is_about_to_be(
    postgres_server: PostgresServer, server_home: Path, coming: str
) -> None:
    database = await fresh_database(postgres_server)
    access = {"listener": Access(database.owner_dsn, database.app_dsn, database.app_role)}
    async with AsyncExitStack() as stack:
        owner, watcher = await asyncpg.connect(database.owner_dsn), await asyncpg.connect(database.owner_dsn)
        stack.push_async_callback(owner.close)
        stack.push_async_callback(watcher.close)
        async with owner.transaction():
            await owner.execute(coming)
            backup = asyncio.create_task(take_backup(access, server_home / "backups"))
            while not await watcher.fetchval(WAITS):
                assert not backup.done(), "it did not wait"
        await backup
