"""Decorators that turn a class into a frozen, keyword-only record: event, command, state, document.

They are dataclasses with slots, so that the domain needs no third-party import and type checkers
see frozen fields. An event also carries the name and version under which it is stored for ever.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar, dataclass_transform

from shared.kernel.days import end_of
from shared.kernel.records import record

T = TypeVar("T")


class StoredEvent(Protocol):
    """What every class decorated with `event` offers: the name and version it is stored under."""

    __event_name__: ClassVar[str]
    __event_version__: ClassVar[int]
    __event_happened__: ClassVar[str | None]


def _frozen(cls: type[T]) -> type[T]:
    return record(kw_only=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str, version: int = 1, *, happened: str | None = None) -> Callable[[type[T]], type[T]]:
    """A private fact, past tense, stored for ever under `name` (such as ``contract.signed``) and `version`.

    Change it by a new version and an upcaster, never in place. The stream's id is in the envelope and is
    not repeated in the payload. `happened` names the field, a day or a moment, by which somebody may record
    later what happened before: money that came in last week.
    """
    if name != name.lower() or "." not in name:
        raise ValueError(f"an event's stored name reads noun.happened in lower case, not {name!r}")

    def decorate(cls: type[T]) -> type[T]:
        if happened is not None and happened not in cls.__annotations__:
            raise ValueError(f"{name} has no field {happened!r} that could say when it happened")
        frozen: Any = _frozen(cls)
        frozen.__event_name__ = name
        frozen.__event_version__ = version
        frozen.__event_happened__ = happened
        return frozen  # type: ignore[no-any-return]

    return decorate


def happened_at(fact: Any, occurred_at: datetime) -> datetime:
    """When it happened in business terms: by its own words, and never after `occurred_at`, when it was decided.

    A day alone counts from its end, in UTC: whatever else happened on that day came before.
    """
    named: str | None = fact.__event_happened__
    said: date | datetime | None = None if named is None else getattr(fact, named)
    if said is None:
        return occurred_at
    moment = said if isinstance(said, datetime) else end_of(said)
    return min(moment, occurred_at)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def command(cls: type[T]) -> type[T]:
    """What somebody asks for: imperative and noun. Time, ids and the person come in with it."""
    return _frozen(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def state(cls: type[T]) -> type[T]:
    """One stage of an aggregate's life: only the fields that exist at that stage."""
    return _frozen(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def part(cls: type[T]) -> type[T]:
    """A piece of events, commands, states and documents: a line, an address, an instalment."""
    return _frozen(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def document(cls: type[T]) -> type[T]:
    """What a reader sees of one aggregate now: a flat read model, made from its state."""
    return _frozen(cls)
