"""A unit of work as data: everything one transaction writes. Committing it is the store's single write call."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from shared.kernel.decider import StreamId


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """What led to a unit: who asked, in which chain of events, when in business terms, for what reason."""

    command_id: UUID
    actor: str
    correlation_id: UUID
    causation_id: UUID
    occurred_at: datetime
    reason: str | None = None
    trace: str | None = None


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event about to be appended; `data` and `metadata` are JSON as it will be stored, byte for byte."""

    partition: int
    stream: StreamId
    version: int
    event_id: UUID
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    data: msgspec.Raw
    metadata: msgspec.Raw


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it stands in the log, with its place in the chain."""

    partition: int
    position: int
    stream: StreamId
    version: int
    event_id: UUID
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    data: bytes | str
    metadata: bytes | str
    hash: bytes


class HistoryEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What folding needs of a stored event, or of a snapshot (whose `type` is the name of the state's shape)."""

    stream: StreamId
    version: int
    type: str
    schema_version: int
    data: bytes | str
    snapshot: bool = False


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """An idempotency key: scope (who, which route), key, fingerprint of the request, and the outcome to repeat."""

    scope: str
    key: str
    fingerprint: str
    outcome: Mapping[str, Any]
    used_at: datetime


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """An inbox row: this message's effects are in this unit.

    `digest` is of its words, to know them when it comes again; `caused_by` what its source said it for. Rows
    written before these columns existed have neither, nor do messages that a person discarded.
    """

    event_id: UUID
    type: str
    topic: str
    partition: int
    seq: int
    stream: str
    outcome: str
    heard_at: datetime
    digest: bytes | None = None
    caused_by: UUID | None = None


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """How far a (topic, partition) of another department has been heard, and in which epoch of its source."""

    topic: str
    partition: int
    next_seq: int
    epoch: int


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """An outbox row. Its sequence within (topic, partition) is given by the store at commit.

    `actor` is the person who did it; none where it followed by rule from a message or a deadline.
    """

    topic: str
    partition: int
    key: str
    event_id: UUID
    type: str
    stream: str
    stream_version: int
    occurred_at: datetime
    causation_id: UUID
    correlation_id: UUID
    trace: str | None
    data: msgspec.Raw
    actor: str | None = None


class DeadlineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A durable timer: one per stream and name.

    `set_by` is the event that set it for that moment; rows written before the column existed have none. Setting it
    again for the same moment keeps the first `set_by`, so that two firings at one moment differ and one firing is
    recognised after a restore.
    """

    stream: StreamId
    name: str
    due_at: datetime
    correlation_id: UUID
    set_by: UUID | None = None

    def claim(self) -> "DeadlineClaim":
        """What its firing takes away: this setting of it, and no later one."""
        return DeadlineClaim(stream=self.stream, name=self.name, due_at=self.due_at, set_by=self.set_by)

    def after(self, earlier: "DeadlineRow | None") -> "DeadlineRow":
        """As it stands where that one stood."""
        if earlier is None or earlier.due_at != self.due_at:
            return self
        return msgspec.structs.replace(self, set_by=earlier.set_by)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A folded state, to start reading a long stream from."""

    stream: StreamId
    version: int
    shape: str
    data: msgspec.Raw


class StreamVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A stream that a decision read without writing: it must still be at that version at commit."""

    stream: StreamId
    version: int


class DeadlineName(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline to clear, by stream and name."""

    stream: StreamId
    name: str


class DeadlineClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline that fires in this unit: it must still be there, due at that moment, and set by that event.

    Another event may have set it for the same moment once it had fired: that is another firing, which has its own ids.
    Where `set_by` is unknown, the moment alone decides.
    """

    stream: StreamId
    name: str
    due_at: datetime
    set_by: UUID | None = None


class ParkedStatus(StrEnum):
    """What a message waits for, or how its waiting ended."""

    RETRYING = "retrying"
    PARKED = "parked"
    WAITING = "waiting"
    UNREADABLE = "unreadable"
    SETTLED = "settled"
    DISCARDED = "discarded"


UNSETTLED: Final = (ParkedStatus.WAITING, ParkedStatus.RETRYING, ParkedStatus.PARKED)
"""Later messages of the same (topic, key) wait behind it."""
OPEN: Final = (*UNSETTLED, ParkedStatus.UNREADABLE)
"""An operator may still decide about it."""
FINAL: Final = (ParkedStatus.SETTLED, ParkedStatus.DISCARDED)


class ParkedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message set aside for an operator, with why, so that later ones of its stream can queue behind it.

    Every one is `settled` or `discarded` in the end. Until then the first of its (topic, key) is `retrying` (it will
    be tried again at `next_try_at`) or `parked` (an operator has to decide), and those behind it are `waiting`. An
    `unreadable` record, or one that was heard in other words, stands for itself: nobody waits behind it.
    """

    event_id: UUID
    topic: str
    partition: int
    seq: int
    key: str
    type: str
    headers: Mapping[str, str]
    data: bytes
    cause: str
    detail: str
    parked_at: datetime
    status: ParkedStatus
    attempts: int = 0
    next_try_at: datetime | None = None


class Unit(msgspec.Struct, kw_only=True):
    """Everything that one transaction writes, and everything it depends on. All of it happens, or nothing."""

    keys: list[Key] = msgspec.field(default_factory=list)
    heard: list[Heard] = msgspec.field(default_factory=list)
    positions: list[Position] = msgspec.field(default_factory=list)
    reads: list[StreamVersion] = msgspec.field(default_factory=list)
    events: list[NewEvent] = msgspec.field(default_factory=list)
    outbox: list[Message] = msgspec.field(default_factory=list)
    snapshots: list[Snapshot] = msgspec.field(default_factory=list)
    rows: dict[str, list[Mapping[str, Any]]] = msgspec.field(default_factory=dict)
    deadlines_set: list[DeadlineRow] = msgspec.field(default_factory=list)
    deadlines_cleared: list[DeadlineName] = msgspec.field(default_factory=list)
    deadlines_claimed: list[DeadlineClaim] = msgspec.field(default_factory=list)
    parked: list[ParkedMessage] = msgspec.field(default_factory=list)
    unparked: list[UUID] = msgspec.field(default_factory=list)

    def is_empty(self) -> bool:
        """Nothing to write, and nothing to depend on."""
        return not any(getattr(self, name) for name in self.__struct_fields__)


class Sent(msgspec.Struct, frozen=True):
    """The sequence that the store gave an outbox row."""

    event_id: UUID
    topic: str
    partition: int
    seq: int


class Committed(msgspec.Struct, frozen=True):
    """What the store answers to a commit."""

    outbox: Sequence[Sent] = ()
