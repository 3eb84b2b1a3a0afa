"""Watches the event loop: a step that takes long keeps requests, heartbeats and everything else waiting."""

import asyncio
from typing import Final

import structlog

from shared.observability.counters import LOOP_BLOCKED_SECONDS

EVERY_SECONDS: Final = 0.25
REMEMBERED_SECONDS: Final = 60.0
WORTH_A_LINE_SECONDS: Final = 1.0

log = structlog.get_logger("process")


class LoopWatch:
    """How long the loop of this process was blocked, at worst, within the last minute."""

    def __init__(self, department: str) -> None:
        self._department = department
        self._gauge = LOOP_BLOCKED_SECONDS.labels(department)
        self._worst = 0.0
        self._forget_at = 0.0

    async def run(self) -> None:
        """Sleeps, and looks how much later than asked it was woken, for ever."""
        clock = asyncio.get_running_loop().time
        while True:
            asked = clock() + EVERY_SECONDS
            await asyncio.sleep(EVERY_SECONDS)
            self._saw(clock() - asked, clock())

    def _saw(self, late: float, now: float) -> None:
        if late >= WORTH_A_LINE_SECONDS:
            log.warning("loop-blocked", department=self._department, seconds=round(late, 2))
        if late >= self._worst or now >= self._forget_at:
            self._worst, self._forget_at = late, now + REMEMBERED_SECONDS
            self._gauge.set(late)
