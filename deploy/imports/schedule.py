"""What is still to be done, by business time. Everything of one moment is done together."""

import heapq
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

Step = Callable[[], Awaitable[Any]]
"""Does something; answers with the step that follows once everybody has heard of it, or with None."""


@dataclass(frozen=True, slots=True)
class Task:
    """A step, and the row of the files that it is about, for naming it when it is refused."""

    about: int
    step: Step


@dataclass
class Schedule:
    """Tasks by moment. A task of a known name is not scheduled twice."""

    _heap: list[tuple[datetime, int, Task]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _order: Iterator[int] = field(default_factory=count)

    def add(self, at: datetime, name: str, task: Task) -> None:
        """To be done then."""
        if name not in self._known:
            self._known.add(name)
            heapq.heappush(self._heap, (at, next(self._order), task))

    def next_moment(self) -> tuple[datetime, list[Task]] | None:
        """The earliest moment, and everything to be done then; None when all is done."""
        if not self._heap:
            return None
        at = self._heap[0][0]
        tasks: list[Task] = []
        while self._heap and self._heap[0][0] == at:
            tasks.append(heapq.heappop(self._heap)[2])
        return at, tasks
