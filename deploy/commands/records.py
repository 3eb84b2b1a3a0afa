"""`o2c verify` and `o2c rebuild`: is the record as it was written, and do the views say what it says?"""

import sys
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from deploy.databases import company_databases
from deploy.departments import service_named
from deploy.embedded.company import Access
from deploy.registry import SERVICES
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.verifying import Verdict, heads_of, verify_partition
from shared.handling.inline_view import InlineView
from shared.hosting.opening import engine_for
from shared.hosting.service import Service
from shared.projections.rebuilding import Rebuild, Rebuilt, UnknownView, view_named

console = Console(stderr=True)


def _chosen(department: str | None) -> Sequence[Service]:
    return SERVICES if department is None else (service_named(department),)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )


def _say_json(answer: object) -> None:
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")


async def _verify_department(access: Access, name: str, progress: Progress) -> list[Verdict]:
    engine = engine_for(access.app_dsn)
    store = PostgresEventStore(engine)
    try:
        heads = await heads_of(engine)
        bar = progress.add_task(name, total=sum(position for position, _ in heads.values()))
        return [
            await verify_partition(store, partition, head, lambda n: progress.advance(bar, n))
            for partition, head in heads.items()
        ]
    finally:
        await store.close()
        await engine.dispose()


async def verify(home: Path, department: str | None, *, as_json: bool) -> int:
    """0 when every chain holds, 1 when one is broken."""
    found: dict[str, list[Verdict]] = {}
    async with company_databases(SERVICES, home) as databases:
        with _bar() as progress:
            for service in _chosen(department):
                found[service.name] = await _verify_department(databases[service.name], service.name, progress)
    broken = [(name, v) for name, verdicts in found.items() for v in verdicts if v.broken_at is not None]
    if as_json:
        _say_json({"holds": not broken, "departments": found})
    else:
        for name, verdicts in found.items():
            console.print(f"{name:12} {sum(v.events for v in verdicts):>9,} events in {len(verdicts)} chains")
        for name, verdict in broken:
            said = f"{name}: partition {verdict.partition} breaks at position {verdict.broken_at}: {verdict.problem}"
            console.print(Text(said, style="red"))
        console.print("[green]every chain holds" if not broken else f"[red]{len(broken)} chain(s) broken")
    return 1 if broken else 0


async def rebuild(home: Path, department: str, view: str, *, swap: bool, as_json: bool) -> int:
    """0 when the live rows were as the log says, 1 when some differed, 2 when there is no such view."""
    service = service_named(department)
    try:
        views = service.department.views if view == "all" else (view_named(service.department, view),)
    except UnknownView as unknown:
        console.print(Text(str(unknown), style="red"))
        return 2
    async with company_databases(SERVICES, home) as databases:
        found = [await _rebuild_view(databases[department], service, one, swap=swap) for one in views]
    if as_json:
        _say_json(found)
    else:
        for rebuilt in found:
            console.print(
                f"{rebuilt.view:28} {rebuilt.events:>8,} events {rebuilt.rows:>8,} rows  "
                + (f"[red]{rebuilt.differing} differ" if rebuilt.differing else "[green]equal")
                + ("  swapped in" if rebuilt.swapped else "")
            )
            for example in rebuilt.examples:
                console.print(f"    {example}", markup=False)
    return 1 if any(rebuilt.differing for rebuilt in found) else 0


async def _rebuild_view(access: Access, service: Service, view: InlineView, *, swap: bool) -> Rebuilt:
    connection = await asyncpg.connect(access.owner_dsn)
    try:
        with _bar() as progress:
            category = view.decider.category
            total = await connection.fetchval(
                "SELECT count(*) FROM events WHERE stream >= $1 AND stream < $2", f"{category}-", f"{category}."
            )
            bar = progress.add_task(view.name, total=total)
            work = Rebuild(service.department, view, connection)
            return await work.run(app_role=access.app_role, swap=swap, progress=lambda n: progress.advance(bar, n))
    finally:
        await connection.close()
