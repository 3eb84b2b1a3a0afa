"""Runs every invariant and says what became of each."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from deploy.embedded.company import Access
from deploy.proof import business, record
from deploy.proof.evidence import Verdict, evidence


async def prove(access: Mapping[str, Access], *, now: datetime | None = None) -> list[Verdict]:
    """All verdicts, by the number of their invariant. `now` is the company's time, where that is driven."""
    async with evidence(access) as found:
        verdicts = [await check(found) for check in business.CHECKS]
        verdicts += [
            await record.outbox_is_gapless(found),
            await record.heard_is_what_was_told(found),
            await record.heard_in_order(found),
            await record.effects_once(found),
            await record.views_equal_the_log(found),
            await record.chains_hold(found),
            await record.nobody_waits_unnoticed(found, now),
        ]
    return sorted(verdicts, key=lambda verdict: int(verdict.id[1:]))


def print_proof(console: Console, verdicts: list[Verdict]) -> None:
    """A table, with every breach below it."""
    table = Table(title_justify="left")
    for heading, justify in (("", "left"), ("invariant", "left"), ("looked at", "right"), ("verdict", "left")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for verdict in verdicts:
        words = "[green]holds" if verdict.holds else ("[red]BREACHED" if verdict.breaches else "[red]NOTHING TO SEE")
        table.add_row(verdict.id, verdict.rule, f"{verdict.looked_at:,}", words)
    console.print(table)
    for verdict in verdicts:
        for breach in verdict.breaches:
            console.print(f"[red]{verdict.id}[/]: {breach}")


def as_json(verdicts: list[Verdict]) -> dict[str, Any]:
    """The proof for machines."""
    return {
        "holds": all(verdict.holds for verdict in verdicts),
        "invariants": [{**asdict(verdict), "holds": verdict.holds} for verdict in verdicts],
    }
