"""`o2c import`: another company's files, played through this one's departments."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import msgspec
import uvloop
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from deploy.embedded.ownership import FolderInUse
from deploy.imports.adventureworks.files import FolderUnreadable, read_folder
from deploy.imports.adventureworks.importing import AnotherCompany, NothingToPlay, import_folder
from deploy.imports.adventureworks.summary import Summary
from shared.observability.logging import configure_logging

console = Console(stderr=True, highlight=False)


class _Rate(ProgressColumn):
    """So many a second."""

    def render(self, task: Task) -> Text:
        """Nothing until there is something to divide."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "", style="progress.data.speed")


class Bar:
    """A progress bar with rate and time left, one line per stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def stage(self, what: str, total: int, done: int = 0) -> None:
        """Begins a line. What was done by an earlier run does not count for the rate."""
        label = f"{what} ({done:,} done before)" if done else what
        self._task = self._progress.add_task(label, total=total - done)

    def advance(self) -> None:
        """One more."""
        if self._task is not None:
            self._progress.advance(self._task)


def adventureworks(folder: Path, home: Path, *, limit: int | None, as_json: bool) -> int:
    """0 when every sum equals the files', 1 when one differs, 2 when there is nothing to import or no place for it."""
    configure_logging("import", level="error")
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(home.stat().st_mode | 0o011)  # PostgreSQL may run as another user
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    try:
        works = read_folder(folder)
        with progress:
            summary = uvloop.run(import_folder(works, home, Bar(progress), limit=limit))
    except (FolderUnreadable, NothingToPlay, AnotherCompany, FolderInUse) as error:
        console.print(Text(str(error), style="red"), soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        console.print("stopped; the same command goes on from here")
        return 130
    if as_json:
        sys.stdout.write(msgspec.json.encode(_as_data(summary), enc_hook=str).decode() + "\n")
    else:
        _print(summary)
    return 0 if summary.holds else 1


def _as_data(summary: Summary) -> dict[str, object]:
    sums = [{**asdict(compared), "difference": compared.difference} for compared in summary.sums]
    return {**asdict(summary), "sums": sums, "holds": summary.holds}


def _print(summary: Summary) -> None:
    out = Console(highlight=False)
    counts = Table("", "in the files", "in the company", title="Counts", title_justify="left")
    for counted in summary.counts:
        counts.add_row(counted.what, f"{counted.in_file:,}", f"{counted.in_company:,}")
    out.print(counts)
    title = "Sums of the delivered orders, in US dollars; the files' in whole cents per order, then as they are"
    sums = Table("", "files", "company", "difference", "files, unrounded", title=title, title_justify="left")
    for compared in summary.sums:
        cells = (compared.files, compared.company, compared.difference, compared.files_exact)
        sums.add_row(compared.measure, *(f"{cell:,}" for cell in cells))
    out.print(sums)
    for line in _remarks(summary):
        out.print(line, markup=False, soft_wrap=True)
    verdict = "[green]every sum equals the files' to the cent" if summary.holds else "[red]something differs"
    out.print(f"{verdict}[/]; {summary.seconds:,.0f} seconds")


def _remarks(summary: Summary) -> Iterator[str]:
    """One line each, for eyes and for grep."""
    for what in summary.differing:
        yield f"differs: {what}"
    for order in summary.open_orders:
        yield f"open: order {order.order_id} over {order.total:,} is {order.status}: {order.because}"
    for supplier, pieces in summary.bought.items():
        yield f"bought for shortages: {pieces:,} pieces from {supplier}"
    for row in summary.bad_rows:
        yield f"bad row: {row.file}:{row.line}: {row.reason}"
    for row in summary.noticed:
        yield f"noticed: {row.file}:{row.line}: {row.reason}"
    for message in summary.parked:
        yield f"set aside: {message}"
    for note in summary.notes:
        yield f"note: {note}"
