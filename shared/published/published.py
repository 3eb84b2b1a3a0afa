"""The decorator that makes a class a published event, and the table of all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar, dataclass_transform

from shared.kernel.records import record
from shared.published.topics import owner_of

T = TypeVar("T")
E = TypeVar("E")

TYPES: Final[dict[str, type]] = {}
"""Every published event by its type, such as ``sales.order.placed.v1``. Filled when the owners' files are imported."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def published(type_name: str, *, topic: str) -> Callable[[type[T]], type[T]]:
    """An event that leaves its department as `type_name` on `topic`; the message key is the aggregate's id.

    A breaking change is a new class with the next version beside this one, and a step from this one to it (`upcasts`).
    Of one fact only one version is told: those who hear it are upgraded before those who tell it.
    """
    if owner_of(topic) != type_name.partition(".")[0] or not type_name.startswith(topic + "."):
        raise ValueError(f"{type_name} does not belong on {topic}")

    def decorate(cls: type[T]) -> type[T]:
        frozen: Any = record(kw_only=True)(cls)
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


@dataclass(frozen=True, slots=True)
class _Step:
    earlier: type
    upcast: Callable[[Any], Any]


_STEPS: Final[dict[type, _Step]] = {}


def _base_and_version(kind: type) -> tuple[str, int]:
    name: str = kind.__published_type__  # type: ignore[attr-defined]
    base, _, version = name.rpartition(".v")
    return base, int(version)


def upcasts(earlier: type[E], *, to: type[T]) -> Callable[[Callable[[E], T]], Callable[[E], T]]:
    """Marks a pure function as the step from one version of a published event to the next.

    What was told before stays in its owner's outbox as it was told, and may be heard again at any time.
    """
    base, version = _base_and_version(earlier)
    if _base_and_version(to) != (base, version + 1) or topic_of(earlier) != topic_of(to):
        raise ValueError(f"{to.__name__} is not the version after {earlier.__name__}")

    def mark(step: Callable[[E], T]) -> Callable[[E], T]:
        if to in _STEPS:
            raise ValueError(f"{to.__name__} has two steps that lead to it")
        _STEPS[to] = _Step(earlier, step)
        return step

    return mark


def read_as(kind: type) -> Iterator[tuple[type, Callable[[Any], Any]]]:
    """Each version that can be read as `kind`, the newest first, and how it becomes one: itself as it is."""
    version: type = kind
    become: Callable[[Any], Any] = _as_it_is
    yield version, become
    while (step := _STEPS.get(version)) is not None:
        version, become = step.earlier, _after(step.upcast, become)
        yield version, become


def is_latest(kind: type) -> bool:
    """Whether no step leads from it to a later version."""
    return all(step.earlier is not kind for step in _STEPS.values())


def _as_it_is(told: Any) -> Any:
    return told


def _after(first: Callable[[Any], Any], then: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda told: then(first(told))
