"""Runs every invariant and says what became of each."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.embedded.company import Access
from deploy.proof import business, record, waiting
from deploy.proof.evidence import Evidence, evidence
from deploy.proof.record import is_at_rest
from deploy.proof.verdict import Verdict

PATIENCE_SECONDS: Final = 10.0
_POLL_SECONDS: Final = 0.1


async def prove(
    access: Mapping[str, Access], *, now: datetime | None = None, patience_seconds: float = PATIENCE_SECONDS
) -> list[Verdict]:
    """All verdicts, by the number of their invariant. `now` is the company's time, where that is driven.

    Departments agree when each has heard what the others told: a company at work is given some seconds for that.
    """
    async with evidence(access, now) as found:
        await _rest(found, patience_seconds)
        checks = (*business.CHECKS, *record.CHECKS, *waiting.CHECKS)
        verdicts = [await check(found) for check in checks]
    return sorted(verdicts, key=lambda verdict: int(verdict.id[1:]))


async def _rest(found: Evidence, patience_seconds: float) -> None:
    """Waits until all that was told is heard. What never comes is a breach of I9 or I10, not of our patience."""
    for _ in range(round(patience_seconds / _POLL_SECONDS)):
        if await is_at_rest(found):
            return
        await asyncio.sleep(_POLL_SECONDS)


def is_empty(verdicts: Iterable[Verdict]) -> bool:
    """Nothing was there to look at: the company has not begun."""
    return not any(verdict.looked_at for verdict in verdicts)


def proven(verdicts: Sequence[Verdict]) -> bool:
    """Every invariant holds, of a company in which something has happened."""
    return not is_empty(verdicts) and all(verdict.holds for verdict in verdicts)


def _words(verdict: Verdict) -> str:
    if verdict.breaches:
        return "[red]BREACHED"
    if verdict.looked_at:
        return "[green]holds"
    return f"[yellow]{verdict.may_be_empty}" if verdict.may_be_empty else "[red]NOTHING TO SEE"


def print_proof(console: Console, verdicts: Sequence[Verdict]) -> None:
    """A table, with every breach below it."""
    if is_empty(verdicts):
        console.print("[red]there is nothing to prove: nothing has happened in this company yet")
        return
    table = Table(title_justify="left")
    table.add_column("")
    table.add_column("invariant")
    table.add_column("looked at", justify="right")
    table.add_column("verdict")
    for verdict in verdicts:
        table.add_row(verdict.id, verdict.rule, f"{verdict.looked_at:,}", _words(verdict))
    console.print(table)
    for verdict in verdicts:
        for breach in verdict.breaches:
            console.print(f"[red]{verdict.id}[/]: {escape(breach)}")


def as_json(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The proof for machines."""
    return {
        "holds": proven(verdicts),
        "empty": is_empty(verdicts),
        "invariants": [{**asdict(verdict), "holds": verdict.holds} for verdict in verdicts],
    }
