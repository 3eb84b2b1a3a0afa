"""PostgreSQL's own tools, of the version that the wheel brings; a password never stands on a command line."""

import asyncio
import os
from collections.abc import Sequence

from sqlalchemy import URL, make_url

from deploy.embedded.postgres import postgres_binaries


class ToolFailed(Exception):
    """pg_dump or pg_restore ended with an error; the message is its own."""


async def run_tool(name: str, dsn: str, arguments: Sequence[str]) -> None:
    """Runs one on a database to its end. Raises ToolFailed."""
    url = make_url(dsn)
    address = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    process = await asyncio.create_subprocess_exec(
        postgres_binaries() / name,
        f"--dbname={address.render_as_string()}",
        "--no-password",
        *arguments,
        env={**os.environ, "PGPASSWORD": url.password or ""},
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
