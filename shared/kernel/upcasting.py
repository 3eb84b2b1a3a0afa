"""How an old shape of a stored event is read as the next: one step each, from JSON to JSON."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Upcaster = Callable[[Json], Json]


def upcast(name: str, *, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Marks one step of history's translation: the old shape in, the next version's shape out."""

    def mark(step: Upcaster) -> Upcaster:
        step.__upcasts__ = (name, from_version)  # type: ignore[attr-defined]
        return step

    return mark
