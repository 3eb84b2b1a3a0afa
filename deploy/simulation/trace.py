"""What happened in a run, step by step: the last steps to read, and one hash over all of them to compare runs by."""

import asyncio
from collections import deque
from hashlib import blake2b
from typing import Final

LAST_STEPS: Final = 200


class Trace:
    """The story of one run."""

    def __init__(self, *, keep: int | None = LAST_STEPS) -> None:
        """Keeps the last steps, or all of them when `keep` is None."""
        self.steps = 0
        self._last: deque[str] = deque(maxlen=keep)
        self._hash = blake2b(digest_size=16)

    def __call__(self, who: str, what: str) -> None:
        """One more step."""
        self.steps += 1
        step = f"{asyncio.get_running_loop().time():11.4f} {who:<20} {what}"
        self._last.append(step)
        self._hash.update(step.encode())

    @property
    def hash(self) -> str:
        """The same for two runs if, and only if, the same steps happened at the same moments."""
        return self._hash.hexdigest()

    def last(self) -> list[str]:
        """The last steps, oldest first."""
        return list(self._last)
