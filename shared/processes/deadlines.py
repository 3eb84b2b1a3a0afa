"""Fires deadlines: each due row becomes a command to its stream and is removed in the same transaction."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Cause, DeadlineRow
from shared.handling.work import ByDeadline, Work
from shared.handling.writer import Writer
from shared.kernel.clock import derived_id
from shared.kernel.decider import DeadlinePassed, Send, StreamId
from shared.kernel.rejection import Rejection
from shared.observability.counters import DEADLINES_OVERDUE, OLDEST_OVERDUE_SECONDS

PAGE: Final = 200
NAP_SECONDS: Final = 1.0

log = structlog.get_logger("deadlines")


def cause_of(department: str, row: DeadlineRow) -> UUID:
    """The id of the firing, from which what it leads to has its ids: the same for the same setting, for ever."""
    which = ("deadline", department, row.stream, row.name, row.due_at.isoformat())
    return derived_id(*which) if row.set_by is None else derived_id(*which, row.set_by)


class Deadlines:
    """One department's timers."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._store = writer.handler.store
        self._clock = writer.handler.clock
        self._department = writer.handler.department

    async def fire_due(self) -> int:
        """Fires all that is due now, earliest first; how many there were. A rejection by the decider settles it too.

        What cannot be fired stays, and is tried again the next time: it keeps nothing else from being fired.
        """
        now = self._clock.now()
        due = await self._store.due_deadlines(now, PAGE)
        there, overdue = len(due), await self._fire(due, now)
        while len(due) == PAGE:
            due = await self._store.due_deadlines(now, PAGE, due[-1])
            there += len(due)
            overdue += await self._fire(due, now)
        DEADLINES_OVERDUE.labels(self._department.name).set(len(overdue))
        oldest = (now - min(overdue, default=now)).total_seconds()
        OLDEST_OVERDUE_SECONDS.labels(self._department.name).set(oldest)
        return there

    async def _fire(self, due: Sequence[DeadlineRow], now: datetime) -> list[datetime]:
        """Since when those are due that could not be fired."""
        overdue: list[datetime] = []
        works: list[tuple[DeadlineRow, Work]] = []
        for row in due:
            try:
                works.append((row, self._work(row, now)))
            except Exception as fault:  # such as a name that only the next version knows, which has been rolled back
                _log_failed(row, fault)
                overdue.append(row.due_at)
        results = await self._writer.perform_all([work for _, work in works])
        for (row, _), result in zip(works, results, strict=True):
            if isinstance(result, Rejection):
                await self._writer.perform(self._work(row, now, claim_only=True))
                log.warning("deadline-rejected", stream=row.stream, name=row.name, code=result.code)
            elif isinstance(result, Exception):
                _log_failed(row, result)
                overdue.append(row.due_at)
        return overdue

    def _work(self, row: DeadlineRow, now: datetime, *, claim_only: bool = False) -> Work:
        decider = self._department.decider_of(row.stream)
        passed = DeadlinePassed(stream=StreamId(row.stream), name=row.name, due=row.due_at, now=now)
        cause_id = cause_of(self._department.name, row)
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
            once=ByDeadline(claim=row.claim()),
        )

    async def run(self) -> None:
        """Fires for ever, with a nap after all that was due."""
        while True:
            try:
                await self.fire_due()
            except StoreUnavailable as error:
                log.warning("database-away", department=self._department.name, detail=str(error))
            await asyncio.sleep(NAP_SECONDS)


def _log_failed(row: DeadlineRow, fault: Exception) -> None:
    log.error("deadline-failed", stream=row.stream, name=row.name, error=repr(fault))
