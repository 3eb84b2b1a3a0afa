"""The import commands as processes of their own, and what they leave in a company's databases."""

import asyncio
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from deploy.databases import company_databases
from deploy.embedded.company import Access
from deploy.registry import SERVICES


class Unwatched:
    """Nobody wants to know how far an import is."""

    def stage(self, what: str, total: int, done: int = 0) -> None:
        """Passed over."""

    def advance(self) -> None:
        """Passed over."""


@contextmanager
def home_for_a_company() -> Iterator[Path]:
    """A home that PostgreSQL may enter as another user."""
    home = Path(tempfile.mkdtemp(prefix="o2c-import-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def python(*arguments: str) -> tuple[int, bytes, bytes]:
    """A module as a process, to its end: its status, and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out, err


async def imported(kind: str, source: Path, home: Path, *options: str) -> dict[str, Any]:
    """The command, to its end; what it says as JSON."""
    words = ("import", kind, str(source), "--home", str(home), "--json", *options)
    status, out, err = await python("deploy.cli", *words)
    assert out, err.decode()
    told: dict[str, Any] = json.loads(out)
    assert status == (0 if told["holds"] else 1), err.decode()
    return told


async def events_of(home: Path) -> Counter[str]:
    """How often each kind of event was recorded, in all departments."""
    async with company_databases(SERVICES, home) as databases:
        return await events_in(databases)


async def events_in(databases: Mapping[str, Access]) -> Counter[str]:
    """The same, of databases that are open."""
    found: Counter[str] = Counter()
    for name, access in databases.items():
        connection = await asyncpg.connect(access.app_dsn)
        for row in await connection.fetch("SELECT type, count(*) FROM events GROUP BY type"):
            found[f"{name}: {row['type']}"] += row["count"]
        await connection.close()
    return found
