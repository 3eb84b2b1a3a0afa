"""Writes a department's next migration: compares its views with an empty database that has all migrations so far.

python tools/new_migration.py warehouse "add shelf to stock item"
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.postgres_roles import ensure_database
from shared.hosting.migrating import config_for


async def _with_database(home: Path, department: str, message: str) -> None:
    async with EmbeddedPostgres(home) as server:
        access = await ensure_database(server, f"o2c_{department}", f"{department}_owner", f"{department}_app")
        config = config_for(department, access.owner_dsn, f"{department}_app")
        await asyncio.to_thread(command.upgrade, config, "head")
        await asyncio.to_thread(command.revision, config, message=message, autogenerate=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="o2c-migration-") as folder:
        Path(folder).chmod(0o711)  # the server may run as another user
        asyncio.run(_with_database(Path(folder), sys.argv[1], " ".join(sys.argv[2:])))
