"""Many runs, on as many processes as there are cores; what failed is told with its last steps, and kept."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from deploy.simulation.run import ORDERS, Outcome, furnished, run_seed
from shared.hosting.collecting import collect_seldom
from shared.hosting.parent import end_with_parent
from shared.observability.logging import configure_logging

REGRESSIONS: Final = Path("seeds/regressions.txt")
AT_ONCE: Final = 5
"""Seeds that a process takes at a time."""


@dataclass
class Campaign:
    """What became of all runs so far."""

    runs: int = 0
    steps: int = 0
    commits: int = 0
    seconds: float = 0.0
    struck: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    failures: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """One more run."""
        self.runs += 1
        self.steps += outcome.steps
        self.commits += outcome.commits
        self.struck.update(outcome.struck)
        self.facts.update(outcome.facts)
        if outcome.failure:
            self.failures.append(outcome)

    @property
    def per_minute(self) -> float:
        """How many runs a minute took, on all cores together."""
        return self.runs / self.seconds * 60 if self.seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "runs": self.runs,
            "seconds": round(self.seconds, 1),
            "runs_per_minute": round(self.per_minute),
            "steps": self.steps,
            "commits": self.commits,
            "struck": dict(sorted(self.struck.items())),
            "failures": [{"seed": one.seed, "hash": one.hash, "failure": one.failure} for one in self.failures],
        }


def remembered_seeds(path: Path = REGRESSIONS) -> list[int]:
    """The seeds that once failed: they are run first, for good."""
    if not path.exists():
        return []
    lines = (line.partition("#")[0].strip() for line in path.read_text().splitlines())
    return [int(line) for line in lines if line]


def remember(outcome: Outcome, path: Path = REGRESSIONS) -> None:
    """Adds a seed that failed, with what it showed."""
    if outcome.seed not in remembered_seeds(path):
        path.parent.mkdir(exist_ok=True)
        with path.open("a") as file:
            file.write(f"{outcome.seed}  # {outcome.failure[:160]}\n")


def _prepare() -> None:
    end_with_parent()
    configure_logging("simulation", level="critical")
    furnished()
    collect_seldom()


def _some(seeds: Sequence[int], orders: int) -> list[Outcome]:
    return [run_seed(seed, orders=orders) for seed in seeds]


def run_all(
    seeds: Iterable[int],
    *,
    orders: int = ORDERS,
    processes: int | None = None,
    watch: Callable[[Campaign, Outcome], None] = lambda _, __: None,
) -> Campaign:
    """Runs all of these seeds; `watch` is told of each as it ends."""
    listed = list(dict.fromkeys(seeds))
    campaign = Campaign()
    started = perf_counter()
    for outcome in _outcomes(listed, orders, processes or os.cpu_count() or 1):
        campaign.add(outcome)
        campaign.seconds = perf_counter() - started
        watch(campaign, outcome)
    return campaign


def _outcomes(seeds: Sequence[int], orders: int, processes: int) -> Iterator[Outcome]:
    portions = [seeds[begin : begin + AT_ONCE] for begin in range(0, len(seeds), AT_ONCE)]
    # Spawned, not forked: whoever asks may have threads and an event loop of their own.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_prepare) as pool:
        for outcomes in pool.map(partial(_some, orders=orders), portions):
            yield from outcomes


def say(words: str) -> None:
    """Progress, beside the answer."""
    sys.stderr.write(f"{words}\n")
