"""The consumer on its own: places, gaps, retries after a fault, epochs, references to the feed."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from prometheus_client import REGISTRY

from shared.event_store.port import StoreUnavailable
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.gaps import SourceRestored
from shared.messaging.local import LocalDelivery
from shared.messaging.memory import MemoryTransport
from shared.messaging.set_aside import TOLD_AGAIN
from shared.published.topics import PARTITIONS
from tests.unit.messaging.listening import Listening
from tests.unit.messaging.small_talk import heard_of, in_inbox, say, told_by


class MovedDelivery(LocalDelivery):
    """The first after the places of a group were dealt out anew."""

    moved = True


class TestGaps:
    async def test_what_is_missing_is_asked_for_and_heard_first(self, listening: Listening) -> None:
        messages = await listening.said("one", "two", "three", "four")
        await listening.consumer().hear([messages[3]])
        assert await listening.heard() == ["one", "two", "three", "four"]
        assert listening.asked == [0]

    async def test_a_database_that_goes_away_meanwhile_loses_nothing_of_the_refill(self, listening: Listening) -> None:
        messages = await listening.said("one", "two", "three")
        consumer = listening.consumer()
        listening.store.is_away = True
        with pytest.raises(StoreUnavailable):
            await consumer.hear([messages[2]])
        listening.store.is_away = False
        await consumer.hear([messages[2]])
        assert await listening.heard() == ["one", "two", "three"]

    async def test_a_refill_with_a_hole_is_not_believed(self, listening: Listening) -> None:
        messages = await listening.said("one", "two", "three")

        async def holey(*_: object) -> Sequence[Envelope]:
            return [messages[1]]

        place = (messages[2].topic, messages[2].partition)
        assert await Consumer(listening.listener.writer, holey).hear([messages[2]]) == {place}
        assert await listening.heard() == []

    async def test_the_end_of_a_topic_that_was_filled_again_is_heard_though_nothing_follows(
        self, listening: Listening
    ) -> None:
        first, second = await listening.said("one", "two")
        broker = MemoryTransport({})
        for message in (first, first):
            broker.append(message)
        consumer = listening.consumer(look_behind_every=0.01)
        ear = await broker.subscribe(listening.parties.listener.name, [first.topic], {})
        running = asyncio.create_task(consumer.run(ear))
        await listening.until_heard("one")
        broker.lose(first.topic, unnoticed=True)
        for message in (first, second):
            broker.append(message)
        await listening.until_heard("one", "two")
        consumer.stop()
        await running
        assert await in_inbox(listening.listener, [first, second]) == {first.event_id, second.event_id}

    async def test_a_long_gap_is_filled_page_by_page(self, listening: Listening) -> None:
        texts = [str(number) for number in range(1201)]
        messages = await listening.said(*texts)
        await listening.consumer().hear([messages[-1]])
        assert await listening.heard() == texts
        assert listening.asked == [0, 500, 1000]

    async def test_a_reference_is_replaced_by_the_message(self, listening: Listening) -> None:
        (message,) = await listening.said("large")
        await listening.consumer().hear([msgspec.structs.replace(message, data=b"", elsewhere=True)])
        assert await listening.heard() == ["large"]


class TestSourcesThatAreAway:
    async def test_a_gap_holds_up_its_partition_and_no_other(self, listening: Listening) -> None:
        messages = await listening.said("one", "two", "three")
        await say(listening.speaker, "cat", "elsewhere")
        (other,) = [one for one in await told_by(listening.speaker, listening.parties.topic) if one.key == "cat"]
        assert other.partition != messages[0].partition
        consumer = listening.consumer(ask_again_after=0)
        listening.is_away = True
        halted = await consumer.hear([messages[0], messages[2], other])
        assert halted == {(messages[2].topic, messages[2].partition)}
        assert await listening.heard() == ["one"]
        assert await heard_of(listening.listener, "cat") == ["elsewhere"]
        assert listening.halted() == 1
        listening.is_away = False
        assert await consumer.hear([messages[2]]) == set()
        assert await listening.heard() == ["one", "two", "three"]
        assert listening.halted() == 0

    async def test_a_place_that_another_ear_got_waits_no_longer_here(self, listening: Listening) -> None:
        messages = await listening.said("one", "two", "three")
        consumer = listening.consumer(ask_again_after=0)
        listening.is_away = True
        await consumer.take(MovedDelivery([messages[0], messages[2]]))
        assert listening.halted() == 1
        await consumer.take(MovedDelivery([]))
        assert listening.halted() == 0
        await consumer.take(MovedDelivery([messages[2]]))  # and if it was ours all the time, it comes again
        assert listening.halted() == 1

    async def test_what_one_still_said_of_a_long_gap_before_it_fell_silent_is_heard(self, listening: Listening) -> None:
        texts = [str(number) for number in range(701)]
        messages = await listening.said(*texts)

        async def put_back(topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
            """By a source that does not know its last message any more."""
            return [one for one in await listening.source.refill(topic, partition, after, limit) if one.seq < 700]

        consumer = Consumer(listening.listener.writer, put_back, ask_again_after=0)
        assert await consumer.hear([messages[-1]]) == {(messages[-1].topic, messages[-1].partition)}
        assert list(consumer.positions.values()) == [700]
        assert await listening.heard() == texts[:699]

    async def test_one_that_did_not_answer_is_left_alone_for_a_while(self, listening: Listening) -> None:
        messages = await listening.said("one", "two", "three")
        consumer = listening.consumer(ask_again_after=60)
        listening.is_away = True
        await consumer.hear([messages[1]])
        listening.is_away = False
        await consumer.hear([messages[2]])
        assert listening.asked == [0]
        assert await listening.heard() == []

    async def test_a_reference_that_cannot_be_followed_waits_too(self, listening: Listening) -> None:
        first, second = await listening.said("large", "after")
        consumer = listening.consumer(ask_again_after=0)
        listening.is_away = True
        reference = msgspec.structs.replace(first, data=b"", elsewhere=True)
        assert await consumer.hear([reference, second]) == {(first.topic, first.partition)}
        listening.is_away = False
        await consumer.hear([reference, second])
        assert await listening.heard() == ["large", "after"]


class TestRepetitions:
    async def test_heard_twice_counts_once(self, listening: Listening) -> None:
        messages = await listening.said("one", "two")
        consumer = listening.consumer()
        await consumer.hear([*messages, *messages])
        await listening.consumer().hear(messages)
        assert await listening.heard() == ["one", "two"]

    async def test_what_waits_at_the_end_of_a_place_is_set_aside_once_however_often_it_is_looked_at(
        self, listening: Listening
    ) -> None:
        (message,) = await listening.said("one")
        listening.parties.moods.rejected.add("one")
        consumer = listening.consumer()
        for _ in range(3):
            await consumer.hear([message])
        assert len(listening.store.parked) == 1
        labels = {"department": listening.parties.listener.name, "topic": message.topic}
        assert REGISTRY.get_sample_value("o2c_messages_parked_total", labels) == 1

    async def test_a_reference_that_was_heard_is_not_fetched_again(self, listening: Listening) -> None:
        (message,) = await listening.said("one")
        consumer = listening.consumer()
        reference = msgspec.structs.replace(message, data=b"", elsewhere=True)
        await consumer.hear([reference])
        listening.is_away = True
        assert await consumer.hear([reference]) == frozenset()
        assert listening.asked == [0]

    async def test_one_that_would_be_rejected_now_is_not_parked(self, listening: Listening) -> None:
        messages = await listening.said("one")
        await listening.consumer().hear(messages)
        listening.parties.moods.rejected.add("one")
        await listening.consumer().hear(messages)
        assert listening.store.parked == {}

    async def test_one_that_says_something_else_now_is_set_aside_by_itself(self, listening: Listening) -> None:
        """Its source was restored, and decided otherwise. Nothing waits behind it, and nobody can have it heard."""
        one, two, three = await listening.said("one", "two", "three")
        await listening.consumer().hear([one, two])
        other = msgspec.structs.replace(one, data=b'{"text":"other"}')
        listening.store.heard_positions.clear()
        for _ in range(2):
            await listening.consumer().hear([other, two, three])
        assert await listening.heard() == ["one", "two", "three"]
        (kept,) = listening.store.parked.values()
        assert (kept.status, kept.cause, kept.data) == ("unreadable", TOLD_AGAIN, other.data)
        assert str(one.event_id) in kept.detail

    async def test_one_that_says_something_else_and_would_be_rejected_is_so_too(self, listening: Listening) -> None:
        (one,) = await listening.said("one")
        await listening.consumer().hear([one])
        listening.parties.moods.rejected.add("other")
        listening.store.heard_positions.clear()
        await listening.consumer().hear([msgspec.structs.replace(one, data=b'{"text":"other"}')])
        assert [kept.cause for kept in listening.store.parked.values()] == [TOLD_AGAIN]

    async def test_one_that_was_heard_by_a_version_that_kept_no_words_is_the_same(self, listening: Listening) -> None:
        (one,) = await listening.said("one")
        await listening.consumer().hear([one])
        known = listening.store.inbox[one.event_id]
        listening.store.inbox[one.event_id] = msgspec.structs.replace(known, digest=None)
        listening.store.heard_positions.clear()
        await listening.consumer().hear([msgspec.structs.replace(one, data=b'{"text":"other"}')])
        assert listening.store.parked == {}


class TestLag:
    async def test_from_commit_to_commit_by_topic_and_not_for_repetitions(self, listening: Listening) -> None:
        messages = await listening.said("one", "two")
        listening.clock.pass_time(timedelta(seconds=3))
        await listening.consumer().hear(messages)
        await listening.consumer().hear(messages)
        assert (listening.lag("count"), listening.lag("sum")) == (2, 6)

    async def test_what_does_not_tell_is_not_measured(self, listening: Listening) -> None:
        (message,) = await listening.said("one")
        await listening.consumer().hear([msgspec.structs.replace(message, committed_at=None)])
        assert await listening.heard() == ["one"]
        assert listening.lag("count") is None


class TestPlaces:
    async def test_an_idle_consumer_writes_down_how_far_it_came(self, listening: Listening) -> None:
        messages = await listening.said("one", "two")
        consumer = listening.consumer()
        await consumer.hear(messages)
        await consumer.remember_positions()
        (position,) = await listening.store.positions()
        assert position.next_seq == 3
        again = listening.consumer()
        await again.load_positions()
        await again.hear(await listening.said("three"))
        assert listening.asked == []

    async def test_a_place_that_another_worker_has_heard_meanwhile_is_looked_up(self, listening: Listening) -> None:
        first, second = listening.consumer(), listening.consumer()
        await second.load_positions()
        await first.hear(await listening.said("one", "two"))
        await first.remember_positions()
        listening.parties.moods.rejected.add("no")
        messages = await listening.said("no", "behind")
        await first.hear(messages[2:3])
        await first.remember_positions()
        delivery = LocalDelivery(messages[3:])
        delivery.moved = True
        await second.take(delivery)
        assert listening.asked == []
        assert await listening.heard() == ["one", "two"]  # "behind" waits, although the first worker parked "no"
        assert [message.status for message in listening.store.parked.values()] == ["parked", "waiting"]

    async def test_a_new_epoch_stops_the_consumer_and_an_old_one_is_passed_over(self, listening: Listening) -> None:
        first, second = await listening.said("one", "two")
        consumer = listening.consumer()
        await consumer.hear([msgspec.structs.replace(first, epoch=2)])
        await consumer.hear([second])
        assert await listening.heard() == ["one"]
        with pytest.raises(SourceRestored):
            await consumer.hear([msgspec.structs.replace(second, epoch=3)])

    async def test_a_new_epoch_stops_it_where_it_first_shows_in_a_place_that_was_silent(
        self, listening: Listening
    ) -> None:
        """What is said there may build on what the source forgot of the places that were heard."""
        first, second = await listening.said("one", "two")
        consumer = listening.consumer()
        await consumer.hear([first])
        elsewhere = msgspec.structs.replace(second, partition=first.partition + 1, seq=1, epoch=2)
        with pytest.raises(SourceRestored):
            await consumer.hear([elsewhere])
        assert await listening.heard() == ["one"]

    async def test_what_comes_in_an_old_epoch_to_a_silent_place_is_heard_as_its_source_tells_it_now(
        self, listening: Listening
    ) -> None:
        """As of a topic that is heard from today on: the broker keeps what was forgotten beside what was not."""
        one, two, three = await listening.said("one", "two", "three")
        consumer = await listening.who_knows_of_epoch(2)
        forgotten = msgspec.structs.replace(one, event_id=uuid4(), data=b'{"text":"forgotten"}')
        assert await consumer.hear([forgotten, two]) == frozenset()
        assert await listening.heard() == ["one", "two", "three"]
        assert consumer.positions[three.topic, three.partition] == 4
        await consumer.hear([msgspec.structs.replace(three, epoch=2)])
        assert await listening.heard() == ["one", "two", "three"]

    async def test_what_the_source_of_a_silent_place_does_not_know_is_not_heard(self, listening: Listening) -> None:
        (forgotten,) = await listening.said("one")
        consumer = await listening.who_knows_of_epoch(2)
        elsewhere = msgspec.structs.replace(forgotten, partition=(forgotten.partition + 1) % PARTITIONS)
        for _ in range(2):
            await consumer.hear([elsewhere])
        assert await listening.heard() == []
        assert listening.asked == [0]  # and once is enough

    async def test_a_silent_place_waits_for_its_source_where_it_is_to_be_asked(self, listening: Listening) -> None:
        one, two = await listening.said("one", "two")
        consumer = await listening.who_knows_of_epoch(2, ask_again_after=0.0)
        listening.is_away = True
        assert await consumer.hear([one, two]) == {(one.topic, one.partition)}
        assert await listening.heard() == []
        listening.is_away = False
        assert await consumer.hear([one, two]) == frozenset()
        assert await listening.heard() == ["one", "two"]

    async def test_a_source_that_tells_a_silent_place_in_a_later_epoch_stops_it(self, listening: Listening) -> None:
        (one,) = await listening.said("one")
        consumer = await listening.who_knows_of_epoch(2)
        listening.speaker.store.epoch = 3
        with pytest.raises(SourceRestored):
            await consumer.hear([one])
        assert await listening.heard() == []

    async def test_the_epoch_of_a_source_that_was_never_heard_is_whatever_it_is(self, listening: Listening) -> None:
        (first,) = await listening.said("one")
        await listening.consumer().hear([msgspec.structs.replace(first, epoch=7)])
        assert await listening.heard() == ["one"]


class Ear:
    """A subscription with one delivery; it notes whether that was said to be done."""

    def __init__(self, messages: Sequence[Envelope]) -> None:
        self._deliveries = [LocalDelivery(messages)]
        self.done: list[LocalDelivery] = []

    async def receive(self, timeout: float) -> LocalDelivery | None:
        """Once something, then nothing."""
        if not self._deliveries:
            await asyncio.sleep(timeout)
            return None
        delivery = self._deliveries.pop()

        async def done() -> None:
            self.done.append(delivery)

        delivery.done = done  # type: ignore[method-assign]
        return delivery

    async def look_behind(self) -> None:
        """There is nothing."""

    async def close(self) -> None:
        """Nothing."""


class TestStopping:
    async def test_what_is_in_hand_is_heard_told_and_written_down(self, listening: Listening) -> None:
        ear, consumer = Ear(await listening.said("one", "two")), listening.consumer()
        listening.listener.handler.on_commit(lambda _, __: consumer.stop())  # in the middle of the delivery
        await asyncio.wait_for(consumer.run(ear), 5)
        assert await listening.heard() == ["one", "two"]
        assert len(ear.done) == 1
        assert [position.next_seq for position in await listening.store.positions()] == [3]

    async def test_what_cannot_be_heard_now_comes_again(self, listening: Listening) -> None:
        ear, consumer = Ear(await listening.said("one")), listening.consumer()
        listening.store.is_away = True
        running = asyncio.create_task(consumer.run(ear))
        consumer.stop()
        await asyncio.wait_for(running, 5)
        assert ear.done == []


class TestPoison:
    @pytest.mark.parametrize(
        "data",
        [b"", b"\x00", b"\xff", b"[]", b'{"text":7}', b'{"other":"x"}', b'{"text":"\\ud800"}', b"\xed\xa0\x80"],
    )
    async def test_data_that_cannot_be_read_parks_the_stream(self, listening: Listening, data: bytes) -> None:
        first, second = await listening.said("one", "two")
        await listening.consumer().hear([msgspec.structs.replace(first, data=data), second])
        statuses = [(message.status, message.data) for message in listening.store.parked.values()]
        assert statuses[0] == ("parked", data)
        assert statuses[1][0] == "waiting"

    async def test_a_newer_version_of_what_we_hear_is_parked_and_another_type_is_passed_over(
        self, listening: Listening
    ) -> None:
        first, second = await listening.said("one", "two")
        newer = msgspec.structs.replace(first, type=first.type.replace(".v1", ".v2"))
        await listening.consumer().hear([newer])
        assert [message.type for message in listening.store.parked.values()] == [newer.type]
        listening.store.parked.clear()
        other = msgspec.structs.replace(second, type=second.type.replace("said", "whispered"))
        await listening.consumer().hear([msgspec.structs.replace(first), other])
        assert await listening.heard() == ["one"]
        assert listening.store.parked == {}
        labels = {"department": listening.parties.listener.name, "topic": listening.parties.topic}
        assert REGISTRY.get_sample_value("o2c_messages_passed_over_total", labels) == 1
