"""What happened in a run, step by step: the last steps to read, and one hash over all of them to compare runs by."""

import asyncio
from collections import deque
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

LAST_STEPS: Final = 200


@dataclass
class _Step:
    moment: float
    who: str
    what: str
    again: int = 0
    until: float = 0.0

    def __str__(self) -> str:
        told = f"{self.moment:11.4f} {self.who:<20} {self.what}"
        return f"{told} (and {self.again} times more until {self.until:.4f})" if self.again else told


class Trace:
    """The story of one run."""

    def __init__(self, *, keep: int | None = LAST_STEPS) -> None:
        """Keeps the last steps, or all of them when `keep` is None."""
        self.steps = 0
        self._last: deque[_Step] = deque(maxlen=keep)
        self._hash = blake2b(digest_size=16)

    def __call__(self, who: str, what: str) -> None:
        """One more step."""
        self.steps += 1
        step = _Step(asyncio.get_running_loop().time(), who, what)
        self._hash.update(str(step).encode())
        before = self._last[-1] if self._last else None
        if before is not None and (before.who, before.what) == (who, what):
            before.again, before.until = before.again + 1, step.moment
        else:
            self._last.append(step)

    @property
    def hash(self) -> str:
        """The same for two runs if, and only if, the same steps happened at the same moments."""
        return self._hash.hexdigest()

    def last(self) -> list[str]:
        """The last steps, oldest first. What is done again and again is one line, so that the steps before it stay."""
        return [str(step) for step in self._last]
