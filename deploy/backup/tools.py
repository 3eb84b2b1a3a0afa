"""PostgreSQL's own tools, as the wheel brings them: without TLS. A password never stands on a command line."""

import asyncio
import os
from collections.abc import Sequence

from sqlalchemy import URL

from deploy.backup.plainly import plain_address
from deploy.embedded.postgres_place import postgres_binaries


class ToolFailed(Exception):
    """pg_dump or pg_restore ended with an error; the message is its own."""


async def run_tool(name: str, dsn: str, arguments: Sequence[str]) -> None:
    """Runs one on a database to its end. Raises ToolFailed, and OSError where there is no way to the server."""
    async with plain_address(dsn) as url:
        await _run(name, url, arguments)


async def _run(name: str, url: URL, arguments: Sequence[str]) -> None:
    address = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    process = await asyncio.create_subprocess_exec(
        postgres_binaries() / name,
        f"--dbname={address.render_as_string()}",
        "--no-password",
        *arguments,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "PGPASSWORD": url.password or "",
            "PGSSLMODE": "disable",
        },
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise ToolFailed(f"{name}: {said.decode(errors='replace').strip()}")
