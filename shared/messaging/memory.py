"""The `memory` transport: a broker in this process that misbehaves as brokers may, the same way for the same seed.

It repeats messages, delays them, mixes the order of different partitions, drops some and garbles some. What it drops
or garbles is never the last of its partition: as with a real broker, a gap shows when something follows.
"""

import asyncio
import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from shared.event_store.port import EventStore
from shared.event_store.unit import Committed, Unit
from shared.messaging.envelope import Envelope, Unreadable, from_outbox
from shared.messaging.local import told
from shared.messaging.port import LAST_RECORDS, PUT_OFF_SECONDS, Acknowledged, Place
from shared.published.topics import PARTITIONS, owner_of

log = structlog.get_logger("memory-transport")


@dataclass(frozen=True, kw_only=True)
class Chaos:
    """How often a message is repeated, dropped or garbled, how long a delivery is delayed, how many it holds.

    `reorder_within` also mixes the order inside a partition, which no broker does.
    """

    repeat: float = 0.0
    drop: float = 0.0
    garble: float = 0.0
    longest_delay: float = 0.0
    most_at_once: int = 64
    reorder_within: bool = False


CALM = Chaos()


@dataclass
class _Group:
    """The members of a department, and how far they have said to be done."""

    topics: frozenset[str] = frozenset()
    done: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    members: list["MemorySubscription"] = field(default_factory=list)


class MemoryDelivery:
    """What one poll brought."""

    def __init__(self, subscription: "MemorySubscription", place: Place, after: int, upto: int, moved: bool) -> None:
        self._subscription = subscription
        self._place = place
        self._after = after
        self._upto = upto
        self.moved = moved
        self.messages: list[Envelope] = []
        self.unreadable: list[Unreadable] = []

    def put_off(self, places: Collection[Place]) -> None:
        """This delivery's place goes back to where it was; of the others there are only repetitions in it."""
        if self._place in places:
            self._upto = self._after
            self._subscription.put_off(self._place, self._after)

    async def done(self) -> None:
        """Need not come again, unless the place has been given to another member since."""
        self._subscription.heard(self._place, self._upto)


class MemorySubscription:
    """A member of a department's group."""

    def __init__(self, transport: "MemoryTransport", group: _Group) -> None:
        self._transport = transport
        self._group = group
        self._next: dict[Place, int] = {}
        self._resting: dict[Place, float] = {}
        self._echoes: deque[Envelope] = deque()
        self._woken = asyncio.Event()
        self._moved = False
        self._is_closed = False

    def assign(self, places: Sequence[Place]) -> None:
        """These places are this member's from now on; what it had fetched beyond `done` is forgotten."""
        self._next = {place: self._group.done[place] for place in places}
        self._echoes.clear()
        self._moved = True
        self._woken.set()

    def added_to(self, place: Place) -> None:
        """There is something new at that place."""
        if place in self._next:
            self._woken.set()

    def put_off(self, place: Place, after: int) -> None:
        """The place goes back, and rests for a moment."""
        if place in self._next:
            self._next[place] = after
            loop = asyncio.get_running_loop()
            self._resting[place] = loop.time() + PUT_OFF_SECONDS
            loop.call_later(PUT_OFF_SECONDS, self.added_to, place)

    async def receive(self, timeout: float) -> MemoryDelivery | None:
        """Some messages of one place, chosen by chance."""
        transport, chaos = self._transport, self._transport.chaos
        if chaos.longest_delay:
            await asyncio.sleep(min(transport.chance.uniform(0, chaos.longest_delay), timeout))
        waiting = self._waiting()
        if chaos.longest_delay and waiting:
            transport.struck["message-delayed"] += 1
        if not waiting:
            self._woken.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._woken.wait()
            except TimeoutError:
                return None
            waiting = self._waiting()
        return self._delivery(transport.chance.choice(waiting)) if waiting else None

    async def look_behind(self) -> None:
        """One message back wherever nothing waits."""
        for place, after in self._next.items():
            if 0 < after == len(self._transport.log(place)):
                self._next[place] = after - 1
                self._woken.set()

    def _waiting(self) -> list[Place]:
        now = asyncio.get_running_loop().time()
        self._resting = {place: until for place, until in self._resting.items() if until > now}
        for place, after in self._next.items():
            if after > len(self._transport.log(place)):
                self._next[place] = 0  # of a topic that was lost since: as Kafka does, begin with the earliest
        return sorted(
            place
            for place, after in self._next.items()
            if after < len(self._transport.log(place)) and place not in self._resting
        )

    def _delivery(self, place: Place) -> MemoryDelivery:
        chance, chaos = self._transport.chance, self._transport.chaos
        line, after = self._transport.log(place), self._next[place]
        upto = min(len(line), after + chance.randint(1, chaos.most_at_once))
        self._next[place] = upto
        delivery = MemoryDelivery(self, place, after, upto, self._moved)
        self._moved = False
        while self._echoes and chance.random() < 0.5:
            delivery.messages.append(self._echoes.popleft())
        for offset in range(after, upto):
            self._deliver(delivery, line[offset], offset, is_last=offset == len(line) - 1)
        if chaos.reorder_within:
            chance.shuffle(delivery.messages)
        return delivery

    def _deliver(self, delivery: MemoryDelivery, message: Envelope, offset: int, *, is_last: bool) -> None:
        chance, chaos = self._transport.chance, self._transport.chaos
        struck = self._transport.struck
        if not is_last and chance.random() < chaos.drop:
            struck["message-dropped"] += 1
            return
        if not is_last and chance.random() < chaos.garble:
            struck["message-garbled"] += 1
            delivery.unreadable.append(_garbled(message, offset))
            return
        delivery.messages.append(message)
        if chance.random() < chaos.repeat:
            struck["message-repeated"] += 1
            self._echoes.append(message)
            delivery.messages.append(message)

    def heard(self, place: Place, upto: int) -> None:
        """The group has come so far, if the place is still this member's."""
        if not self._is_closed and place in self._next:
            self._group.done[place] = max(self._group.done[place], upto)

    async def close(self) -> None:
        """Leaves the group; others take its places over."""
        self.leave()

    def leave(self) -> None:
        """As when the broker notices that the member is gone."""
        if not self._is_closed:
            self._is_closed = True
            self._group.members.remove(self)
            self._transport.share(self._group)


def _garbled(message: Envelope, offset: int) -> Unreadable:
    data = message.data if isinstance(message.data, bytes) else message.data.encode()
    return Unreadable(
        topic=message.topic,
        partition=message.partition,
        offset=offset,
        key=message.key,
        headers={},
        data=data[::-1],
        why="garbled on the way",
    )


class MemoryTransport:
    """Connects the departments of one process, badly. A broker whose log dies with it: the outboxes stay."""

    def __init__(self, sources: Mapping[str, EventStore], *, seed: int = 1, chaos: Chaos = CALM) -> None:
        self.chaos = chaos
        self.struck: Counter[str] = Counter()
        """How often it did what it was told to do badly."""
        self.chance = random.Random(seed)  # noqa: S311 - repeatable on purpose, not a secret
        self._sources = sources
        self._logs: dict[Place, list[Envelope]] = {}
        self._groups: dict[str, _Group] = {}

    def log(self, place: Place) -> Sequence[Envelope]:
        """All records of a place."""
        return self._logs.get(place, ())

    async def subscribe(
        self, department: str, topics: Sequence[str], positions: Mapping[Place, int]
    ) -> MemorySubscription:
        """Joins the department's group, which has come as far as it said to be `done`."""
        group = self._groups.setdefault(department, _Group())
        group.topics |= frozenset(topics)
        subscription = MemorySubscription(self, group)
        group.members.append(subscription)
        self.share(group)
        return subscription

    def share(self, group: _Group) -> None:
        """Deals the places out to the members, as after every join and leave."""
        places = [(topic, partition) for topic in sorted(group.topics) for partition in range(PARTITIONS)]
        for number, member in enumerate(group.members):
            member.assign(places[number :: len(group.members)])

    def committed(self, department: str) -> Callable[[Unit, Committed], None]:
        """A listener for that department's commits, in place of a relay."""
        store = self._sources[department]

        def tell(unit: Unit, committed: Committed) -> None:
            self._add(told(unit, committed, store.epoch))

        return tell

    def _add(self, messages: Sequence[Envelope]) -> None:
        for message in messages:
            self._logs.setdefault((message.topic, message.partition), []).append(message)
        members = [member for group in self._groups.values() for member in group.members]
        for place in {(message.topic, message.partition): None for message in messages}:
            for member in members:
                member.added_to(place)

    async def refill(self, topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
        """What the owner of the topic said after that sequence."""
        store = self._sources[owner_of(topic)]
        return [from_outbox(row, store.epoch) for row in await store.read_outbox(topic, partition, after, limit)]

    async def connect(self) -> "MemoryPublisher":
        """A relay's way in."""
        return MemoryPublisher(self)

    def append(self, message: Envelope) -> int:
        """Adds a record; its offset."""
        self._add([message])
        return len(self._logs[message.topic, message.partition]) - 1

    def cut_off(self, place: Place, end: int) -> None:
        """The end of a log is gone."""
        del self._logs[place][end:]

    def lose(self, topic: str, *, unnoticed: bool = False) -> None:
        """The topic is made anew, empty; groups start it from the beginning.

        Unless it was `unnoticed`, as where it is back within milliseconds: then their members stay where they are.
        """
        for place in [place for place in self._logs if place[0] == topic]:
            del self._logs[place]
        for group in self._groups.values():
            for place in [place for place in group.done if place[0] == topic]:
                del group.done[place]
            if not unnoticed:
                self.share(group)


class MemoryPublisher:
    """How a relay speaks to the memory transport."""

    def __init__(self, transport: MemoryTransport) -> None:
        self._transport = transport

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        """All in order."""
        found: dict[Place, Acknowledged] = {}
        for message in messages:
            offset = self._transport.append(message)
            place = (message.topic, message.partition)
            before = found.get(place)
            found[place] = Acknowledged(
                topic=message.topic,
                partition=message.partition,
                seq=message.seq,
                count=before.count + 1 if before else 1,
                first_offset=before.first_offset if before else offset,
                offset=offset,
            )
        return list(found.values())

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """The offset after the last record of each place."""
        return {place: len(self._transport.log(place)) for place in places}

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        """What stands before these offsets, as far back as anybody looks."""
        return {place: self._transport.log(place)[:end][-LAST_RECORDS:] for place, end in ends.items()}

    async def close(self) -> None:
        """Nothing to give up."""
