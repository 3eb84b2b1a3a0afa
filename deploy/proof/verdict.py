"""What became of one invariant, and how a check says so."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Self, TypeVar

from shared.kernel.money import Money

K = TypeVar("K")
N = TypeVar("N", int, Decimal)
E = TypeVar("E")

MOST_TOLD: Final = 20

Check = Callable[[E], Awaitable["Verdict"]]


@dataclass(frozen=True)
class Verdict:
    """What became of one invariant. Looking at nothing proves nothing: then it does not hold.

    `may_be_empty` says why there may be nothing to look at; where it is given, nothing to look at is no breach.
    """

    id: str
    rule: str
    looked_at: int
    breaches: tuple[str, ...]
    may_be_empty: str = ""

    @property
    def holds(self) -> bool:
        """No breach, and something was looked at where there must be something."""
        return not self.breaches and (self.looked_at > 0 or bool(self.may_be_empty))


@dataclass
class Found:
    """How much a check has looked at, and what it found wrong with it."""

    looked_at: int = 0
    breaches: list[str] = field(default_factory=list)

    def breach(self, words: str) -> None:
        """Something is wrong: the words name the document."""
        self.breaches.append(words)

    def require(self, holds: bool, words: str) -> None:
        """Looks at one more thing, which must hold."""
        self.looked_at += 1
        if not holds:
            self.breach(words)

    def same(self, what: str, is_: object, should_be: object) -> None:
        """Looks at one more figure, which must be as it should."""
        self.looked_at += 1
        if is_ != should_be:
            self.breach(f"{what}: {_shown(is_)}, and should be {_shown(should_be)}")

    def same_sums(self, what: str, are: Mapping[K, Decimal | int], should_be: Mapping[K, Decimal | int]) -> None:
        """Looks at every figure of two tables, in which nothing is as good as zero."""
        for key in sorted({*are, *should_be}, key=str):
            shown = " ".join(str(word) for word in key if word != "") if isinstance(key, tuple) else key
            self.same(f"{what} {shown}", are.get(key, 0), should_be.get(key, 0))

    def told(self) -> list[str]:
        """The first breaches, and how many more there are."""
        if len(self.breaches) <= MOST_TOLD:
            return self.breaches
        return [*self.breaches[:MOST_TOLD], f"and {len(self.breaches) - MOST_TOLD} more"]


class Totals(dict[K, N]):
    """Numbers, summed by key."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[K, N]]) -> Self:
        """The totals of all that is said by key."""
        totals: Self = cls()
        for key, number in pairs:
            totals.add(key, number)
        return totals

    def add(self, key: K, number: N) -> None:
        """Adds to what is there."""
        self[key] = self.get(key, 0) + number

    def minus(self, other: Mapping[K, N]) -> Self:
        """These, less the others."""
        left = type(self)(self)
        for key, number in other.items():
            left.add(key, -number)
        return left


class Sums(Totals[K, int]):
    """Amounts in minor units, summed by key."""


class Units(Totals[K, Decimal]):
    """Quantities, summed by key."""


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, int | Money):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return repr(value)
