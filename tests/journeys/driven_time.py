"""Time in the hands of a journey that is played in memory."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from deploy.journeys.time import morning_of


class DrivenTime:
    """Of a company in this process that does nothing between two calls."""

    def __init__(self, now: Callable[[], datetime], pass_to: Callable[[datetime], Awaitable[None]]) -> None:
        self._now = now
        self._pass_to = pass_to

    def today(self) -> date:
        """By its clock."""
        return self._now().date()

    async def pass_to(self, day: date) -> None:
        """Stopping at each deadline on the way."""
        if morning_of(day) > self._now():
            await self._pass_to(morning_of(day))
