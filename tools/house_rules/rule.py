"""What a rule is: a stable code and a function from one source file to what it finds there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.house_rules.source import Source

Check = Callable[[Source], Iterator[tuple[int, str]]]


@dataclass(frozen=True)
class Rule:
    """A check yields a line and what to say about it; the code is how people refer to the rule."""

    code: str
    check: Check


def rule(code: str) -> Callable[[Check], Rule]:
    """Give a check its code."""
    return lambda check: Rule(code, check)
