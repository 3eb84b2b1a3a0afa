"""The real clock and real ids, for everything that runs in the real world."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7


class WallClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


class TimeOrderedIds:
    """UUID version 7: new rows land at the end of their index. Source: RFC 9562."""

    def new(self) -> UUID:
        """An id nobody has seen before."""
        return uuid7()
