"""The event store as the rest of the machinery sees it. Adapters: PostgreSQL, memory; one behaviour suite for both."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from shared.event_store.unit import (
    Committed,
    DeadlineRow,
    HistoryEvent,
    Key,
    Position,
    StoredEvent,
    Unit,
)
from shared.kernel.decider import StreamId


class StreamMoved(Exception):
    """Somebody else appended to a stream that this unit wrote or read. Load again and decide again."""


class KeysKnown(Exception):
    """Idempotency keys in the unit were used before; carries their rows."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(f"{len(keys)} idempotency key(s) used before")
        self.keys = keys


class HeardBefore(Exception):
    """Messages in the unit are in the inbox already; carries their event ids."""

    def __init__(self, event_ids: Sequence[UUID]) -> None:
        super().__init__(f"{len(event_ids)} message(s) heard before")
        self.event_ids = frozenset(event_ids)


class DeadlineGone(Exception):
    """A claimed deadline is not there any more: it was cleared, moved, or fired by somebody else."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        super().__init__("a claimed deadline is gone")
        self.names = frozenset(names)


class StoreUnavailable(Exception):
    """The database does not answer. What was asked may or may not have happened: ask again with the same key."""


class StoreFull(StoreUnavailable):
    """The database has no room for what was to be written. Nothing was; what is there can still be read."""


class UnitRefused(Exception):
    """The database refused the unit's content (a value that it cannot hold). Nothing was written."""


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """A published event as the outbox keeps it, for ever. Older ones do not say which person did it."""

    topic: str
    partition: int
    seq: int
    key: str
    event_id: UUID
    type: str
    stream: str
    stream_version: int
    occurred_at: datetime
    causation_id: UUID
    correlation_id: UUID
    trace: str | None
    data: bytes | str
    committed_at: datetime
    actor: str | None = None


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a stream with its envelope, as `/history` shows it."""

    position: int
    partition: int
    version: int
    event_id: UUID
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    data: bytes | str
    metadata: bytes | str


class EventStore(Protocol):
    """One department's record. `commit` is the only write."""

    epoch: int
    """Which life of this database it is: raised when it is put back. As it was when the outbox was last read."""

    async def load(self, streams: Mapping[StreamId, int]) -> list[HistoryEvent]:
        """The events after the given version of each stream, in version order per stream.

        For a stream asked from version 0 the newest snapshot comes first and the events before it do not come.
        """
        ...

    async def commit(self, unit: Unit) -> Committed:
        """All of the unit, or nothing.

        Raises StreamMoved, KeysKnown, HeardBefore, DeadlineGone, UnitRefused (nothing was written), or
        StoreUnavailable (unknown).
        """
        ...

    async def history(self, stream: StreamId, *, since: datetime | None = None) -> list[HistoryEntry]:
        """All events of a stream with their envelopes, or those that were recorded after that moment."""
        ...

    def read_log(self, partition: int, after: int) -> AsyncIterator[StoredEvent]:
        """The log of a partition in commit order, after a position."""
        ...

    async def read_outbox(self, topic: str, partition: int, after: int, limit: int) -> list[OutboxRow]:
        """Published events of a (topic, partition) in order, after a sequence."""
        ...

    async def outbox_ends(self, topics: Sequence[str]) -> dict[tuple[str, int], int]:
        """The last sequence published of every (topic, partition) of these topics, 0 where there is none."""
        ...

    async def key(self, scope: str, key: str) -> Key | None:
        """The row of an idempotency key, if it was used."""
        ...

    async def positions(self) -> list[Position]:
        """How far each (topic, partition) has been heard."""
        ...

    async def heard(self, event_ids: Sequence[UUID]) -> Mapping[UUID, bytes | None]:
        """Which of these messages are in the inbox, each with the digest of its words where that was kept."""
        ...

    async def due_deadlines(self, now: datetime, limit: int, after: DeadlineRow | None = None) -> list[DeadlineRow]:
        """Deadlines at or before `now`, earliest first; those behind that one, where it is given."""
        ...

    async def next_deadline(self) -> datetime | None:
        """When the earliest deadline falls due."""
        ...

    async def parked_keys(self) -> set[tuple[str, str]]:
        """The (topic, key) pairs that have messages set aside and not yet settled."""
        ...


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """How far a view has followed a partition of the log, and where that ends."""

    view: str
    partition: int
    position: int
    end: int


class ViewFeed(Protocol):
    """Where the views that follow the log stand, and the way to move them on."""

    async def checkpoints(self, views: Sequence[str]) -> Sequence[Checkpoint]:
        """Of each of the views in each partition."""
        ...

    async def advance(self, checkpoint: Checkpoint, upto: int, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Writes the rows and the new place together; False, and nothing, when the place is not as it was any more."""
        ...


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A filter by the order of a column's values: from the first to the last, both included; None leaves an end open.

    The ends are of the column's type. A row without a value is in no span.
    """

    first: Any = None
    last: Any = None

    def __contains__(self, value: Any) -> bool:
        """Whether a row with this value is meant."""
        return (
            value is not None
            and (self.first is None or value >= self.first)
            and (self.last is None or value <= self.last)
        )


class ViewReader(Protocol):
    """Reads rows of view tables: filters, keyset order, sums by group. Same answers from every adapter."""

    async def get(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """The row with that id."""
        ...

    async def page(
        self,
        view: str,
        *,
        where: Mapping[str, Any],
        order_by: str,
        after: tuple[Any, str] | None,
        limit: int,
        descending: bool = False,
    ) -> list[Mapping[str, Any]]:
        """At most `limit` rows that equal `where`, ordered by (`order_by`, id), after that keyset.

        Rows without a value come last, in either direction; the keyset of such a row has no value either. A filter
        value that is a list or tuple matches any of its members, a Span what lies in it.
        """
        ...

    async def totals(
        self, view: str, *, group_by: Sequence[str], sums: Sequence[str], where: Mapping[str, Any]
    ) -> list[Mapping[str, Any]]:
        """Sums of integer or decimal columns per group, ordered by the group."""
        ...
