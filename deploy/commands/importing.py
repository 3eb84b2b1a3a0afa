"""`o2c import`: another company's files, played through this one's departments."""

import sys
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import uvloop
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.commands.progress import Bar
from deploy.embedded.ownership import FolderInUse
from deploy.home import home_made
from deploy.imports import SourceUnreadable
from deploy.imports.adventureworks.files import read_folder
from deploy.imports.adventureworks.importing import import_folder
from deploy.imports.adventureworks.summary import Summary
from deploy.imports.findings import Findings
from deploy.imports.opening import AnotherCompany, NothingToPlay
from deploy.imports.receivables import summary as of_receivables
from deploy.imports.receivables.importing import import_file
from shared.observability.logging import configure_logging

console = Console(stderr=True, highlight=False)

F = TypeVar("F", bound=Findings)


def adventureworks(folder: Path, home: Path, *, limit: int | None, as_json: bool) -> int:
    """Every sum is compared with the files'."""

    def play(bar: Bar) -> Coroutine[Any, Any, Summary]:
        return import_folder(read_folder(folder), home, bar, limit=limit)

    def told(summary: Summary) -> dict[str, Any]:
        return {"sums": [{**asdict(compared), "difference": compared.difference} for compared in summary.sums]}

    return _run(home, play, told if as_json else None, _print_sums)


def receivables(file: Path, home: Path, *, limit: int | None, as_json: bool) -> int:
    """Every sum is compared with what the file comes to by itself."""

    def play(bar: Bar) -> Coroutine[Any, Any, of_receivables.Summary]:
        return import_file(file, home, bar, limit=limit)

    return _run(home, play, (lambda _: {}) if as_json else None, _print_receivables)


def _run(
    home: Path,
    play: Callable[[Bar], Coroutine[Any, Any, F]],
    told: Callable[[F], dict[str, Any]] | None,
    print_sums: Callable[[F, Console], None],
) -> int:
    """0 when everything equals the files, 1 when something differs, 2 when there is nothing to import or no place."""
    configure_logging("import", level="error")
    home_made(home)
    home.chmod(home.stat().st_mode | 0o011)  # PostgreSQL may run as another user
    try:
        with Bar(console) as bar:
            found = uvloop.run(play(bar))
    except (SourceUnreadable, NothingToPlay, AnotherCompany, FolderInUse) as error:
        console.print(Text(str(error), style="red"), soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        console.print("stopped; the same command goes on from here")
        return 130
    if told is not None:
        data = {**asdict(found), **told(found), "holds": found.holds}
        sys.stdout.write(msgspec.json.encode(data, enc_hook=str).decode() + "\n")
    else:
        _print(found, print_sums)
    return 0 if found.holds else 1


def _print(found: F, print_sums: Callable[[F, Console], None]) -> None:
    out = Console(highlight=False)
    counts = Table("", "in the files", "in the company", title="Counts", title_justify="left")
    for counted in found.counts:
        counts.add_row(counted.what, f"{counted.in_file:,}", f"{counted.in_company:,}")
    out.print(counts)
    print_sums(found, out)
    for line in found.remarks():
        out.print(line, markup=False, soft_wrap=True)
    verdict = "[green]every sum equals the files' to the cent" if found.holds else "[red]something differs"
    out.print(f"{verdict}[/]; {found.seconds:,.0f} seconds")


def _print_sums(summary: Summary, out: Console) -> None:
    title = "Sums of the delivered orders, in US dollars; the files' in whole cents per order, then as they are"
    sums = Table("", "files", "company", "difference", "files, unrounded", title=title, title_justify="left")
    for compared in summary.sums:
        cells = (compared.files, compared.company, compared.difference, compared.files_exact)
        sums.add_row(compared.measure, *(f"{cell:,}" for cell in cells))
    out.print(sums)


def _print_receivables(summary: of_receivables.Summary, out: Console) -> None:
    title = "Amounts by customer, in US dollars; where the company differs, as file / company"
    names = ("invoices", "disputed", "amount", "late", "days_late")
    sums = Table("customer", *(name.replace("_", " ") for name in names), title=title, title_justify="left")
    for one in summary.customers:
        sums.add_row(
            Text(one.customer), *(_both(getattr(one.file, name), getattr(one.company, name)) for name in names)
        )
    out.print(sums)
    title = "Owed at the end of a day, in US dollars, by days overdue; where the company differs, as file / company"
    ageing = Table("day", "not due", "1-30", "31-60", "61-90", "over 90", title=title, title_justify="left")
    for aged in summary.ageing:
        cells = ((getattr(aged.file, step), getattr(aged.company, step)) for step in of_receivables.STEPS)
        ageing.add_row(str(aged.day), *(_both(*both) for both in cells))
    out.print(ageing)


def _both(of_file: int | Decimal, of_company: int | Decimal) -> str:
    wanted = of_receivables.shown(of_file)
    if of_file == of_company:
        return wanted
    return f"{wanted} / {of_receivables.shown(of_company)}"
