"""What every transport promises, told once and asked of each: local, memory (also a bad one) and Kafka."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
from prometheus_client import REGISTRY

from shared.event_store.partitioning import partition_of_key
from shared.event_store.unit import ParkedStatus
from shared.messaging.memory import CALM, Chaos
from shared.messaging.parking import Parking, ParkingDesk
from shared.messaging.port import Place
from tests.integration.messaging.wires import Ear, Wire, kafka_wire, local_wire, memory_wire
from tests.unit.messaging.small_talk import heard_of, in_inbox, parties, say, told_by

BAD = Chaos(repeat=0.3, drop=0.2, garble=0.1, most_at_once=5)
WORSE = Chaos(repeat=0.3, drop=0.2, most_at_once=9, reorder_within=True)
NOTES = ["ant", "bee", "cat", "dog", "elk"]


def _opened(name: str, request: pytest.FixtureRequest) -> AbstractAsyncContextManager[Wire]:
    match name:
        case "local-memory":
            return local_wire(parties(), None)
        case "local-postgres":
            return local_wire(parties(), request.getfixturevalue("postgres_server"))
        case "memory":
            return memory_wire(parties(), CALM, 1)
        case "bad-memory":
            return memory_wire(parties(), BAD, 2)
        case "worse-memory":
            return memory_wire(parties(), WORSE, 3)
        case _:
            return kafka_wire(parties(), request.getfixturevalue("kafka_broker").bootstrap_servers)


@pytest.fixture(params=["local-memory", "local-postgres", "memory", "bad-memory", "worse-memory", "kafka"])
async def wire(request: pytest.FixtureRequest) -> AsyncIterator[Wire]:
    async with _opened(request.param, request) as opened:
        yield opened


@pytest.fixture(params=["memory", "bad-memory", "kafka"])
async def losing_wire(request: pytest.FixtureRequest) -> AsyncIterator[Wire]:
    """One whose messages are on a topic, which can be lost."""
    async with _opened(request.param, request) as opened:
        yield opened


async def _say_about_all(wire: Wire, *texts: str) -> None:
    for text in texts:
        await asyncio.gather(*(say(wire.speaker, note, text) for note in NOTES))


async def _everything_was_heard_once_in_order(wire: Wire, ear: Ear, *texts: str) -> None:
    for note in NOTES:
        assert await heard_of(ear.runtime, note) == list(texts)
    told = await told_by(wire.speaker, wire.parties.topic)
    assert await in_inbox(ear.runtime, told) == {message.event_id for message in told}


async def test_everything_published_arrives_in_order_per_stream(wire: Wire) -> None:
    ear = await wire.ear()
    texts = [str(number) for number in range(20)]
    await _say_about_all(wire, *texts[:10])
    await ear.hear_all(wire.speaker, wire.parties.topic)
    await _say_about_all(wire, *texts[10:])
    await ear.hear_all(wire.speaker, wire.parties.topic)
    await _everything_was_heard_once_in_order(wire, ear, *texts)
    await ear.subscription.close()


async def test_who_did_it_comes_along(wire: Wire) -> None:
    ear = await wire.ear()
    await _say_about_all(wire, "hello")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    assert wire.parties.moods.said_by == {"hello": "a tester"}
    await ear.subscription.close()


async def test_what_was_not_done_comes_again_after_a_restart(wire: Wire) -> None:
    await _say_about_all(wire, "one", "two")
    ear = await wire.ear()
    async with asyncio.timeout(10):
        while (await ear.subscription.receive(0.1)) is None:
            pass  # the listener dies with this delivery in its hands
    await ear.subscription.close()
    again = await wire.ear()
    await again.hear_all(wire.speaker, wire.parties.topic)
    await _everything_was_heard_once_in_order(wire, again, "one", "two")
    await again.subscription.close()


async def test_heard_but_not_said_to_be_done_has_one_effect(wire: Wire) -> None:
    await _say_about_all(wire, "one", "two")
    ear = await wire.ear()
    async with asyncio.timeout(10):
        while (delivery := await ear.subscription.receive(0.1)) is None:
            pass
    await ear.consumer.take(delivery)  # committed, and the listener dies before it can say so
    await ear.subscription.close()
    again = await wire.ear()
    await again.hear_all(wire.speaker, wire.parties.topic)
    await _everything_was_heard_once_in_order(wire, again, "one", "two")
    await again.subscription.close()


async def test_what_is_said_again_has_one_effect(wire: Wire) -> None:
    ear = await wire.ear()
    await _say_about_all(wire, "one", "two")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    await wire.say_again()
    await _say_about_all(wire, "three")
    await ear.subscription.close()
    again = await wire.ear(from_the_start=True)
    await again.hear_all(wire.speaker, wire.parties.topic)
    await _everything_was_heard_once_in_order(wire, again, "one", "two", "three")
    await again.subscription.close()


async def test_a_gap_is_seen_and_refilled(wire: Wire) -> None:
    ear = await wire.ear()
    await _say_about_all(wire, "one")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    wire.losing[0] = True
    await _say_about_all(wire, "two", "three")
    await wire.relayed()
    wire.losing[0] = False
    await _say_about_all(wire, "four")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    await _everything_was_heard_once_in_order(wire, ear, "one", "two", "three", "four")
    seen = {"department": wire.parties.listener.name, "topic": wire.parties.topic}
    assert (REGISTRY.get_sample_value("o2c_gaps_seen_total", seen) or 0) > 0
    await ear.subscription.close()


async def test_a_gap_whose_source_is_away_holds_up_its_partition_alone(wire: Wire) -> None:
    ear = await wire.ear()
    wire.losing[0] = True
    await say(wire.speaker, "bee", "lost")
    await wire.relayed()
    wire.losing[0] = False
    wire.source_is_away = True
    await _say_about_all(wire, "one")
    others = [note for note in NOTES if partition_of_key(note) != partition_of_key("bee")]

    async def others_heard() -> bool:
        return [await heard_of(ear.runtime, note) for note in others] == [["one"]] * len(others)

    await ear.hear_until(others_heard)
    wire.source_is_away = False
    await ear.hear_all(wire.speaker, wire.parties.topic)
    assert await heard_of(ear.runtime, "bee") == ["lost", "one"]
    await ear.subscription.close()


async def test_who_looks_behind_hears_the_last_message_of_each_place_again(losing_wire: Wire) -> None:
    wire = losing_wire
    ear = await wire.ear()
    await _say_about_all(wire, "one", "two")
    await wire.relayed()
    await ear.hear_until(_nothing_more_from(ear))
    await ear.subscription.look_behind()
    again: dict[Place, int] = {}
    async with asyncio.timeout(10):
        while again != {place: expected - 1 for place, expected in ear.consumer.positions.items()}:
            delivery = await ear.subscription.receive(0.1)
            for message in delivery.messages if delivery else ():
                place = (message.topic, message.partition)
                again[place] = max(again.get(place, 0), message.seq)
    await ear.subscription.close()


async def test_a_topic_that_was_lost_and_ends_where_the_listener_stands_is_heard_to_its_end(losing_wire: Wire) -> None:
    wire = losing_wire
    await say(wire.speaker, "bee", "one")
    await wire.relayed()
    await wire.say_again()
    ear = await wire.ear()
    await ear.hear_until(_nothing_more_from(ear))
    wire.losing[0] = True
    await say(wire.speaker, "bee", "two")
    await wire.relayed()
    await wire.replace(ear.subscription, await told_by(wire.speaker, wire.parties.topic))
    await ear.subscription.look_behind()
    await ear.hear_all(wire.speaker, wire.parties.topic)
    assert await heard_of(ear.runtime, "bee") == ["one", "two"]
    await ear.subscription.close()


def _nothing_more_from(ear: Ear) -> Callable[[], Awaitable[bool]]:
    """Something was heard, and half a second brings nothing more."""

    async def nothing_more() -> bool:
        delivery = await ear.subscription.receive(0.5)
        if delivery is not None:
            await ear.consumer.take(delivery)
            await delivery.done()
        return delivery is None and bool(ear.consumer.positions)

    return nothing_more


async def test_poison_parks_its_stream_and_others_flow(wire: Wire) -> None:
    wire.parties.moods.rejected.add("poison")
    ear = await wire.ear()
    await _say_about_all(wire, "one")
    await say(wire.speaker, "bee", "poison", "behind", "further behind")
    await _say_about_all(wire, "two")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    for note in NOTES:
        assert await heard_of(ear.runtime, note) == (["one"] if note == "bee" else ["one", "two"])
    assert await wire.listener_store.parked_keys() == {(wire.parties.topic, "bee")}
    await ear.subscription.close()


async def test_discarding_the_poison_lets_the_stream_flow_in_order(wire: Wire) -> None:
    wire.parties.moods.rejected.add("poison")
    ear = await wire.ear()
    await say(wire.speaker, "bee", "one", "poison", "two", "three")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    (head,) = await wire.lot.listed(status=ParkedStatus.PARKED)
    await ParkingDesk(wire.lot, ear.runtime.clock).discard(head.event_id, "an operator", "it was a joke")
    assert await Parking(ear.consumer, wire.lot, ear.runtime.clock).work_through() == 2
    await say(wire.speaker, "bee", "four")
    await ear.hear_all(wire.speaker, wire.parties.topic)
    assert await heard_of(ear.runtime, "bee") == ["one", "two", "three", "four"]
    told = await told_by(wire.speaker, wire.parties.topic)
    assert await in_inbox(ear.runtime, told) == {message.event_id for message in told}
    await ear.subscription.close()


async def test_a_late_listener_hears_everything_from_the_beginning(wire: Wire) -> None:
    texts = [str(number) for number in range(240)]
    await _say_about_all(wire, *texts)
    ear = await wire.ear()
    await ear.hear_all(wire.speaker, wire.parties.topic)
    await _everything_was_heard_once_in_order(wire, ear, *texts)
    await ear.subscription.close()


async def test_a_listener_that_runs_by_itself_hears_what_is_said_meanwhile(wire: Wire) -> None:
    ear = await wire.ear()
    running = asyncio.create_task(ear.consumer.run(ear.subscription))
    await _say_about_all(wire, "one", "two", "three")
    for note in NOTES:
        await _until_heard(ear, note, ["one", "two", "three"])
    running.cancel()
    await asyncio.wait([running])
    await ear.subscription.close()


async def _until_heard(ear: Ear, note: str, texts: list[str]) -> None:
    async with asyncio.timeout(15):
        while await heard_of(ear.runtime, note) != texts:  # noqa: ASYNC110 - it is the store that changes
            await asyncio.sleep(0.02)
