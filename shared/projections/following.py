"""Views that follow the log: rows are written a moment after the events that they show, in the order of the log.

The checkpoint moves in the transaction that writes the rows: nothing is shown twice or left out, whatever dies when.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import aclosing, suppress
from typing import Any, Final

import structlog

from shared.event_store.port import Checkpoint, EventStore, StoreUnavailable, ViewFeed
from shared.event_store.unit import Committed, StoredEvent, Unit
from shared.handling.department import Department
from shared.handling.inline_view import InlineView
from shared.kernel.clock import Clock
from shared.kernel.decider import Fact, StreamId, category_of
from shared.observability.counters import VIEW_BEHIND, VIEW_BEHIND_SECONDS
from shared.projections.facts import fact_of
from shared.projections.view import FactView, Row

PAGE: Final = 500
GATHER_SECONDS: Final = 0.2
LONGEST_NAP_SECONDS: Final = 0.5
BACK_OFF_SECONDS: Final = 1.0

log = structlog.get_logger("views")


class Following:
    """One department's task that keeps its follow-up views close behind the log."""

    def __init__(self, department: Department, store: EventStore, feed: ViewFeed, clock: Clock) -> None:
        self._department = department
        self._views = {view.name: view for view in department.views if view.name in department.follow_up}
        self._store = store
        self._feed = feed
        self._clock = clock
        self._woken = asyncio.Event()

    def committed(self, unit: Unit, _: Committed) -> None:
        """A listener for commits in the same process; those of others are found by looking."""
        if unit.events:
            self._woken.set()

    async def run(self) -> None:
        """Follows for ever; what happens at the same moment is followed together."""
        while self._views:
            self._woken.clear()
            try:
                nap = GATHER_SECONDS if await self.follow() else LONGEST_NAP_SECONDS
            except StoreUnavailable as error:
                log.warning("store-away", department=self._department.name, detail=str(error))
                nap = BACK_OFF_SECONDS
            await asyncio.sleep(GATHER_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(nap - GATHER_SECONDS):
                    await self._woken.wait()

    async def follow_all(self) -> None:
        """Up to the end of the log as it is now."""
        while await self.follow():
            pass

    async def follow(self) -> int:
        """A page of each partition that has moved; how many events were followed.

        A view that cannot show an event stays before it, and says so, until code comes that can; others go on.
        """
        if not self._views:
            return 0
        waiting: dict[tuple[int, int], list[Checkpoint]] = defaultdict(list)
        behind = dict.fromkeys(self._views, 0)
        seconds = dict.fromkeys(self._views, 0.0)
        for checkpoint in await self._feed.checkpoints(list(self._views)):
            behind[checkpoint.view] += checkpoint.end - checkpoint.position
            if checkpoint.position < checkpoint.end:
                waiting[checkpoint.partition, checkpoint.position].append(checkpoint)
        followed = 0
        for (partition, position), checkpoints in waiting.items():
            events = await self._page(partition, position)
            age = (self._clock.now() - events[0].recorded_at).total_seconds() if events else 0.0
            for checkpoint in checkpoints:
                seconds[checkpoint.view] = max(seconds[checkpoint.view], age)
                followed += await self._advance(checkpoint, events)
        for name in self._views:
            VIEW_BEHIND.labels(self._department.name, name).set(behind[name])
            VIEW_BEHIND_SECONDS.labels(self._department.name, name).set(seconds[name])
        return followed

    async def _page(self, partition: int, after: int) -> list[StoredEvent]:
        found: list[StoredEvent] = []
        async with aclosing(self._store.read_log(partition, after)) as events:  # type: ignore[type-var]
            async for event in events:
                found.append(event)
                if len(found) == PAGE:
                    break
        return found

    async def _advance(self, checkpoint: Checkpoint, events: Sequence[StoredEvent]) -> int:
        view = self._views[checkpoint.view]
        try:
            rows = await self._rows(view, events)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.exception("view-stopped", view=view.name, partition=checkpoint.partition, detail=repr(error))
            return 0
        moved = bool(events) and await self._feed.advance(checkpoint, events[-1].position, rows)
        return len(events) if moved else 0

    async def _rows(self, view: InlineView, events: Sequence[StoredEvent]) -> list[Row]:
        facts_of: dict[StreamId, list[Fact[Any]]] = defaultdict(list)
        for stored in events:
            if category_of(stored.stream) == view.decider.category:
                facts_of[stored.stream].append(fact_of(self._department.codec, stored))
        return [
            row
            for stream, facts in facts_of.items()
            for row in view.rows(await self._state_after(view, stream, facts), facts)
        ]

    async def _state_after(self, view: InlineView, stream: StreamId, facts: Sequence[Fact[Any]]) -> Any:
        """The state at the last of the facts, not the newest: rows show one moment of the log."""
        decider, state = view.decider, view.decider.initial
        if isinstance(view, FactView):
            return state
        if facts[0].version > 1:
            for entry in await self._store.history(stream):
                if entry.version < facts[0].version:
                    event = self._department.codec.event(entry.type, entry.schema_version, entry.data)
                    state = decider.evolve(state, event)
        for fact in facts:
            state = decider.evolve(state, fact.data)
        return state
