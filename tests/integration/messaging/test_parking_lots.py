"""The life of parked messages, the same on PostgreSQL and in memory."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from aiokafka import ConsumerRecord
from prometheus_client import REGISTRY

from shared.clocks.driven import DrivenClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_parking import MemoryParkingLot
from shared.event_store.port import EventStore
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.unit import OPEN, ParkedStatus
from shared.handling.runtime import Runtime
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope, Unreadable, to_headers
from shared.messaging.kafka import readable
from shared.messaging.local import LocalDelivery, LocalTransport
from shared.messaging.parking import (
    ParkedIsSettled,
    ParkedUnknown,
    ParkedUnreadable,
    ParkedWaitsBehind,
    Parking,
    ParkingDesk,
)
from shared.messaging.port import ParkingLot
from tests.integration.messaging.databases import department_database
from tests.unit.messaging.small_talk import Parties, heard_of, in_inbox, parties, runtime_of, say, told_by

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass
class Office:
    """A listener with its parking lot, on a clock that the test moves; the speaker is in memory."""

    parties: Parties
    speaker: Runtime
    listener: Runtime
    consumer: Consumer
    lot: ParkingLot
    desk: ParkingDesk
    parking: Parking
    clock: DrivenClock
    told: int = 0

    async def hears(self, *texts: str, about: str = "bee") -> list[Envelope]:
        """The speaker says these things, and the consumer hears them."""
        await say(self.speaker, about, *texts)
        fresh = (await told_by(self.speaker, self.parties.topic))[self.told :]
        self.told += len(fresh)
        await self.consumer.hear(fresh)
        return fresh

    async def statuses(self) -> list[str]:
        """Of the line, in order."""
        messages = sorted(await self.lot.listed(topic=self.parties.topic), key=lambda message: message.seq)
        return [message.status for message in messages]

    def parked_now(self) -> dict[str, float | None]:
        """The gauge, by status."""
        name = self.parties.listener.name
        labels = [{"department": name, "status": status} for status in OPEN]
        return {one["status"]: REGISTRY.get_sample_value("o2c_parked_messages", one) for one in labels}

    async def heard(self) -> list[str]:
        """What was counted."""
        return await heard_of(self.listener, "bee")


def _office(new: Parties, store: EventStore, lot: ParkingLot) -> Office:
    clock = DrivenClock(START)
    speaking = MemoryEventStore()
    speaker = runtime_of(new.speaker, speaking, clock)
    listener = runtime_of(new.listener, store, clock)
    consumer = Consumer(listener.writer, LocalTransport({new.speaker.name: speaking}).refill)
    desk, parking = ParkingDesk(lot, clock), Parking(consumer, lot, clock)
    return Office(new, speaker, listener, consumer, lot, desk, parking, clock)


@pytest.fixture(params=["memory", "postgres"])
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    if request.param == "memory":
        store = MemoryEventStore()
        yield _office(parties(), store, MemoryParkingLot(store))
        return
    async with department_database(request.getfixturevalue("postgres_server")) as (database, engine):
        yield _office(parties(), database, PostgresParkingLot(engine))


async def test_a_fault_is_tried_again_after_1_10_and_60_seconds_and_then_waits_for_an_operator(office: Office) -> None:
    office.parties.moods.broken.add("hard")
    await office.hears("easy", "hard", "behind")
    assert await office.statuses() == ["retrying", "waiting"]
    assert await office.parking.work_through() == 0
    tries: list[int] = []
    for second in range(1, 80):
        office.clock.pass_time(timedelta(seconds=1))
        before = (await office.lot.listed())[0].attempts
        await office.parking.work_through()
        if max(message.attempts for message in await office.lot.listed()) > before:
            tries.append(second)
    assert tries == [1, 11, 71]
    (head,) = await office.lot.listed(status=ParkedStatus.PARKED)
    assert (head.attempts, head.cause, head.data) == (3, "RuntimeError", b'{"text":"hard"}')
    assert await office.statuses() == ["parked", "waiting"]
    assert await office.heard() == ["easy"]


async def test_a_fault_that_passes_settles_by_itself_and_those_behind_follow_in_order(office: Office) -> None:
    office.parties.moods.broken.add("hard")
    await office.hears("hard", "two", "three")
    office.parties.moods.broken.clear()
    office.clock.pass_time(timedelta(seconds=2))
    assert await office.parking.work_through() == 3
    assert await office.heard() == ["hard", "two", "three"]
    assert await office.statuses() == ["settled", "settled", "settled"]
    await office.hears("four")
    assert await office.heard() == ["hard", "two", "three", "four"]
    assert len(await office.lot.listed()) == 3


async def test_a_message_that_comes_while_the_line_is_worked_through_does_not_overtake(office: Office) -> None:
    office.parties.moods.rejected |= {"no", "never"}
    await office.hears("no", "two", "never", "four")
    (head, _, _, _) = sorted(await office.lot.listed(), key=lambda message: message.seq)
    office.parties.moods.rejected.remove("no")
    await office.desk.retry(head.event_id, "ada", "we may hear this now")
    assert await office.parking.work_through() == 2  # "never" stops the line
    await office.hears("five")
    assert await office.heard() == ["no", "two"]
    assert await office.statuses() == ["settled", "settled", "parked", "waiting", "waiting"]
    office.parties.moods.rejected.clear()
    (stopped,) = await office.lot.listed(status=ParkedStatus.PARKED)
    await office.desk.retry(stopped.event_id, "ada", "this too")
    assert await office.parking.work_through() == 3
    assert await office.heard() == ["no", "two", "never", "four", "five"]


async def test_a_retry_that_fails_parks_it_again_with_the_new_cause(office: Office) -> None:
    office.parties.moods.rejected.add("no")
    (message,) = await office.hears("no")
    (head,) = await office.lot.listed()
    assert (head.status, head.cause) == ("parked", "rejected: listener.tally.offensive")
    office.parties.moods.rejected.clear()
    office.parties.moods.broken.add("no")
    await office.desk.retry(message.event_id, "ada", "try")
    assert await office.parking.work_through() == 0
    (head,) = await office.lot.listed()
    assert (head.status, head.cause) == ("retrying", "RuntimeError")


async def test_what_is_discarded_is_in_the_inbox_and_in_the_audit(office: Office) -> None:
    office.parties.moods.rejected.add("no")
    messages = await office.hears("no", "two", "three")
    await office.desk.discard(messages[0].event_id, "ada", "not worth it")
    await office.desk.discard(messages[1].event_id, "ada", "nor this, though it only waits")
    assert await office.parking.work_through() == 1
    assert await office.heard() == ["three"]
    assert await in_inbox(office.listener, messages) == {message.event_id for message in messages}
    (entry,) = await office.lot.audit(messages[0].event_id)
    assert (entry.action, entry.actor, entry.reason, entry.acted_at) == ("discard", "ada", "not worth it", START)
    await office.consumer.hear(messages)  # they come once more
    assert await office.heard() == ["three"]


async def test_operators_see_how_much_waits(office: Office) -> None:
    office.parties.moods.rejected.add("no")
    messages = await office.hears("no", "two", "three")
    await office.parking.measure()
    assert office.parked_now() == {"parked": 1, "waiting": 2, "retrying": 0, "unreadable": 0}
    await office.desk.discard(messages[0].event_id, "ada", "why")
    await office.parking.work_through()
    await office.parking.measure()
    assert set(office.parked_now().values()) == {0}


async def test_what_an_operator_may_not_do(office: Office) -> None:
    office.parties.moods.rejected.add("no")
    first, second = await office.hears("no", "two")
    with pytest.raises(ParkedUnknown):
        await office.desk.retry(uuid4(), "ada", "why")
    with pytest.raises(ParkedWaitsBehind):
        await office.desk.retry(second.event_id, "ada", "why")
    for _ in range(2):  # asked twice, happened once
        await office.desk.discard(first.event_id, "ada", "why")
    with pytest.raises(ParkedIsSettled):
        await office.desk.discard(first.event_id, "bob", "me too")
    with pytest.raises(ParkedIsSettled):
        await office.desk.retry(first.event_id, "ada", "why")
    assert len(await office.lot.audit(first.event_id)) == 1


async def test_an_unreadable_record_stops_nobody_and_can_only_be_discarded(office: Office) -> None:
    record = Unreadable(
        topic=office.parties.topic,
        partition=0,
        offset=7,
        key="bee\x00\ud800",
        headers={"a\x00": "\x00"},
        data=b"\x00\xff",
        why="no headers\x00",
    )
    delivery = LocalDelivery([])
    delivery.unreadable = [record]
    await office.consumer.take(delivery)
    await office.consumer.take(delivery)
    (message,) = await office.lot.listed(status=ParkedStatus.UNREADABLE)
    assert (message.event_id, message.seq, message.data) == (record.event_id, 7, b"\x00\xff")
    await office.hears("one")
    assert await office.heard() == ["one"]
    with pytest.raises(ParkedUnreadable):
        await office.desk.retry(record.event_id, "ada", "why")
    await office.desk.discard(record.event_id, "ada", "not ours")
    assert await office.listener.store.heard([record.event_id]) == {}


Spoil = Callable[[Office, Envelope], Envelope | Unreadable]


def _with_data(data: bytes) -> Spoil:
    return lambda _, message: msgspec.structs.replace(message, data=data)


def _of_a_later_version(_: Office, message: Envelope) -> Envelope:
    return msgspec.structs.replace(message, type=message.type.replace(".v1", ".v2"))


def _rejected(office: Office, message: Envelope) -> Envelope:
    office.parties.moods.rejected.add("poison")
    return message


def _breaking(office: Office, message: Envelope) -> Envelope:
    office.parties.moods.broken.add("poison")
    return message


def _with_header(name: str, value: bytes) -> Spoil:
    def spoil(_: Office, message: Envelope) -> Envelope | Unreadable:
        headers = [*(pair for pair in to_headers(message, 1) if pair[0] != name), (name, value)]
        assert isinstance(message.data, bytes)  # the speaker's store is in memory
        return _record(message, message.data, headers)

    return spoil


def _of_two_megabytes(_: Office, message: Envelope) -> Envelope | Unreadable:
    return _record(message, b"x" * 2_000_000, [])


def _record(message: Envelope, data: bytes, headers: Sequence[tuple[str, bytes]]) -> Envelope | Unreadable:
    return readable(
        ConsumerRecord(
            topic=message.topic,
            partition=message.partition,
            offset=0,
            timestamp=0,
            timestamp_type=0,
            key=message.key.encode(),
            value=data,
            checksum=None,
            serialized_key_size=0,
            serialized_value_size=0,
            headers=headers,
        )
    )


POISON: dict[str, tuple[Spoil, str, str]] = {
    "not JSON": (_with_data(b"{"), "parked", "unreadable"),
    "an unknown type": (_with_header("ce_type", b"no-such-type"), "unreadable", "unreadable"),
    "a later version": (_of_a_later_version, "parked", "unreadable"),
    "a missing field": (_with_data(b'{"other":"x"}'), "parked", "unreadable"),
    "a rejection": (_rejected, "parked", "rejected: listener.tally.offensive"),
    "a fault": (_breaking, "retrying", "RuntimeError"),
    "two megabytes": (_of_two_megabytes, "unreadable", "unreadable"),
    "a foreign source": (_with_header("ce_source", b"/somebody-else"), "unreadable", "unreadable"),
}


@pytest.mark.parametrize("kind", POISON)
async def test_poison_parks_its_stream_alone_is_listed_tried_again_and_discarded_with_a_reason(
    office: Office, kind: str
) -> None:
    spoil, status, cause = POISON[kind]
    await say(office.speaker, "bee", "poison", "behind")
    await say(office.speaker, "cat", "elsewhere")
    told = {(one.key, one.stream_version): one for one in await told_by(office.speaker, office.parties.topic)}
    bad = spoil(office, told["bee", 1])
    rest = [told["bee", 2], told["cat", 1]]
    delivery = LocalDelivery([bad, *rest] if isinstance(bad, Envelope) else rest)
    delivery.unreadable = [bad] if isinstance(bad, Unreadable) else []
    await office.consumer.take(delivery)
    assert await heard_of(office.listener, "cat") == ["elsewhere"]

    (parked,) = await office.lot.listed(status=ParkedStatus(status))
    assert (parked.key, parked.cause) == ("bee", cause)
    if isinstance(bad, Unreadable):  # it stood for nothing: what was published is had from its source
        assert await office.heard() == ["poison", "behind"]
        with pytest.raises(ParkedUnreadable):
            await office.desk.retry(parked.event_id, "ada", "once more")
    else:
        assert await office.heard() == []
        await office.desk.retry(parked.event_id, "ada", "once more")
        assert await office.parking.work_through() == 0
    await office.desk.discard(parked.event_id, "ada", "nothing can be made of it")
    await office.parking.work_through()
    assert await office.heard() == (["poison", "behind"] if isinstance(bad, Unreadable) else ["behind"])
    assert (await office.lot.audit(parked.event_id))[-1].reason == "nothing can be made of it"
    await office.parking.measure()
    assert set(office.parked_now().values()) == {0}


async def test_one_that_was_heard_elsewhere_meanwhile_is_settled_without_effect(office: Office) -> None:
    office.parties.moods.broken.add("hard")
    (message,) = await office.hears("hard")
    office.parties.moods.broken.clear()
    twin = Consumer(office.listener.writer, LocalTransport({}).refill)  # before it knew that this stream waits
    await twin.hear([message])
    office.clock.pass_time(timedelta(seconds=2))
    assert await office.parking.work_through() == 1
    assert await office.heard() == ["hard"]
    assert await office.statuses() == ["settled"]


async def test_of_two_workers_one_gets_the_claim(office: Office) -> None:
    office.parties.moods.broken.add("hard")
    await office.hears("hard")
    (seen,) = await office.lot.line(office.parties.topic, "bee", 10)
    assert await office.lot.claim(seen, START + timedelta(seconds=30))
    assert not await office.lot.claim(seen, START + timedelta(seconds=30))
    assert await office.lot.ready(START + timedelta(seconds=29), 10) == []
    assert await office.lot.ready(START + timedelta(seconds=30), 10) == [(office.parties.topic, "bee")]


async def test_the_list_is_filtered_and_paged(office: Office) -> None:
    office.parties.moods.rejected.add("no")
    await office.hears("no", "two", "three")
    everything = await office.lot.listed()
    first = await office.lot.listed(limit=2)
    assert [*first, *await office.lot.listed(after=first[-1].event_id)] == list(everything)
    assert len(await office.lot.listed(key="bee", status=ParkedStatus.WAITING)) == 2
    assert await office.lot.listed(key="cat") == []


async def test_what_is_over_may_be_left_out_of_the_list(office: Office) -> None:
    office.parties.moods.rejected.add("no")
    office.parties.moods.broken.add("hard")
    first, _ = await office.hears("no", "two")
    await office.desk.discard(first.event_id, "ada", "why")
    await office.parking.work_through()
    await office.hears("hard", "behind")
    assert await office.statuses() == ["discarded", "settled", "retrying", "waiting"]
    assert {one.status for one in await office.lot.listed(open_only=True)} == {"retrying", "waiting"}
    assert [one.status for one in await office.lot.listed(open_only=True, status=ParkedStatus.WAITING)] == ["waiting"]
    assert await office.lot.listed(open_only=True, status=ParkedStatus.SETTLED) == []
