"""Time in the hands of a journey: it lets days pass, and each department does what its days ask for."""

from datetime import UTC, date, datetime, time
from typing import Protocol

from shared.clocks.shifted import ShiftedClock

MORNING = time(7)
"""When staff come to work: what the day's beginning asks for is done by then."""


class Time(Protocol):
    """How a journey moves on."""

    def today(self) -> date:
        """The business day."""
        ...

    async def pass_to(self, day: date) -> None:
        """Lets it be the morning of that day. A day that has come already changes nothing."""
        ...


class ShiftedTime:
    """Of a company whose clocks are ahead of the wall by what a file says, in this process or in others."""

    def __init__(self, clock: ShiftedClock) -> None:
        self._clock = clock

    def today(self) -> date:
        """By that clock."""
        return self._clock.now().date()

    async def pass_to(self, day: date) -> None:
        """Everybody reads the file: they notice within a second."""
        self._clock.move_to(morning_of(day))


def morning_of(day: date) -> datetime:
    """When that day begins for the staff."""
    return datetime.combine(day, MORNING, tzinfo=UTC)
