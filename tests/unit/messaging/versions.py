"""A speaker and a listener, each of the version before (N-1) and of this one (N), on the memory transport."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec

from shared.clocks.driven import DrivenClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_parking import MemoryParkingLot
from shared.handling.department import Department
from shared.kernel.decider import Decider, Fact, Send
from shared.kernel.reaction import Reaction, reacts_to
from shared.kernel.shapes import command, event, state
from shared.messaging.consumer import Consumer
from shared.messaging.memory import MemoryTransport
from shared.messaging.parking import Parking, ParkingDesk
from shared.messaging.port import Subscription
from shared.published.published import TYPES, published, upcasts
from tests.unit.messaging.small_talk import Note, Said, Say, runtime_of, say


@event("price.noted")
class Noted:
    """A price was heard."""

    minor: int
    currency: str


@state
class Prices:
    """Those that were heard."""

    heard: tuple[str, ...] = ()


@command
class NoteIt:
    """Hear a price."""

    minor: int
    currency: str


PRICES = Decider[Prices](
    category="price",
    initial=Prices(),
    evolve=lambda held, noted: Prices(heard=(*held.heard, f"{noted.minor} {noted.currency}")),
    decisions={NoteIt: lambda asked, _: [Noted(minor=asked.minor, currency=asked.currency)]},
    events=(Noted,),
    shapes=(Prices,),
)
NOTES = Decider[Note](
    category="note",
    initial=Note(),
    evolve=lambda held, _: held,
    decisions={Say: lambda asked, _: [Said(text=asked.text)]},
    events=(Said,),
    shapes=(Note,),
)


@dataclass(frozen=True)
class Versions:
    """What the event looks like: before, before with one more field, and now; and who hears which."""

    topic: str
    latest: type
    told: Mapping[str, Any]
    listeners: Mapping[str, Reaction]


def versions() -> Versions:
    """On a topic of their own. Version 2 knows the currency, which in version 1 went without saying."""
    topic = f"shop{uuid4().hex[:10]}.price"

    @published(f"{topic}.told.v1", topic=topic)
    class ToldV1:
        """A price in dollars."""

        minor: int

    del TYPES[f"{topic}.told.v1"]  # another build of the same type

    @published(f"{topic}.told.v1", topic=topic)
    class RicherToldV1:
        """The same type, after a field was added to it as fields may be added."""

        minor: int
        remark: str = "none"

    @published(f"{topic}.told.v2", topic=topic)
    class ToldV2:
        """A price in any currency."""

        minor: int
        currency: str

    for version in (1, 2):
        del TYPES[f"{topic}.told.v{version}"]  # they are nobody else's business

    @upcasts(ToldV1, to=ToldV2)
    def in_dollars(told: Any) -> Any:
        if told.minor < 0:
            raise ArithmeticError("no price is negative")
        return ToldV2(minor=told.minor, currency="USD")

    @reacts_to(ToldV1)
    def note_dollars(fact: Fact[Any]) -> Iterable[Send]:
        yield Send(NoteIt(minor=fact.data.minor, currency="USD"), PRICES.stream(fact.id))

    @reacts_to(RicherToldV1)
    def note_dollars_with_remark(fact: Fact[Any]) -> Iterable[Send]:
        yield Send(NoteIt(minor=fact.data.minor, currency=f"USD {fact.data.remark}"), PRICES.stream(fact.id))

    @reacts_to(ToldV2)
    def note_price(fact: Fact[Any]) -> Iterable[Send]:
        yield Send(NoteIt(minor=fact.data.minor, currency=fact.data.currency), PRICES.stream(fact.id))

    return Versions(
        topic,
        latest=ToldV2,
        told={
            "v1": lambda fact, _: ToldV1(minor=int(fact.data.text)),
            "v1 richer": lambda fact, _: RicherToldV1(minor=int(fact.data.text), remark="sale"),
            "v2": lambda fact, _: ToldV2(minor=int(fact.data.text), currency="VND"),
        },
        listeners={"v1": note_dollars, "v1 richer": note_dollars_with_remark, "v2": note_price},
    )


@dataclass
class Upgrade:
    """The two departments over stores that stay while their processes come and go in different versions."""

    versions: Versions = field(default_factory=versions)
    clock: DrivenClock = field(default_factory=lambda: DrivenClock(datetime(2026, 3, 2, tzinfo=UTC)))
    store: MemoryEventStore = field(default_factory=MemoryEventStore)
    source: MemoryEventStore = field(default_factory=MemoryEventStore)

    def __post_init__(self) -> None:
        self.speaker = self.versions.topic.partition(".")[0]
        self.transport = MemoryTransport({self.speaker: self.source})
        self.lot = MemoryParkingLot(self.store)
        self.desk = ParkingDesk(self.lot, self.clock)

    async def tell(self, version: str, *prices: str, key: str = "pump") -> None:
        """A speaker of that version tells."""
        speaker = Department(
            name=self.speaker,
            deciders=(NOTES,),
            views=(),
            reactions=(),
            publishing={Said: self.versions.told[version]},
        )
        runtime = runtime_of(speaker, self.source, self.clock)
        runtime.handler.on_commit(self.transport.committed(self.speaker))
        await say(runtime, key, *prices)

    async def listener(self, *kinds: str) -> "Ear":
        """A listener that hears those versions."""
        heard = tuple(self.versions.listeners[kind] for kind in kinds)
        listener = Department(name="listener", deciders=(PRICES,), views=(), reactions=heard, publishing={})
        runtime = runtime_of(listener, self.store, self.clock)
        consumer = Consumer(runtime.writer, self.transport.refill)
        subscription = await self.transport.subscribe("listener", [self.versions.topic], {})
        return Ear(consumer, subscription, Parking(consumer, self.lot, self.clock))

    async def noted(self, key: str = "pump") -> Sequence[str]:
        """What was heard of it, in order."""
        found = [msgspec.json.decode(entry.data) for entry in await self.store.history(PRICES.stream(key))]
        return [f"{price['minor']} {price['currency']}" for price in found]


@dataclass(frozen=True)
class Ear:
    """One process that listens."""

    consumer: Consumer
    subscription: Subscription
    parking: Parking

    async def hear(self) -> None:
        """All that has arrived for it."""
        while (delivery := await self.subscription.receive(0)) is not None:
            await self.consumer.take(delivery)
            await delivery.done()
