"""Where time and ids come from. The domain never asks; the shell asks these ports and passes the answers in."""

from datetime import datetime
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5


class Clock(Protocol):
    """Tells the time, always aware and in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class Ids(Protocol):
    """Hands out new ids, ordered by time where the adapter can."""

    def new(self) -> UUID:
        """An id nobody has seen before."""
        ...


_DERIVED = uuid5(NAMESPACE_URL, "o2c/derived")


def derived_id(*parts: object) -> UUID:
    """The same id for the same parts, for ever: what a reaction makes is named after its cause.

    A redelivered message then names the same documents again, and doubling them cannot be expressed.
    """
    return uuid5(_DERIVED, "/".join(str(part) for part in parts))
