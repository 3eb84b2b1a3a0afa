"""A decider is an aggregate without a class: what it starts as, how facts change it, what each command decides.

`decide(command, state) -> events` and `evolve(state, event) -> state` are pure. A decision may ask for the
states of other aggregates of its department (`Given`), which come in with the command. What must not be
exceeded is never read this way: it is a balance on the decider's own stream.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, NewType, TypeVar
from uuid import UUID

from shared.kernel.records import record

S = TypeVar("S")

StreamId = NewType("StreamId", str)
"""Category and id of one aggregate: ``order-0192f0c1-...``."""


def category_of(stream: StreamId) -> str:
    """``order-0192`` -> ``order``."""
    return stream.partition("-")[0]


def id_of(stream: StreamId) -> str:
    """``order-0192`` -> ``0192``: the aggregate's id, and the key under which its events are ordered."""
    return stream.partition("-")[2]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A promise to ask again at `due`: a durable row, fired once, replaced by the next of the same name."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class NoDeadline:
    """What `name` waited for has come: forget its deadline."""

    name: str


class Given:
    """States of other aggregates of the same department, read for a decision."""

    def __init__(self, states: Mapping[StreamId, Any]) -> None:
        self._states = states

    def of(self, decider: "Decider[S]", identity: object) -> S:
        """The state of that aggregate; its initial state when it has no history.

        Raises KeyError when the sender of the command did not name the stream in `given`.
        """
        state: S = self._states[decider.stream(identity)]
        return state


@record
class Send:
    """A command on its way to one stream, with the streams whose states its decision may read."""

    command: Any
    to: StreamId
    given: tuple[StreamId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decider(Generic[S]):
    """The table of contents of an aggregate.

    `category` prefixes its streams; `shapes` are the classes of its state, `events` of its history.
    `deadlines` tells which deadlines a fact sets or clears; `on_deadline` the command that a passed one becomes.
    `snapshot_every` is given for balances that many cases share and that grow long.
    """

    category: str
    initial: S
    evolve: Callable[[S, Any], S]
    decisions: Mapping[type, Callable[..., Sequence[Any]]]
    events: tuple[type, ...]
    shapes: tuple[type, ...]
    deadlines: Callable[[Any, S], Iterable[Deadline | NoDeadline]] | None = None
    on_deadline: Mapping[str, Callable[["DeadlinePassed"], Any]] = field(default_factory=dict)
    snapshot_every: int | None = None
    _wants_given: frozenset[type] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        if "-" in self.category:
            raise ValueError(f"a category has no dash: {self.category!r}")
        wants = {kind for kind, decide in self.decisions.items() if len(inspect.signature(decide).parameters) == 3}
        object.__setattr__(self, "_wants_given", frozenset(wants))

    def stream(self, identity: object) -> StreamId:
        """The stream of the aggregate with that id."""
        return StreamId(f"{self.category}-{identity}")

    def decide(self, command: Any, state: S, given: Given) -> Sequence[Any]:
        """The facts that follow from the command, none when it changes nothing. Raises a Rejection."""
        kind = type(command)
        decision = self.decisions[kind]
        return decision(command, state, given) if kind in self._wants_given else decision(command, state)

    def fold(self, events: Iterable[Any], start: S | None = None) -> S:
        """The state after those facts."""
        state = self.initial if start is None else start
        for fact in events:
            state = self.evolve(state, fact)
        return state


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """A deadline that came due on a stream, as its decider hears of it."""

    stream: StreamId
    name: str
    due: datetime
    now: datetime

    @property
    def id(self) -> str:
        """The id of the aggregate that waited."""
        return id_of(self.stream)


D = TypeVar("D", covariant=True)


@record(kw_only=True)
class Fact(Generic[D]):
    """An event with its envelope, as reactions and publishing see it, whether heard from others or our own."""

    data: D
    stream: StreamId
    version: int
    event_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    """When this department knew: what was heard late, or entered for a day that has passed, occurred before."""
    actor: str
    correlation_id: UUID
    causation_id: UUID | None = None
    """The message, command or deadline that led to it."""
    person: str | None = None
    """Who did it in another department, whose `actor` is that department; none where it followed by rule."""

    @property
    def id(self) -> str:
        """The id of the aggregate that it happened to."""
        return id_of(self.stream)

    @property
    def noted_on(self) -> date:
        """The day on which this department knew: the one to decide on, however long ago it happened."""
        return self.recorded_at.date()
