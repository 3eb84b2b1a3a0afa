"""The decorator that makes a class a published event, and the table of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, dataclass_transform

from shared.published.topics import owner_of

T = TypeVar("T")

TYPES: Final[dict[str, type]] = {}
"""Every published event by its type, such as ``sales.order.placed.v1``. Filled when the owners' files are imported."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def published(type_name: str, *, topic: str) -> Callable[[type[T]], type[T]]:
    """An event that leaves its department as `type_name` on `topic`; the message key is the aggregate's id.

    A breaking change is a new class with the next version beside this one, told side by side.
    """
    if owner_of(topic) != type_name.partition(".")[0] or not type_name.startswith(topic + "."):
        raise ValueError(f"{type_name} does not belong on {topic}")

    def decorate(cls: type[T]) -> type[T]:
        frozen: Any = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        frozen.__published_type__ = type_name
        frozen.__topic__ = topic
        if type_name in TYPES:
            raise ValueError(f"{type_name} is published twice")
        TYPES[type_name] = frozen
        return frozen  # type: ignore[no-any-return]

    return decorate


def type_of(published_event: object) -> str:
    """``sales.order.placed.v1``."""
    name: str = published_event.__published_type__  # type: ignore[attr-defined]
    return name


def topic_of(kind: type) -> str:
    """The topic that events of this kind travel on."""
    name: str = kind.__topic__  # type: ignore[attr-defined]
    return name
