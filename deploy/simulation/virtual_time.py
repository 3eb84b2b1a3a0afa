"""Time that passes only when nobody has anything to do: an event loop without sockets, sleeps and a wall clock."""

import asyncio
from asyncio import base_events
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

T = TypeVar("T")

LONGEST_STEP_SECONDS: Final = 3600.0


class Stalled(Exception):
    """Everybody waits for somebody, and nobody for the time: nothing will ever happen again."""


class _Selector:
    """Where a real loop would sleep, the clock is moved instead."""

    def __init__(self, loop: "VirtualLoop") -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        """No file ever becomes ready; the time asked for passes at once."""
        if timeout is None:
            raise Stalled("nobody waits for the time any more")
        self._loop.pass_time(timeout)
        return []

    def close(self) -> None:
        """Nothing is open."""


class VirtualLoop(base_events.BaseEventLoop):
    """An event loop of its own, whose time is exact: two runs of the same coroutines interleave in the same way."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._scheduled: list[asyncio.TimerHandle]  # the base class's heap of timers
        self._selector = _Selector(self)
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._now

    def pass_time(self, seconds: float) -> None:
        """Moves the clock, to the next timer."""
        if seconds > 0:
            # The timer's own moment, where the sum would miss it by a rounding: it must be due after the step.
            after = self._now + min(seconds, LONGEST_STEP_SECONDS)
            due = self._scheduled[0].when() if self._scheduled else after
            self._now = max(after, due) if due - after < 1e-6 else after

    def _process_events(self, event_list: list[Any]) -> None:
        """No files, no events."""

    def _write_to_self(self) -> None:
        """Nobody speaks to this loop from another thread."""


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Runs it to its end on a loop of its own; what it left behind is cancelled."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(main)
    finally:
        try:
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        finally:
            asyncio.set_event_loop(None)
            loop.close()


class SimulatedClock:
    """Business time: passes with the loop's, and leaps where the company sleeps over days."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def now(self) -> datetime:
        """The present moment of the simulated company."""
        return self._start + timedelta(seconds=asyncio.get_running_loop().time())

    def leap(self, span: timedelta) -> None:
        """So much time passes at once."""
        self._start += span
