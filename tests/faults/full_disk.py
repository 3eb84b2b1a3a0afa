"""A PostgreSQL whose disk is full: the operating system lets none of its files grow beyond a size.

The limit is RLIMIT_FSIZE of the server's processes, which an ordinary user may lower and raise again: no file system
has to be made or mounted. The kernel refuses the write (EFBIG), as it does on a full disk (ENOSPC) or over a quota
(EDQUOT), and everything above the kernel is the real thing.
"""

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg

from deploy.embedded.keeper import descendants
from deploy.embedded.postgres import EmbeddedPostgres

ANY_SIZE: Final = "unlimited"
_FILLED_UP: Final = """
INSERT INTO events (partition, position, stream, version, event_id, type, schema_version, occurred_at, recorded_at,
    data, metadata, hash)
SELECT 0, -n, 'never', n, gen_random_uuid(), 'never', 1, now(), now(), to_json(repeat('x', 1800)), '{}', ''
FROM generate_series(1, 10000) AS n
"""
"""Larger than a file of the write-ahead log (16 MB), which goes on: what cannot grow are the tables."""


async def fill_the_log(owner_dsn: str) -> int:
    """The size in bytes to which the table of events has grown, by rows that were never committed."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("ALTER TABLE events SET (autovacuum_enabled = false)")
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(_FILLED_UP)
        await transaction.rollback()
        return int(await connection.fetchval("SELECT pg_relation_size('events')"))
    finally:
        await connection.close()


def let_files_grow_to(postgres: EmbeddedPostgres, size: int | str) -> None:
    """For all processes of the server, and those that it will start."""
    limited: set[int] = set()
    while new := {postgres.pid, *descendants(postgres.pid)} - limited:
        for pid in sorted(new):
            _limit(pid, size)
        limited |= new


@asynccontextmanager
async def no_file_grows(postgres: EmbeddedPostgres, beyond: int) -> AsyncIterator[None]:
    """As long as this is entered."""
    await asyncio.to_thread(let_files_grow_to, postgres, beyond)
    try:
        yield
    finally:
        await asyncio.to_thread(let_files_grow_to, postgres, ANY_SIZE)


def _limit(pid: int, size: int | str) -> None:
    """By `prlimit`, as whoever the process runs as: root alone, without capabilities, may not touch another's."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return  # it has ended
    user, group = (int(re.findall(rf"(?m)^{kind}:\s+(\d+)", status)[0]) for kind in ("Uid", "Gid"))
    other = user != os.geteuid()
    done = subprocess.run(
        ["prlimit", f"--pid={pid}", f"--fsize={size}:"],
        user=user if other else None,
        group=group if other else None,
        extra_groups=[] if other else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 and Path(f"/proc/{pid}").exists():
        raise RuntimeError(f"the size of files is not limited: {done.stderr.strip()}")
