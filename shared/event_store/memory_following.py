"""Views of a memory store that follow its log, with the same answers as PostgreSQL gives."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import Checkpoint


class MemoryViewFeed:
    """Where the views of one memory store stand."""

    def __init__(self, store: MemoryEventStore) -> None:
        self._store = store

    async def checkpoints(self, views: Sequence[str]) -> Sequence[Checkpoint]:
        """Of each of the views in each partition."""
        positions = self._store.feed_positions
        return [
            Checkpoint(view=view, partition=partition, position=positions.get((view, partition), 0), end=len(log))
            for view in views
            for partition, log in enumerate(self._store.logs)
        ]

    async def advance(self, checkpoint: Checkpoint, upto: int, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Both or neither."""
        place = (checkpoint.view, checkpoint.partition)
        if self._store.feed_positions.get(place, 0) != checkpoint.position:
            return False
        self._store.feed_positions[place] = upto
        for row in rows:
            self._store.views[checkpoint.view][row["id"]] = row
        return True
