"""`o2c backup | restore | reconcile`: the departments' databases kept, put back, and made to agree again."""

import getpass
import sys
from collections.abc import Sequence
from datetime import datetime
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
DECIDE: Final = (
    "Repeat in the restored department what it forgot, or undo it in those that heard it; what waits there is never "
    "heard. Of what was told again, differently, set right what the difference means. "
    "Then `o2c reconcile --accept REASON`."
)
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
    """Restores these departments, or all; 2 when one is refused, and those after it are then as they were."""
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

    1 while something forgotten, or told otherwise since, is not accepted.
    """
    try:
        async with company_databases(SERVICES, home) as access:
            async with reconciliation(SERVICES, access) as found:
                await found.nobody_hears()
                pairs = await found.pairs(may_begin=True)
                undecided = [pair for pair in pairs if pair.is_split and reason is None]
                for pair in pairs:
                    if pair not in undecided and (pair.is_new_epoch or pair.is_split):
                        await found.accept(pair, getpass.getuser(), reason or "")
            if undecided:
                _show(pairs, as_json=as_json)
                console.print(f"[red]Nothing is accepted yet.[/] {DECIDE}")
                return 1
            heard = await hear_what_was_missed(SERVICES, access)
            async with reconciliation(SERVICES, access) as found:
                since = await found.pairs()
            _show([*(pair for pair in pairs if pair.is_split), *since], as_json=as_json)
    except FAILURES as failure:
        return _failed(failure)
    took_in = ", ".join(f"{name} {count}" for name, count in heard.items())
    console.print(f"Messages that were under way at the moment of the backup are taken in: {took_in}")
    if any(pair.is_split for pair in since):
        console.print(f"[red]This has come of it, and is not accepted yet.[/] {DECIDE}")
        return 1
    console.print("All agree on where they are. The workers may start.")
    return 0


def _show(pairs: Sequence[Pair], *, as_json: bool) -> None:
    told = [pair for pair in pairs if pair.is_split or pair.coming_again]
    if as_json:
        sys.stdout.write(msgspec.json.encode([_plain(pair) for pair in told]).decode() + "\n")
        return
    for pair in told:
        _table(
            f"came to {pair.consumer}, and {pair.source} does not know it",
            [(one.came_at, one.type, one.stream, str(one.event_id), one.status) for one in pair.forgotten],
        )
        _table(
            f"was heard by {pair.consumer}, and told again, differently, by {pair.source}",
            [(one.came_at, one.type, one.stream, one.heard_as, "set aside") for one in pair.told_again],
        )
        _table(
            f"came to {pair.consumer}, and will come again by itself from {pair.source}: nothing to decide",
            [(one.came_at, one.type, one.stream, str(one.event_id), one.status) for one in pair.coming_again],
        )


def _table(title: str, rows: Sequence[tuple[datetime, str, str, str, str]]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for heading in ("came at", "type", "stream", "event id", "status"):
        table.add_column(heading, overflow="fold")
    for came_at, *said in rows[:MOST_SHOWN]:
        table.add_row(f"{came_at:%Y-%m-%d %H:%M:%S}", *map(Text, said))
    Console().print(table)
    if len(rows) > MOST_SHOWN:
        console.print(f"and {len(rows) - MOST_SHOWN} more; --json shows all")


def _plain(pair: Pair) -> dict[str, Any]:
    plain = {"consumer": pair.consumer, "source": pair.source, "epoch": pair.epoch}
    lists = ("forgotten", "told_again", "coming_again")
    return plain | {name: msgspec.to_builtins(getattr(pair, name)) for name in lists}


def _failed(failure: Exception) -> int:
    """Status 2, as of all that could not be done: 1 is what `reconcile` found."""
    console.print(Text(str(failure), style="red"), soft_wrap=True)
    return 2
