"""Two tiny departments: one says things about notes, the other keeps a tally of what it heard about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import msgspec

from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_reader import MemoryViewReader
from shared.event_store.port import EventStore
from shared.event_store.unit import Cause
from shared.handling.department import Department
from shared.handling.runtime import Runtime
from shared.handling.work import ByKey, Work
from shared.kernel.clock import Clock
from shared.kernel.decider import Decider, Fact, Send
from shared.kernel.reaction import reacts_to
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command, event, state
from shared.messaging.envelope import Envelope, from_outbox
from shared.published.published import TYPES, published
from shared.published.topics import PARTITIONS


@event("note.said")
class Said:
    """Something was said about it."""

    text: str


@event("tally.counted")
class Counted:
    """It was heard."""

    text: str


@state
class Note:
    """A note."""


@state
class Tally:
    """What was heard so far."""

    heard: int = 0


@command
class Say:
    """Say something."""

    text: str


@command
class Count:
    """Hear something."""

    text: str


class Offensive(Rejection):
    """We do not listen to this."""

    code = "listener.tally.offensive"


class Moods:
    """What the listener cannot bear at the moment; a test may change its mind. And who said what, as it was heard."""

    def __init__(self) -> None:
        self.rejected: set[str] = set()
        self.broken: set[str] = set()
        self.said_by: dict[str, str | None] = {}


@dataclass(frozen=True)
class Parties:
    """The two departments of one test, with names and a topic of their own."""

    speaker: Department
    listener: Department
    topic: str
    moods: Moods = field(default_factory=Moods)


def parties() -> Parties:
    """New ones, that share no topic and no consumer group with any other test."""
    mark = uuid4().hex[:10]
    topic = f"speaker{mark}.note"
    moods = Moods()

    @published(f"{topic}.said.v1", topic=topic)
    class SaidV1:
        """Something was said."""

        text: str

    del TYPES[f"{topic}.said.v1"]  # it is nobody else's business

    def say(request: Say, _: Note) -> Sequence[Said]:
        return [Said(text=request.text)]

    def count(request: Count, _: Tally) -> Sequence[Counted]:
        if request.text in moods.rejected:
            raise Offensive(request.text)
        if request.text in moods.broken:
            raise RuntimeError(f"cannot bear {request.text}")
        return [Counted(text=request.text)]

    note = Decider[Note](
        category="note",
        initial=Note(),
        evolve=lambda held, _: held,
        decisions={Say: say},
        events=(Said,),
        shapes=(Note,),
    )
    tally = Decider[Tally](
        category="tally",
        initial=Tally(),
        evolve=lambda held, _: Tally(heard=held.heard + 1),
        decisions={Count: count},
        events=(Counted,),
        shapes=(Tally,),
    )

    @reacts_to(SaidV1)
    def when_something_was_said_count_it(fact: Fact[SaidV1]) -> Iterable[Send]:
        moods.said_by[fact.data.text] = fact.person
        yield Send(Count(text=fact.data.text), tally.stream(fact.id))

    speaker = Department(
        name=f"speaker{mark}",
        deciders=(note,),
        views=(),
        reactions=(),
        publishing={Said: lambda fact, _: SaidV1(text=fact.data.text)},
    )
    listener = Department(
        name=f"listener{mark}",
        deciders=(tally,),
        views=(),
        reactions=(when_something_was_said_count_it,),
        publishing={},
    )
    return Parties(speaker, listener, topic, moods)


def runtime_of(department: Department, store: EventStore, clock: Clock | None = None) -> Runtime:
    """The department at work on that store."""
    return Runtime(
        department=department,
        store=store,
        reader=MemoryViewReader(MemoryEventStore()),
        clock=clock or WallClock(),
        ids=TimeOrderedIds(),
    )


async def say(speaker: Runtime, note: str, *texts: str) -> None:
    """Says these things about the note, one after the other."""
    for text in texts:
        cause = uuid4()
        await speaker.writer.perform(
            Work(
                sends=(Send(Say(text=text), speaker.department.deciders[0].stream(note)),),
                cause=Cause(
                    command_id=cause,
                    actor="a tester",
                    correlation_id=cause,
                    causation_id=cause,
                    occurred_at=speaker.clock.now(),
                ),
                once=ByKey(scope="test", key=str(cause), fingerprint=""),
            )
        )


async def heard_of(listener: Runtime, note: str) -> list[str]:
    """What the listener counted about the note, in the order of its stream."""
    entries = await listener.store.history(listener.department.deciders[0].stream(note))
    return [str(msgspec.json.decode(entry.data)["text"]) for entry in entries]


async def told_by(speaker: Runtime, topic: str) -> list[Envelope]:
    """All that the speaker published, place after place."""
    return [
        from_outbox(row, speaker.store.epoch)
        for partition in range(PARTITIONS)
        for row in await speaker.store.read_outbox(topic, partition, 0, 100_000)
    ]


async def in_inbox(listener: Runtime, messages: Sequence[Envelope]) -> set[UUID]:
    """Which of the messages are in the listener's inbox."""
    return set(await listener.store.heard([message.event_id for message in messages]))
