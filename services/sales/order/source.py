"""Where a noted fact came from: the message of another department that told of it."""

from datetime import datetime
from typing import Any

from shared.kernel.decider import Fact
from shared.kernel.shapes import part


@part
class Source:
    """The message's id, the stream and version that it told of, when that happened, and which person did it.

    `by` is empty where it followed by rule, or where the message did not say.
    """

    event_id: str
    stream: str
    version: int
    at: datetime
    by: str = ""

    def supersedes(self, known: "Source | None") -> bool:
        """Whether it is newer than what is known; within one stream the version tells, between streams the time."""
        if known is None:
            return True
        if self.stream == known.stream:
            return self.version > known.version
        return self.at >= known.at


def source_of(fact: Fact[Any]) -> Source:
    """The source of a heard fact."""
    return Source(
        event_id=str(fact.event_id),
        stream=fact.stream,
        version=fact.version,
        at=fact.occurred_at,
        by=fact.person or "",
    )
