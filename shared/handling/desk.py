"""The states that a batch of works reads and changes, and the cache that lets the next batch skip reading them."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from shared.event_store.port import EventStore
from shared.event_store.unit import DeadlineName, DeadlineRow, Message
from shared.handling.department import Department
from shared.kernel.decider import Fact, StreamId
from shared.kernel.records import record

CACHED_STREAMS: Final = 20_000


@record
class Held:
    """A state and the version it stands at."""

    state: Any
    version: int


class StateCache:
    """Folded states by stream, least recently used dropped first.

    A cached state may be behind the database. That is safe: appending checks the version, and what a decision
    only read is checked by the commit; a refusal is never given on a cached state that was not read again.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[StreamId, Held] = OrderedDict()

    def get(self, stream: StreamId) -> Held | None:
        """What is held of the stream."""
        held = self._held.get(stream)
        if held is not None:
            self._held.move_to_end(stream)
        return held

    def put(self, stream: StreamId, held: Held) -> None:
        """Remember, and forget the least recently used beyond CACHED_STREAMS."""
        self._held[stream] = held
        self._held.move_to_end(stream)
        if len(self._held) > CACHED_STREAMS:
            self._held.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()


@dataclass(slots=True)
class Draft:
    """What one work wants to write at one moment, on top of what the works before it in the batch wrote."""

    now: datetime
    states: dict[StreamId, Held] = field(default_factory=dict)
    facts: list[Fact[Any]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    deadlines: dict[tuple[StreamId, str], DeadlineRow | DeadlineName] = field(default_factory=dict)
    seen: dict[StreamId, int] = field(default_factory=dict)
    next_ordinal: int = 0

    def event_ids(self) -> tuple[UUID, ...]:
        """The ids of the facts it makes."""
        return tuple(fact.event_id for fact in self.facts)


class Desk:
    """The working set of one try at a batch."""

    def __init__(self, department: Department, store: EventStore, cache: StateCache) -> None:
        self._department = department
        self._store = store
        self._cache = cache
        self._loaded: dict[StreamId, Held] = {}
        self._written: dict[StreamId, Held] = {}
        self._fresh: set[StreamId] = set()

    async def prepare(self, streams: Iterable[StreamId]) -> None:
        """Makes sure that these streams are here, from the cache or in one load."""
        missing: dict[StreamId, int] = {}
        for stream in streams:
            if stream in self._loaded or stream in missing:
                continue
            held = self._cache.get(stream)
            if held is None:
                missing[stream] = 0
            else:
                self._loaded[stream] = held
        if missing:
            await self._load(missing)

    async def _load(self, after: dict[StreamId, int]) -> bool:
        """Reads what came after those versions; True when anything had."""
        history = await self._store.load(after)
        self._fresh = set(after)
        moved = False
        for stream, asked in after.items():
            decider = self._department.decider_of(stream)
            if asked == 0 or stream not in self._loaded:
                self._loaded[stream] = Held(decider.initial, 0)
        for stream, entries in groupby(sorted(history, key=lambda e: (e.stream, e.version)), key=lambda e: e.stream):
            decider, held = self._department.decider_of(stream), self._loaded[stream]
            state, version = self._department.codec.fold(decider, entries, held.state, held.version)
            moved = moved or version != held.version
            self._loaded[stream] = Held(state, version)
        for stream in after:
            self._cache.put(stream, self._loaded[stream])
        return moved

    async def look_again(self, streams: Iterable[StreamId]) -> bool:
        """Reads again those of the streams that the last load did not read; True when one of them had moved on.

        States from the cache, or from an earlier load, may not have been true at the same moment as the others.
        """
        stale = {stream: self._loaded[stream].version for stream in streams if stream not in self._fresh}
        return await self._load(stale) if stale else False

    async def reload(self, streams: Iterable[StreamId]) -> None:
        """After a conflict: brings the cache up to date for these streams, by what was added to them."""
        await self._load({stream: self._loaded[stream].version for stream in streams})

    def held(self, stream: StreamId, draft: Draft) -> Held | None:
        """The state as this work sees it; None when it has to be prepared first."""
        return draft.states.get(stream) or self._written.get(stream) or self._loaded.get(stream)

    def accept(self, draft: Draft) -> None:
        """Later works of the batch see what this one wrote."""
        self._written.update(draft.states)

    def written(self) -> dict[StreamId, Held]:
        """The streams that the batch appends to, as they will stand."""
        return self._written

    def remember(self) -> None:
        """The commit succeeded: the cache may hold what was written."""
        for stream, held in self._written.items():
            self._cache.put(stream, held)
