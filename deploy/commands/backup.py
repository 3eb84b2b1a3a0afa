"""`o2c backup | restore | reconcile`: the departments' databases kept, put back, and made to agree again."""

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.backup.hearing import hear_what_was_missed
from deploy.backup.reconciling import AtWork, Pair, reconciliation
from deploy.backup.restoring import RestoreRefused, restore
from deploy.backup.taking import NotABackup, read_manifest, take_backup
from deploy.backup.tools import ToolFailed
from deploy.databases import company_databases
from deploy.departments import NAMES
from deploy.reaching import DatabaseAway
from deploy.registry import SERVICES
from shared.hosting.settings import SettingsMissing

MOST_SHOWN: Final = 200
FAILURES: Final = (
    AtWork,
    RestoreRefused,
    NotABackup,
    ToolFailed,
    SettingsMissing,
    DatabaseAway,
    OSError,
    asyncpg.PostgresError,
)
"""What an operator can do something about: told in a sentence, without a traceback."""

console = Console(stderr=True, highlight=False)


async def back_up(home: Path, folder: Path) -> int:
    """Prints the new backup's place on standard output."""
    try:
        async with company_databases(SERVICES, home) as access:
            place = await take_backup(access, folder)
    except FAILURES as failure:
        return _failed(failure)
    sys.stdout.write(f"{place}\n")
    return 0


async def put_back(home: Path, place: Path, departments: Sequence[str], *, replace: bool) -> int:
    """Restores these departments, or all; 1 when one is refused, and those after it are then as they were."""
    try:
        manifest = read_manifest(place)
        names = departments or NAMES
        for name in names:
            if name not in manifest.dumps:
                raise RestoreRefused(f"{place} holds no dump of {name}")
        # A whole company is put back on a new machine as well.
        async with company_databases(SERVICES, home, may_make=True) as access:
            for name in names:
                epoch = await restore(name, access[name], place, manifest, replace=replace)
                console.print(f"{name} is as it was at {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC, in epoch {epoch}")
    except FAILURES as failure:
        return _failed(failure)
    console.print("Next: `o2c reconcile`, before any worker starts.")
    return 0


async def reconcile(home: Path, reason: str | None, *, as_json: bool) -> int:
    """Lets every consumer go on to which nothing came that its source forgot; with a reason, the others as well.

    1 while something forgotten is not accepted.
    """
    try:
        async with company_databases(SERVICES, home) as access:
            async with reconciliation(SERVICES, access) as found:
                await found.nobody_hears()
                pairs = await found.pairs()
                for pair in pairs:
                    if (pair.is_new_epoch or pair.is_split) and (reason is not None or not pair.is_split):
                        await found.accept(pair, getpass.getuser(), reason or "")
            split = [pair for pair in pairs if pair.is_split]
            _show(split, as_json=as_json)
            if split and reason is None:
                console.print(
                    "[red]Nothing is accepted yet.[/] Repeat in the restored department what it forgot, or undo it in "
                    "those that heard it; what waits there is never heard. Then `o2c reconcile --accept REASON`."
                )
                return 1
            heard = await hear_what_was_missed(SERVICES, access)
    except FAILURES as failure:
        return _failed(failure)
    console.print(", ".join(f"{name} took in {count}" for name, count in heard.items()) + " missed messages")
    console.print("All agree on where they are. The workers may start.")
    return 0


def _show(split: Sequence[Pair], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(msgspec.json.encode([_plain(pair) for pair in split]).decode() + "\n")
        return
    for pair in split:
        table = Table(title=f"came to {pair.consumer}, and {pair.source} does not know it", title_justify="left")
        for heading in ("came at", "type", "stream", "event id", "status"):
            table.add_column(heading, overflow="fold")
        for one in pair.forgotten[:MOST_SHOWN]:
            said = (one.type, one.stream, str(one.event_id), one.status)
            table.add_row(f"{one.came_at:%Y-%m-%d %H:%M:%S}", *map(Text, said))
        Console().print(table)
        if len(pair.forgotten) > MOST_SHOWN:
            console.print(f"and {len(pair.forgotten) - MOST_SHOWN} more; --json shows all")


def _plain(pair: Pair) -> dict[str, Any]:
    plain = {"consumer": pair.consumer, "source": pair.source, "epoch": pair.epoch}
    return {**plain, "forgotten": msgspec.to_builtins(pair.forgotten)}


def _failed(failure: Exception) -> int:
    console.print(Text(str(failure), style="red"))
    return 1
