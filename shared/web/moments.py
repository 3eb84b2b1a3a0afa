"""A document at another moment: as it was by business time, or as we knew it."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

import msgspec
from fastapi import Query
from pydantic import AfterValidator, BeforeValidator

from shared.event_store.codec import Codec
from shared.event_store.port import HistoryEntry
from shared.handling.runtime import Runtime
from shared.kernel.shapes import end_of, happened_at
from shared.projections.view import DocumentView

_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _through_the_day(given: Any) -> Any:
    """A day alone means all of it. What is no day is left to pydantic to refuse."""
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return end_of(date.fromisoformat(given))
        except ValueError:
            return given
    return given


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


def _fact_of(codec: Codec, entry: HistoryEntry) -> Any:
    return codec.event(entry.type, entry.schema_version, entry.data)


async def document_at(
    runtime: Runtime, view: DocumentView[Any], identity: str, as_of: datetime | None, known_at: datetime | None
) -> tuple[Any | None, int]:
    """The document folded from what had happened, and was known, at those moments, and its version then.

    None where there was nothing to show yet.
    """
    state, version, happened = view.decider.initial, 0, _BEGINNING
    for entry in await runtime.store.history(view.decider.stream(identity)):
        fact = _fact_of(runtime.department.codec, entry)
        # What was recorded late counts from when it happened, but builds on what its document had come to before.
        happened = max(happened, happened_at(fact, entry.occurred_at))
        if (as_of is not None and happened > as_of) or (known_at is not None and entry.recorded_at > known_at):
            break
        state, version = view.decider.evolve(state, fact), entry.version
    return (view.read(identity, state) if version else None), version


def history_item(codec: Codec, entry: HistoryEntry) -> dict[str, Any]:
    """One event as `/history` tells it."""
    told = msgspec.json.decode(entry.metadata)
    return {
        "version": entry.version,
        "type": entry.type,
        "occurred_at": happened_at(_fact_of(codec, entry), entry.occurred_at),
        "recorded_at": entry.recorded_at,
        "event_id": entry.event_id,
        "actor": told["actor"],
        "reason": told.get("reason"),
        "command_id": told["command_id"],
        "causation_id": told["causation_id"],
        "correlation_id": told["correlation_id"],
        "data": msgspec.Raw(entry.data if isinstance(entry.data, bytes) else entry.data.encode()),
    }
