"""The relay over a memory broker: order, repetitions, what is lost, what does not fit, who leads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from prometheus_client import REGISTRY

from shared.clocks.wall import WallClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_relay import MemoryOutbox, RelayBook
from shared.messaging.envelope import Envelope
from shared.messaging.memory import MemoryTransport
from shared.messaging.port import Acknowledged, Place, Publisher, PublishFailed, SentUpTo, TopicsMissing
from shared.messaging.relay import Relay
from shared.published.topics import PARTITIONS
from tests.unit.messaging.small_talk import parties, runtime_of, say

Trouble = Callable[[Sequence[Envelope]], Exception | None]


class TroubledPublisher:
    """Takes messages one by one, until the test has trouble in store."""

    def __init__(self, inner: Publisher, post: "Post") -> None:
        self._inner = inner
        self._post = post
        self._trouble = post.trouble

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        """Or not."""
        if self._trouble and (error := self._trouble[0](messages)) is not None:
            raise error
        return await self._inner.send(messages, fence)

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """As it is, but for a topic that is missing."""
        self._post.looked += self._post.missing
        return {} if self._post.missing else await self._inner.ends(places)

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        """As it is, unless the broker is away once."""
        if self._post.away and ends:
            self._post.away.pop()
            raise PublishFailed("away")
        return await self._inner.last_messages(ends)

    async def close(self) -> None:
        """As it is."""


class Post:
    """A speaker, its outbox, and a broker in memory."""

    def __init__(self) -> None:
        self.parties = parties()
        self.store = MemoryEventStore()
        self.speaker = runtime_of(self.parties.speaker, self.store)
        self.broker = MemoryTransport({})
        self.book = RelayBook()
        self.trouble: list[Trouble] = []
        self.missing = False
        self.looked = 0
        self.away: list[bool] = []
        self.connections = 0

    async def connect(self) -> Publisher:
        """Counts how often."""
        self.connections += 1
        return TroubledPublisher(await self.broker.connect(), self)

    @asynccontextmanager
    async def relay(self, check_every: float = 0.01) -> AsyncIterator[None]:
        """Runs one that looks for lost messages all the time, unless the test has it rely on what it is told."""
        outbox = MemoryOutbox(self.store, self.book, WallClock())
        relay = Relay(self.parties.speaker.name, outbox, self.connect, check_every=check_every)
        self.speaker.handler.on_commit(relay.committed)
        task = asyncio.create_task(relay.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    def told(self, number: str) -> float:
        """What operators see."""
        return REGISTRY.get_sample_value(number, {"department": self.parties.speaker.name}) or 0.0

    def arrived(self) -> list[Envelope]:
        """All records of the topic."""
        places = [(self.parties.topic, partition) for partition in range(PARTITIONS)]
        return [message for place in places for message in self.broker.log(place)]

    async def until(self, count: int) -> list[int]:
        """The sequences, once so many records are there."""
        async with asyncio.timeout(5):
            while len(self.arrived()) < count:  # noqa: ASYNC110 - it is the broker that changes
                await asyncio.sleep(0.005)
        return [message.seq for message in self.arrived()]


async def test_everything_is_sent_in_order_and_marked() -> None:
    post = Post()
    await say(post.speaker, "bee", "one", "two")
    async with post.relay():
        await say(post.speaker, "bee", "three")
        assert await post.until(3) == [1, 2, 3]
        await asyncio.sleep(0.05)
    assert [upto.seq for upto in post.book.sent.values()] == [3]


async def test_a_leader_whose_outbox_never_held_what_the_broker_has_begins_an_epoch_once() -> None:
    post = Post()
    async with post.relay():
        await say(post.speaker, "bee", "one", "two", "three")
        await post.until(3)
    ((place, rows),) = post.store.outbox.items()
    post.store.outbox[place] = rows[:1]  # put back: what it said since then others have heard
    post.book.sent[place] = SentUpTo(1, 0)
    for last, text in enumerate(("another two", "another three"), start=2):
        async with post.relay():
            await say(post.speaker, "bee", text)
            async with asyncio.timeout(5):
                while post.book.sent[place].seq < last:  # noqa: ASYNC110 - it is the relay that changes
                    await asyncio.sleep(0.005)
    assert [(message.seq, message.epoch) for message in post.arrived()] == [(1, 1), (2, 1), (3, 1), (2, 2), (3, 2)]
    assert post.store.epoch == 2


async def test_a_leader_whose_broker_has_a_later_epoch_goes_beyond_it() -> None:
    post = Post()
    post.store.epoch = 7
    async with post.relay():
        await say(post.speaker, "bee", "one")
        await post.until(1)
    post.store.epoch = 1  # put back to before it was restored
    async with post.relay():
        await say(post.speaker, "bee", "two")
        await post.until(2)
    assert [(message.seq, message.epoch) for message in post.arrived()] == [(1, 7), (2, 8)]


async def test_a_leader_whose_broker_has_nothing_else_stays_in_its_epoch() -> None:
    post = Post()
    for count, text in enumerate(("one", "two", "three"), start=1):
        async with post.relay():
            await say(post.speaker, "bee", text)
            await post.until(count)
    post.broker.lose(post.parties.topic)
    async with post.relay():
        await post.until(3)
    assert {message.epoch for message in post.arrived()} == {1}


async def test_a_topic_that_was_not_there_at_first_is_looked_at_before_anything_is_said_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.messaging.relay.MISSING_FOR_SECONDS", 0.05)
    post = Post()
    async with post.relay():
        await say(post.speaker, "bee", "one", "two")
        await post.until(2)
    ((place, rows),) = post.store.outbox.items()
    post.store.outbox[place] = rows[:1]
    post.book.sent[place] = SentUpTo(1, 0)
    post.missing = True
    async with post.relay():
        await say(post.speaker, "bee", "another two")
        async with asyncio.timeout(5):
            while post.looked < 3:  # noqa: ASYNC110 - it is the relay that looks
                await asyncio.sleep(0.005)
        assert len(post.arrived()) == 2
        post.missing = False
        await post.until(3)
    assert [(message.seq, message.epoch) for message in post.arrived()] == [(1, 1), (2, 1), (2, 2)]


async def test_what_was_said_in_an_earlier_epoch_counts_for_nothing_that_is_lost() -> None:
    post = Post()
    async with post.relay():
        await say(post.speaker, "bee", *(str(number) for number in range(10)))
        await post.until(10)
    ((place, rows),) = post.store.outbox.items()
    post.store.outbox[place], post.store.epoch = rows[:5], 2
    post.book.sent[place] = SentUpTo(5, 4)
    async with post.relay():
        await say(post.speaker, "bee", "six", "seven", "eight")
        await post.until(13)
        post.broker.cut_off(place, 10)
        await post.until(18)
    assert [one.seq for one in post.arrived()[10:]] == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_a_loss_is_not_forgotten_when_the_broker_goes_away_while_it_is_looked_at() -> None:
    post = Post()
    await say(post.speaker, "bee", "one", "two", "three")
    async with post.relay(check_every=60):
        await post.until(3)
        post.broker.lose(post.parties.topic)
        post.away.append(True)
        await say(post.speaker, "bee", "four")
        async with asyncio.timeout(5):
            while {one.seq for one in post.arrived()} != {1, 2, 3, 4}:  # noqa: ASYNC110 - the broker changes
                await asyncio.sleep(0.005)
    assert post.away == []


async def test_asked_to_stop_it_sends_what_is_there_and_gives_the_lead_up() -> None:
    post = Post()
    texts = [str(number) for number in range(300)]  # more than one round
    relay = Relay(post.parties.speaker.name, MemoryOutbox(post.store, post.book, WallClock()), post.connect)
    await say(post.speaker, "bee", *texts)
    running = asyncio.create_task(relay.run())
    await post.until(1)
    relay.stop()
    await asyncio.wait_for(running, 5)
    assert len(post.arrived()) == 300
    assert post.book.leader is None


async def test_asked_to_stop_it_does_not_wait_for_a_broker_that_is_away() -> None:
    post = Post()
    post.trouble.append(lambda _: PublishFailed("no acknowledgement"))
    relay = Relay(post.parties.speaker.name, MemoryOutbox(post.store, post.book, WallClock()), post.connect)
    await say(post.speaker, "bee", "one")
    running = asyncio.create_task(relay.run())
    while not post.connections:  # noqa: ASYNC110 - it is the relay that changes
        await asyncio.sleep(0)
    relay.stop()
    await asyncio.wait_for(running, 5)
    assert post.book.leader is None


async def test_after_an_error_the_publisher_is_made_anew_and_nothing_is_left_out() -> None:
    post = Post()
    post.trouble.append(lambda _: PublishFailed("no acknowledgement"))
    async with post.relay():
        await say(post.speaker, "bee", "one", "two")
        await asyncio.sleep(0.05)
        post.trouble.clear()
        assert await post.until(2) == [1, 2]
    assert post.connections > 1


async def test_what_was_acknowledged_before_the_error_is_not_sent_again() -> None:
    post = Post()

    def half(messages: Sequence[Envelope]) -> Exception:
        first = messages[0]
        offset = post.broker.append(first)
        post.trouble.clear()
        mark = Acknowledged(
            topic=first.topic,
            partition=first.partition,
            seq=first.seq,
            count=1,
            first_offset=offset,
            offset=offset,
        )
        return PublishFailed("half of it", acknowledged=[mark])

    post.trouble.append(half)
    await say(post.speaker, "bee", "one", "two")
    async with post.relay():
        assert await post.until(2) == [1, 2]
        await asyncio.sleep(0.05)
    assert [message.seq for message in post.arrived()] == [1, 2]


async def test_a_message_that_is_too_large_becomes_a_reference_and_the_line_moves_on() -> None:
    post = Post()

    def too_large(messages: Sequence[Envelope]) -> Exception | None:
        large = {m.event_id for m in messages if len(m.data) > 100}
        return PublishFailed("too large", too_large=frozenset(large)) if large else None

    post.trouble.append(too_large)
    await say(post.speaker, "bee", "one", "x" * 200, "three")
    async with post.relay():
        assert await post.until(3) == [1, 2, 3]
    assert [(message.elsewhere, message.data == b"") for message in post.arrived()] == [
        (False, False),
        (True, True),
        (False, False),
    ]


async def test_a_topic_that_is_missing_is_waited_for_without_a_new_publisher() -> None:
    post = Post()
    asked: list[int] = []

    def missing(messages: Sequence[Envelope]) -> Exception:
        asked.append(len(messages))
        return TopicsMissing(frozenset({post.parties.topic}), [])

    post.trouble.append(missing)
    await say(post.speaker, "bee", "one")
    async with post.relay():
        await asyncio.sleep(0.05)
    assert (asked, post.connections) == ([1], 1)


async def test_a_topic_that_lost_everything_is_filled_again() -> None:
    post = Post()
    async with post.relay():
        await say(post.speaker, "bee", "one", "two", "three")
        await post.until(3)
        post.broker.lose(post.parties.topic)
        assert await post.until(3) == [1, 2, 3]


async def test_what_is_lost_is_noticed_by_the_next_message_too() -> None:
    post = Post()
    await say(post.speaker, "bee", "one", "two", "three")
    async with post.relay(check_every=60):
        await post.until(3)
        post.broker.lose(post.parties.topic)
        await say(post.speaker, "bee", "four")
        assert set(await post.until(5)) == {1, 2, 3, 4}


async def test_one_leads_and_the_next_has_a_higher_fence() -> None:
    post = Post()
    async with post.relay(), post.relay():
        await say(post.speaker, "bee", *(str(number) for number in range(20)))
        assert await post.until(20) == list(range(1, 21))
        assert post.book.fence == 1
    outbox = MemoryOutbox(post.store, post.book, WallClock())
    lead = await outbox.take_the_lead()
    assert lead is not None
    assert lead.fence == 2


async def test_one_that_stands_by_tells_what_waits_while_the_leader_hangs() -> None:
    post = Post()
    hanging = MemoryOutbox(post.store, post.book, WallClock())
    assert await hanging.take_the_lead() is not None
    await say(post.speaker, "bee", "one", "two")
    async with post.relay(), asyncio.timeout(5):
        while post.told("o2c_outbox_unsent") != 2:  # noqa: ASYNC110 - it is the relay that measures
            await asyncio.sleep(0.005)
        assert post.told("o2c_outbox_oldest_unsent_seconds") > 0
    assert post.book.leader is hanging
