"""Whether a department's database has room: what every commit finds out, readiness and a number say."""

import time
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import StoreFull
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.unit import Committed, Unit
from shared.observability.counters import STORE_FULL

BELIEVED_SECONDS: Final = 30.0
"""Longer than Prometheus takes between two looks. After it a process counts as ready again, so that somebody tries."""


class WatchedStore(PostgresEventStore):
    """The store of a process that serves: it remembers whether there was room.

    Only a write can find that out, and probes do not write: a full database answers every question.
    """

    def __init__(self, engine: AsyncEngine, department: str) -> None:
        super().__init__(engine)
        self._full_since = 0.0
        STORE_FULL.labels(department).set_function(lambda: float(self.is_full))

    @property
    def is_full(self) -> bool:
        """A write found no room just now, and none has succeeded since."""
        return time.monotonic() < self._full_since + BELIEVED_SECONDS if self._full_since else False

    async def commit(self, unit: Unit) -> Committed:
        """As the store does, with an eye on what it came to."""
        try:
            # tidy: allow commit-outside-store it is the store itself, watched
            committed = await super().commit(unit)
        except StoreFull:
            self._full_since = time.monotonic()
            raise
        self._full_since = 0.0
        return committed

    async def ready(self) -> None:
        """Returns when the department can serve. Raises StoreUnavailable, StoreFull."""
        if self.is_full:
            raise StoreFull("a write found no room just now")
        await self.next_deadline()
