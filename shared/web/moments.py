"""A document at another moment: as it was by business time, or as we knew it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeVar

import msgspec
from fastapi import Query
from pydantic import AfterValidator, BeforeValidator

from shared.event_store.codec import Codec
from shared.event_store.port import HistoryEntry
from shared.event_store.unit import HistoryEvent
from shared.handling.runtime import Runtime
from shared.kernel.days import end_of
from shared.kernel.decider import Decider, StreamId
from shared.kernel.shapes import happened_at
from shared.projections.view import DocumentView
from shared.web.fields import written_moment

S = TypeVar("S")
_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _through_the_day(given: Any) -> Any:
    """A day alone means all of it. Which day there is not is left to pydantic to refuse."""
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return end_of(date.fromisoformat(given))
        except ValueError:
            return given
    return written_moment(given)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


AsOf = Annotated[
    datetime | None,
    BeforeValidator(_through_the_day),
    AfterValidator(_aware),
    Query(description="as it was at that business time; a day alone means through its end, in UTC"),
]
KnownAt = Annotated[
    datetime | None,
    BeforeValidator(_through_the_day),
    AfterValidator(_aware),
    Query(description="as we knew it at that time; a day alone means through its end, in UTC"),
]


def _event_of(codec: Codec, entry: HistoryEntry) -> Any:
    return codec.event(entry.type, entry.schema_version, entry.data)


@dataclass(frozen=True, slots=True)
class PastFact:
    """A fact with its entry in the record."""

    entry: HistoryEntry
    data: Any

    @property
    def cause(self) -> Mapping[str, Any]:
        """Who did it and why, and what led to it, as it was recorded."""
        told: Mapping[str, Any] = msgspec.json.decode(self.entry.metadata)
        return told


async def facts_at(
    runtime: Runtime, stream: StreamId, as_of: datetime | None, known_at: datetime | None
) -> list[PastFact]:
    """The facts of a stream that had happened, and were known, at those moments, oldest first."""
    found: list[PastFact] = []
    happened = _BEGINNING
    for entry in await runtime.store.history(stream):
        event = _event_of(runtime.department.codec, entry)
        # What was recorded late counts from when it happened, but builds on what its document had come to before.
        happened = max(happened, happened_at(event, entry.occurred_at))
        if (as_of is not None and happened > as_of) or (known_at is not None and entry.recorded_at > known_at):
            break
        found.append(PastFact(entry=entry, data=event))
    return found


async def facts_since(
    runtime: Runtime, decider: Decider[S], identities: Iterable[object], moment: datetime
) -> list[tuple[S, list[Any]]]:
    """Of each of these aggregates the state, and the facts up to it that were recorded after that moment.

    Both are read from the record, so that whoever takes the facts off the state has it as it was known then.
    """
    codec, streams = runtime.department.codec, [decider.stream(identity) for identity in identities]
    histories: dict[StreamId, list[HistoryEvent]] = {stream: [] for stream in streams}
    for one in sorted(await runtime.store.load(dict.fromkeys(streams, 0)), key=lambda one: one.version):
        histories[one.stream].append(one)
    found: list[tuple[S, list[Any]]] = []
    for stream in streams:
        state, version = codec.fold(decider, histories[stream], decider.initial, 0)
        entries = await runtime.store.history(stream, since=moment) if version else []
        found.append((state, [_event_of(codec, entry) for entry in entries if entry.version <= version]))
    return found


async def document_at(
    runtime: Runtime, view: DocumentView[Any], identity: str, as_of: datetime | None, known_at: datetime | None
) -> tuple[Any | None, int]:
    """The document folded from what had happened, and was known, at those moments, and its version then.

    None where there was nothing to show yet.
    """
    found = await facts_at(runtime, view.decider.stream(identity), as_of, known_at)
    if not found:
        return None, 0
    state = view.decider.fold(past.data for past in found)
    return view.read(identity, state), found[-1].entry.version


def history_item(codec: Codec, entry: HistoryEntry) -> dict[str, Any]:
    """One event as `/history` tells it."""
    told = msgspec.json.decode(entry.metadata)
    return {
        "version": entry.version,
        "type": entry.type,
        "occurred_at": happened_at(_event_of(codec, entry), entry.occurred_at),
        "recorded_at": entry.recorded_at,
        "event_id": entry.event_id,
        "actor": told["actor"],
        "reason": told.get("reason"),
        "command_id": told["command_id"],
        "causation_id": told["causation_id"],
        "correlation_id": told["correlation_id"],
        "data": msgspec.Raw(entry.data if isinstance(entry.data, bytes) else entry.data.encode()),
    }
