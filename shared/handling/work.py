"""A piece of work: commands that happen whole or not at all, and once."""

from dataclasses import dataclass
from uuid import UUID

from shared.event_store.unit import Cause, DeadlineClaim, Heard, Position
from shared.kernel.decider import Send, StreamId
from shared.kernel.rejection import Ground, Rejection


class KeyReused(Rejection):
    """This Idempotency-Key was used for another request."""

    code = "shared.request.idempotency-key-reused"
    ground = Ground.UNACCEPTABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class ByKey:
    """Once per idempotency key, within the scope of the caller and route; `fingerprint` tells requests apart."""

    scope: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMessage:
    """Once per heard message: its inbox row, and how far this department has surely heard its (topic, partition)."""

    heard: Heard
    position: Position | None
    was_parked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDeadline:
    """Once per deadline: its row is claimed in the transaction."""

    claim: DeadlineClaim


Once = ByKey | ByMessage | ByDeadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Commands to run in order, each followed at once by what the department's own policies make of its facts.

    `answer` is the stream whose id and version the caller gets back. `expected_version` is the version that a person
    saw (If-Match) of that stream; `must_exist` refuses a stream that has no history.
    """

    sends: tuple[Send, ...]
    cause: Cause
    once: Once
    answer: StreamId | None = None
    expected_version: int | None = None
    must_exist: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a work came to: the answer stream's id and version, and the ids of the events it made."""

    id: str
    version: int
    events: tuple[UUID, ...] = ()
    earlier: bool = False


class SomebodyWasFaster(Rejection):
    """The document changed since you read it."""

    code = "shared.request.precondition-failed"


class UnknownDocument(Rejection):
    """There is no such document."""

    code = "shared.request.unknown-document"
    ground = Ground.NOT_FOUND


class TooMuchContention(Exception):
    """The same streams kept moving for every try. Nothing was written; ask again with the same key."""
