"""`o2c backup`: one moment of all five databases, taken while the company works.

Five dumps taken one after the other would not fit together: a department could have heard what the dump of its source
does not hold yet. So nobody hears anything, or sets it aside, for some milliseconds, in which each database keeps a
snapshot; the dumps are then made from those.
"""

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import asyncpg
import msgspec

from deploy.backup.tools import run_tool
from deploy.embedded.company import Access
from deploy.refusals import Refused

MANIFEST: Final = "manifest.json"
_CHUNK: Final = 1 << 20

Connection: TypeAlias = "asyncpg.Connection[Any]"


class NotABackup(Exception):
    """The folder holds no whole backup; the message says what is wrong."""


class NoPlaceForIt(Refused):
    """No backup can be written there."""


class Dump(msgspec.Struct, frozen=True):
    """One department's file, and what it holds."""

    file: str
    sha256: str
    epoch: int
    events: int


class Manifest(msgspec.Struct, frozen=True):
    """Written last: a folder without one is a backup that did not come to its end."""

    taken_at: datetime
    dumps: dict[str, Dump]


async def take_backup(access: Mapping[str, Access], folder: Path) -> Path:
    """A backup in a new folder below that one, named by the moment. Raises NoPlaceForIt, ToolFailed."""
    taken_at = datetime.now(UTC)
    place = folder / taken_at.strftime("%Y-%m-%dT%H%M%S.%fZ")
    with _written_in(folder):
        place.mkdir(mode=0o700, parents=True)
    try:
        async with AsyncExitStack() as stack:
            keepers = {name: await stack.enter_async_context(_connected(way)) for name, way in access.items()}
            snapshots = await _one_moment(access, keepers)
            dumps = await asyncio.gather(
                *(_dump(name, access[name], keepers[name], snapshots[name], place) for name in access)
            )
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    manifest = Manifest(taken_at, dict(zip(access, dumps, strict=True)))
    with _written_in(folder):
        (place / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    return place


@contextmanager
def _written_in(folder: Path) -> Iterator[None]:
    """Raises NoPlaceForIt: what the disk has against it is no fault of a database."""
    try:
        yield
    except OSError as error:
        raise NoPlaceForIt(f"{folder} cannot hold a backup: {error.strerror}") from error


def read_manifest(place: Path) -> Manifest:
    """What a backup holds, with every file checked. Raises NotABackup."""
    try:
        manifest = msgspec.json.decode((place / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise NotABackup(f"{place} holds no whole backup: {error}") from error
    for name, dump in manifest.dumps.items():
        path = place / dump.file
        if path.parent != place or not path.is_file() or _sha256(path) != dump.sha256:
            raise NotABackup(f"{path} is not the file that was written for {name}")
    return manifest


@asynccontextmanager
async def _connected(access: Access) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(access.owner_dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def _one_moment(access: Mapping[str, Access], keepers: Mapping[str, Connection]) -> dict[str, str]:
    """A snapshot of each database, of a moment when nothing came in: what was heard or set aside was told before."""
    async with AsyncExitStack() as stack:
        for way in access.values():
            silencer = await stack.enter_async_context(_connected(way))
            await stack.enter_async_context(silencer.transaction())
            await silencer.execute("SET LOCAL lock_timeout = '5s'")
            await silencer.execute("LOCK TABLE inbox, parked IN SHARE MODE")
        return {name: await _snapshot(keeper) for name, keeper in keepers.items()}


async def _snapshot(keeper: Connection) -> str:
    """Kept as long as the connection's transaction, which ends with the connection."""
    await keeper.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return str(await keeper.fetchval("SELECT pg_export_snapshot()"))


async def _dump(name: str, access: Access, keeper: Connection, snapshot: str, place: Path) -> Dump:
    path = place / f"{name}.dump"
    await run_tool("pg_dump", access.owner_dsn, ["--format=custom", f"--snapshot={snapshot}", f"--file={path}"])
    epoch = await keeper.fetchval("SELECT source_epoch FROM relay_state")
    events = await keeper.fetchval("SELECT count(*) FROM events")
    return Dump(path.name, await asyncio.to_thread(_sha256, path), epoch, events)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
