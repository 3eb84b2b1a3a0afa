"""What a journey costs with many stored events over one with few: two companies, asked in turn.

Both are alike but for what they have stored, both are measured in the same minute, and neither has anything left to do
for what it wrote before: what the machine does beside meets both, and their ratio leaves it out.
"""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg

from deploy.bench import cpu
from deploy.bench.load import Load
from deploy.embedded.company import Access, database_of
from deploy.embedded.keeper import descendants
from deploy.embedded.postgres import PostgresServer

ROUNDS: Final = 20
JOURNEYS: Final = 6
"""In each round, of each company."""
WARM_UP: Final = 20
"""Journeys that fill caches and let every connection prepare its statements."""


@dataclass
class Grown:
    """A company, and what its journeys cost."""

    server: PostgresServer
    access: Mapping[str, Access]
    pid: int
    load: Load
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)

    async def round(self) -> None:
        """Some journeys, one after the other, and what they cost with all processes of the company."""
        before = self._cpu()
        self.seconds.append(await self.load.one_by_one(JOURNEYS))
        self.cpu_seconds.append((self._cpu() - before) / JOURNEYS)

    def _cpu(self) -> float:
        return cpu.total([self.pid, *descendants(self.pid)])

    async def settle(self) -> None:
        """What PostgreSQL would do by and by for what was written: dead rows, statistics, pages that wait."""
        for name in self.access:
            connection = await asyncpg.connect(**self.server.connect_kwargs(database_of(name)))
            await connection.execute("VACUUM ANALYZE")
            await connection.close()
        connection = await asyncpg.connect(**self.server.connect_kwargs("postgres"))
        await connection.execute("CHECKPOINT")
        await connection.close()

    async def events(self) -> int:
        """Events in all five logs."""
        found = 0
        for way in self.access.values():
            connection = await asyncpg.connect(way.owner_dsn)
            found += await connection.fetchval("SELECT sum(position)::bigint FROM log_head")
            await connection.close()
        return found


async def slowdown(young: Grown, old: Grown) -> dict[str, Any]:
    """The medians over all pairs of rounds, of the time that passed and of the CPU time."""
    for company in (young, old):
        await company.load.one_by_one(WARM_UP)
        await company.settle()
    events = [await young.events(), await old.events()]
    for number in range(ROUNDS):
        for company in (young, old) if number % 2 else (old, young):
            await company.round()
    return {
        "slowdown_at_100k": _ratio(young.seconds, old.seconds),
        "slowdown_cpu_at_100k": _ratio(young.cpu_seconds, old.cpu_seconds),
        "slowdown": {
            "events": events,
            "journey_ms": [_median_ms(young.seconds), _median_ms(old.seconds)],
            "cpu_ms": [_median_ms(young.cpu_seconds), _median_ms(old.cpu_seconds)],
            "middle_half": _middle_half(young.seconds, old.seconds),
        },
    }


def _ratios(young: list[float], old: list[float]) -> list[float]:
    return [late / early for early, late in zip(young, old, strict=True)]


def _ratio(young: list[float], old: list[float]) -> float:
    return round(statistics.median(_ratios(young, old)), 2)


def _middle_half(young: list[float], old: list[float]) -> list[float]:
    """Between which two figures half of the pairs lie: how much the figure is worth."""
    low, _, high = statistics.quantiles(_ratios(young, old), n=4)
    return [round(low, 2), round(high, 2)]


def _median_ms(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 1)
