"""A clock that only moves when it is told to, and ids that are the same on every run of a seed."""

import random
from datetime import datetime, timedelta
from uuid import UUID


class DrivenClock:
    """Business time in the hands of an import, a test or the simulation. It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The moment it was last moved to."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Jump to `moment`. Raises ValueError for a moment that has passed."""
        if moment < self._now:
            raise ValueError(f"the clock is at {self._now}, and does not go back to {moment}")
        self._now = moment

    def pass_time(self, span: timedelta) -> None:
        """Let so much time pass."""
        self.move_to(self._now + span)


class SeededIds:
    """Ids from a seed, for runs that must repeat."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose, not a secret

    def new(self) -> UUID:
        """The next id of the seed."""
        return UUID(int=self._random.getrandbits(128), version=4)
