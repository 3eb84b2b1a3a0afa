"""Corners of the transports that the behaviour suite cannot reach: races, rebalances, deafness."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from prometheus_client import REGISTRY

from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import OutboxRow, StoreUnavailable
from shared.messaging.kafka import ConsumerStuck, KafkaSubscription
from shared.messaging.kafka_publisher import SAFE, KafkaPublisher, UnsafeProducer
from shared.messaging.local import PAGE, LocalTransport
from shared.messaging.memory import Chaos, MemoryTransport
from tests.unit.messaging.small_talk import parties, runtime_of, say, told_by


class SlowStore(MemoryEventStore):
    """Answers with what it held when it was asked, after something else has happened."""

    meanwhile: Any = None
    is_away = False

    async def read_outbox(self, topic: str, partition: int, after: int, limit: int) -> list[OutboxRow]:
        """Late."""
        if self.is_away:
            raise StoreUnavailable("away")
        rows = await super().read_outbox(topic, partition, after, limit)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return list(rows)


class TestLocal:
    async def _received(self, subscription: Any) -> list[int]:
        found: list[int] = []
        while (delivery := await subscription.receive(0)) is not None:
            found.extend(message.seq for message in delivery.messages)
        return found

    async def test_what_is_committed_while_the_outbox_is_read_is_delivered_once(self) -> None:
        new, store = parties(), SlowStore()
        speaker = runtime_of(new.speaker, store)
        transport = LocalTransport({new.speaker.name: store})
        speaker.handler.on_commit(transport.committed(new.speaker.name))
        await say(speaker, "bee", "one")
        subscription = await transport.subscribe("listener", [new.topic], {})

        async def speak() -> None:
            await say(speaker, "bee", "two")

        store.meanwhile = speak
        assert await self._received(subscription) == [1, 2]

    async def test_a_page_that_is_full_leaves_the_rest_to_the_next(self) -> None:
        new, store = parties(), SlowStore()
        speaker = runtime_of(new.speaker, store)
        transport = LocalTransport({new.speaker.name: store})
        speaker.handler.on_commit(transport.committed(new.speaker.name))
        await say(speaker, "bee", *(str(number) for number in range(PAGE)))
        subscription = await transport.subscribe("listener", [new.topic], {})

        async def speak() -> None:
            await say(speaker, "bee", "more")

        store.meanwhile = speak
        assert sorted(set(await self._received(subscription))) == list(range(1, PAGE + 2))

    async def test_a_source_that_is_away_is_read_again(self) -> None:
        new, store = parties(), SlowStore()
        speaker = runtime_of(new.speaker, store)
        await say(speaker, "bee", "one")
        subscription = await LocalTransport({new.speaker.name: store}).subscribe("listener", [new.topic], {})
        store.is_away = True
        with pytest.raises(StoreUnavailable):
            await subscription.receive(0)
        store.is_away = False
        assert await self._received(subscription) == [1]


class TestMemory:
    async def test_the_same_seed_misbehaves_in_the_same_way(self) -> None:
        seen: list[list[int]] = []
        new = parties()
        speaker = runtime_of(new.speaker, MemoryEventStore())
        for note in ("ant", "bee", "cat"):
            await say(speaker, note, *(str(number) for number in range(10)))
        for _ in range(2):
            transport = MemoryTransport({}, seed=5, chaos=Chaos(repeat=0.3, drop=0.2, most_at_once=4))
            for message in await told_by(speaker, new.topic):
                transport.append(message)
            subscription = await transport.subscribe("listener", [new.topic], {})
            found: list[int] = []
            while (delivery := await subscription.receive(0)) is not None:
                found.extend(message.seq for message in delivery.messages)
            seen.append(found)
        assert seen[0] == seen[1]

    async def test_members_share_the_places_and_one_that_leaves_gives_them_back(self) -> None:
        new = parties()
        speaker = runtime_of(new.speaker, MemoryEventStore())
        await say(speaker, "bee", "one", "two")
        transport = MemoryTransport({}, chaos=Chaos(most_at_once=1))
        for message in await told_by(speaker, new.topic):
            transport.append(message)
        first = await transport.subscribe("listener", [new.topic], {})
        delivery = await first.receive(0)
        assert delivery is not None
        assert delivery.moved
        second = await transport.subscribe("listener", [new.topic], {})
        await first.close()
        await delivery.done()  # too late: it is the other's
        again = await second.receive(0)
        assert again is not None
        assert [message.seq for message in again.messages] == [1]


class StandInClient:
    """A consumer client that receives nothing."""

    def __init__(self, end: int | None, position: int, *, rests: bool = False) -> None:
        self._rests = rests
        self._end = end
        self.stands_at = position

    def subscribe(self, topics: Sequence[str], listener: Any) -> None:
        """Joins at once."""
        listener.on_partitions_assigned([])

    async def start(self) -> None:
        """Nothing to do."""

    async def getmany(self, **_: Any) -> Mapping[TopicPartition, list[Any]]:
        """Silence."""
        await asyncio.sleep(0)
        return {}

    def assignment(self) -> set[TopicPartition]:
        """One place."""
        return {TopicPartition("a.b", 0)}

    async def end_offsets(self, places: Any) -> dict[TopicPartition, int]:
        """Where the place ends, if the broker answers."""
        if self._end is None:
            raise KafkaError("away")
        return dict.fromkeys(places, self._end)

    def highwater(self, _: TopicPartition) -> int | None:
        """Where the place ended when the broker spoke last."""
        return self._end

    def paused(self) -> set[TopicPartition]:
        """The place, where we rest on purpose."""
        return self.assignment() if self._rests else set()

    async def position(self, _: TopicPartition) -> int:
        """Where we are."""
        return self.stands_at

    def seek(self, _: TopicPartition, offset: int) -> None:
        """Goes there."""
        self.stands_at = offset


class ClientWithAnEcho(StandInClient):
    """Brings the record before its place once more, and nothing else."""

    def grow(self, to: int) -> None:
        """The place has more records by now."""
        self._end = to

    async def getmany(self, **_: Any) -> Mapping[TopicPartition, list[Any]]:
        """The echo, once."""
        await asyncio.sleep(0)
        if self.stands_at != 4:
            return {}
        self.stands_at = 5
        record = ConsumerRecord("a.b", 0, 4, 0, 0, b"key", b"{}", 0, 0, 0, ())
        return {TopicPartition("a.b", 0): [record]}


class ClientThatHangs(StandInClient):
    """Waits for records, and forgets how long."""

    async def getmany(self, **_: Any) -> Mapping[TopicPartition, list[Any]]:
        """For ever."""
        await asyncio.Event().wait()
        return {}


class TestKafka:
    async def _listens(self, client: StandInClient) -> None:
        subscription = KafkaSubscription("listener", client, ["a.b"], stuck_after=0.05)
        await subscription.open()
        async with asyncio.timeout(0.3):
            while True:
                await subscription.receive(0)
                await asyncio.sleep(0.01)

    async def test_records_that_never_arrive_end_the_process(self) -> None:
        with pytest.raises(ConsumerStuck, match=r"a\.b/0"):
            await self._listens(StandInClient(end=5, position=3))

    async def test_a_client_that_does_not_come_back_ends_the_process(self) -> None:
        with pytest.raises(ConsumerStuck, match="does not come back"):
            await self._listens(ClientThatHangs(end=3, position=3))

    async def test_how_far_the_broker_is_ahead_is_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shared.messaging.kafka.MEASURE_EVERY_SECONDS", 0.0)
        with pytest.raises(TimeoutError):
            await self._listens(StandInClient(end=5, position=3, rests=True))
        place = {"department": "listener", "topic": "a.b", "partition": "0"}
        assert REGISTRY.get_sample_value("o2c_messages_unheard", place) == 2

    @pytest.mark.parametrize(
        ("client", "stands_at"),
        [
            (StandInClient(end=3, position=3), 2),
            (StandInClient(end=5, position=3), 3),
            (StandInClient(end=0, position=0), 0),
            (StandInClient(end=None, position=3), 3),
            (StandInClient(end=3, position=3, rests=True), 3),
        ],
    )
    async def test_only_who_stands_at_an_end_steps_back(self, client: StandInClient, stands_at: int) -> None:
        await KafkaSubscription("listener", client, ["a.b"], stuck_after=0.05).look_behind()
        assert client.stands_at == stands_at

    async def test_who_stepped_back_while_the_broker_was_away_is_not_taken_for_deaf(self) -> None:
        client = StandInClient(end=3, position=3)
        subscription = KafkaSubscription("listener", client, ["a.b"], stuck_after=0.05)
        await subscription.open()
        await subscription.look_behind()
        async with asyncio.timeout(10):
            for _ in range(20):
                assert await subscription.receive(0) is None
                await asyncio.sleep(0.01)

    async def test_the_last_message_again_is_no_sign_that_what_waits_will_be_heard(self) -> None:
        client = ClientWithAnEcho(end=5, position=5)
        subscription = KafkaSubscription("listener", client, ["a.b"], stuck_after=0.05)
        await subscription.open()
        await subscription.look_behind()
        client.grow(to=9)

        async def listen() -> None:
            while True:
                await subscription.receive(0)
                await asyncio.sleep(0.01)

        with pytest.raises(ConsumerStuck, match=r"a\.b/0"):
            await asyncio.wait_for(listen(), 2)

    async def test_silence_a_broker_that_is_away_and_a_place_that_was_put_off_are_waited_for(self) -> None:
        for client in (
            StandInClient(end=3, position=3),
            StandInClient(end=None, position=3),
            StandInClient(end=5, position=3, rests=True),
        ):
            with pytest.raises(TimeoutError):
                await self._listens(client)

    async def test_the_producer_is_idempotent_with_all_acknowledgements_whatever_it_is_told(self) -> None:
        assert (SAFE["acks"], SAFE["enable_idempotence"]) == ("all", True)
        publisher = KafkaPublisher({"bootstrap_servers": "127.0.0.1:1", "acks": 1, "enable_idempotence": False})
        publisher._producer._sender._acks = 1
        with pytest.raises(UnsafeProducer):
            await publisher.open()
        await publisher.close()
