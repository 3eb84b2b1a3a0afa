"""Fires deadlines: each due row becomes a command to its stream and is removed in the same transaction."""

import asyncio
from datetime import datetime
from typing import Final

import structlog

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Cause, DeadlineRow
from shared.handling.work import ByDeadline, Work
from shared.handling.writer import Writer
from shared.kernel.clock import derived_id
from shared.kernel.decider import DeadlinePassed, Send, StreamId
from shared.kernel.rejection import Rejection
from shared.observability.counters import DEADLINES_OVERDUE, OLDEST_OVERDUE_SECONDS

LIMIT: Final = 200
LONGEST_NAP_SECONDS: Final = 1.0

log = structlog.get_logger("deadlines")


class Deadlines:
    """One department's timers."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._store = writer.handler.store
        self._clock = writer.handler.clock
        self._department = writer.handler.department

    async def fire_due(self) -> int:
        """Fires what is due now, earliest first; how many there were. A rejection by the decider settles it too."""
        now = self._clock.now()
        due = await self._store.due_deadlines(now, LIMIT)
        results = await self._writer.perform_all([self._work(row, now) for row in due])
        overdue: list[datetime] = []
        for row, result in zip(due, results, strict=True):
            if isinstance(result, Rejection):
                await self._writer.perform(self._work(row, now, claim_only=True))
                log.warning("deadline-rejected", stream=row.stream, name=row.name, code=result.code)
            elif isinstance(result, Exception):
                log.error("deadline-failed", stream=row.stream, name=row.name, error=repr(result))
                overdue.append(row.due_at)
        DEADLINES_OVERDUE.labels(self._department.name).set(len(overdue))
        oldest = (now - min(overdue, default=now)).total_seconds()
        OLDEST_OVERDUE_SECONDS.labels(self._department.name).set(oldest)
        return len(due)

    def _work(self, row: DeadlineRow, now: datetime, *, claim_only: bool = False) -> Work:
        decider = self._department.decider_of(row.stream)
        passed = DeadlinePassed(stream=StreamId(row.stream), name=row.name, due=row.due_at, now=now)
        cause_id = derived_id("deadline", self._department.name, row.stream, row.name, row.due_at.isoformat())
        sends = () if claim_only else (Send(decider.on_deadline[row.name](passed), row.stream),)
        return Work(
            sends=sends,
            cause=Cause(
                command_id=cause_id,
                actor=f"deadline:{row.name}",
                correlation_id=row.correlation_id,
                causation_id=cause_id,
                occurred_at=now,
            ),
            once=ByDeadline(stream=row.stream, name=row.name, due=row.due_at),
        )

    async def run(self) -> None:
        """Fires for ever, sleeping until the next deadline or for a second, whichever is sooner."""
        while True:
            try:
                fired = await self.fire_due()
            except StoreUnavailable as error:
                log.warning("database-away", department=self._department.name, detail=str(error))
                fired = 0
            if fired < LIMIT:
                await asyncio.sleep(LONGEST_NAP_SECONDS)
