"""The relay between a real PostgreSQL and a real Kafka: crashes, takeovers, fences, outages, lost topics."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from deploy.embedded.kafka import Broker, LocalKafka
from deploy.embedded.postgres import PostgresServer
from shared.event_store.postgres_relay import PostgresOutbox
from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import TopicsUnfit, check_topics, ensure_topics
from shared.messaging.port import Acknowledged, Lead, LeadLost, SentUpTo
from shared.published.topics import PARTITIONS
from tests.brokers import lose_topics
from tests.integration.messaging.talk import Talk, open_talk, stopped
from tests.integration.messaging.wires import Ear
from tests.unit.messaging.small_talk import heard_of, say, told_by


@pytest.fixture
async def talk(postgres_server: PostgresServer, kafka_broker: Broker) -> AsyncIterator[Talk]:
    async with open_talk(postgres_server, kafka_broker.bootstrap_servers) as opened:
        yield opened


def _sequences(records: Sequence[Envelope | Unreadable], partition: int) -> list[int]:
    return [one.seq for one in records if isinstance(one, Envelope) and one.partition == partition]


class DiesBeforeMarking(PostgresOutbox):
    """Loses its connection between the broker's acknowledgement and the mark, three times."""

    deaths = 3

    async def mark_sent(self, lead: Lead, acknowledged: Sequence[Acknowledged]) -> None:
        """Dies first."""
        if acknowledged and self.deaths:
            self.deaths -= 1
            raise LeadLost("killed between send and mark")
        await super().mark_sent(lead, acknowledged)


async def test_a_crash_between_send_and_mark_repeats_on_the_wire_and_has_one_effect(talk: Talk) -> None:
    ear = await talk.ear()
    await say(talk.speaker, "bee", "one", "two", "three")
    await talk.start(talk.relay(DiesBeforeMarking(talk.engine, [talk.parties.topic])))
    await talk.all_sent()
    assert len(await talk.on_the_wire()) == 4 * 3
    await say(talk.speaker, "bee", "four")
    await ear.hear_all(talk.speaker, talk.parties.topic)
    assert await heard_of(ear.runtime, "bee") == ["one", "two", "three", "four"]


async def test_the_headers_and_the_partition_are_those_of_the_outbox(talk: Talk) -> None:
    await say(talk.speaker, "bee", "one")
    await say(talk.speaker, "cat", "two")
    await talk.start(talk.relay())
    await talk.all_sent()
    told = await told_by(talk.speaker, talk.parties.topic)
    wire = {one.event_id: one for one in await talk.on_the_wire()}
    assert [wire[message.event_id] for message in told] == [
        msgspec.structs.replace(message, data=str(message.data).encode()) for message in told
    ]


async def test_of_two_relays_one_leads_and_the_other_takes_over(talk: Talk) -> None:
    await talk.start(talk.relay())
    await say(talk.speaker, "bee", "one")
    await talk.all_sent()
    other = talk.outbox()
    assert await other.take_the_lead() is None
    await talk.start(talk.relay(other))
    await say(talk.speaker, "bee", *(str(number) for number in range(20)))
    await talk.all_sent()
    await stopped(talk.running[0])
    await say(talk.speaker, "bee", "last")
    await talk.all_sent()
    wire = await talk.on_the_wire()
    (partition,) = {one.partition for one in wire}
    assert _sequences(wire, partition) == list(range(1, 23))
    async with talk.engine.connect() as connection:
        assert (await connection.execute(text("SELECT fence FROM relay_state"))).scalar_one() == 2


async def test_a_stale_leader_reads_nothing_and_its_mark_is_refused(talk: Talk) -> None:
    await say(talk.speaker, "bee", "one", "two")
    stale, new = talk.outbox(), talk.outbox()
    old = await stale.take_the_lead()
    assert old is not None
    (row, _) = await stale.unsent(old, 10)
    await stale._fetch("SELECT pg_advisory_unlock_all()")  # its lock is gone, and it does not know
    lead = await new.take_the_lead()
    assert lead is not None
    assert lead.fence == old.fence + 1
    mark = Acknowledged(topic=row.topic, partition=row.partition, seq=row.seq, count=1, first_offset=0, offset=0)
    with pytest.raises(LeadLost):
        await stale.mark_sent(old, [mark])
    with pytest.raises(LeadLost):
        await stale.rewind(old, {(row.topic, row.partition): SentUpTo(0, -1)})
    with pytest.raises(LeadLost):
        await stale.unsent(old, 10)
    assert (await new.sent())[row.topic, row.partition] == SentUpTo(0, -1)
    await new.mark_sent(lead, [mark])
    assert (await new.backlog()).rows == 1
    await stale.resign()
    await new.resign()


async def test_a_relay_whose_connection_is_killed_leads_again(talk: Talk) -> None:
    await talk.start(talk.relay())
    await say(talk.speaker, "bee", "one")
    await talk.all_sent()
    async with talk.engine.connect() as connection:
        ended = await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
        assert ended.scalars().all() == [True]
    await say(talk.speaker, "bee", "two")
    await talk.all_sent()
    assert len(await talk.on_the_wire()) == 2


@pytest.mark.slow
async def test_a_topic_that_was_deleted_and_made_anew_is_filled_again_and_soon_heard(talk: Talk) -> None:
    await talk.start(talk.relay())
    ear = await talk.ear()
    hearing = asyncio.create_task(ear.consumer.run(ear.subscription))
    await say(talk.speaker, "bee", "one", "two", "three")
    await _until_heard(ear, "bee", 3)
    await lose_topics(talk.bootstrap, talk.parties.topic)
    await say(talk.speaker, "bee", "four")
    async with asyncio.timeout(40):
        while set(_all_sequences(await talk.on_the_wire())) != {1, 2, 3, 4}:  # noqa: ASYNC110 - the broker changes
            await asyncio.sleep(0.05)
    async with asyncio.timeout(15):
        await _until_heard(ear, "bee", 4)
    assert await heard_of(ear.runtime, "bee") == ["one", "two", "three", "four"]
    await stopped(hearing)


def _all_sequences(records: Sequence[Envelope | Unreadable]) -> list[int]:
    return [one.seq for one in records if isinstance(one, Envelope)]


async def test_a_message_larger_than_the_broker_takes_travels_as_a_reference(talk: Talk) -> None:
    large = "x" * 1_200_000
    ear = await talk.ear()
    await talk.start(talk.relay())
    await say(talk.speaker, "bee", "before", large, "after")
    await say(talk.speaker, "cat", "meanwhile")
    await ear.hear_all(talk.speaker, talk.parties.topic)
    assert await heard_of(ear.runtime, "bee") == ["before", large, "after"]
    assert await heard_of(ear.runtime, "cat") == ["meanwhile"]
    elsewhere = [one.seq for one in await talk.on_the_wire() if isinstance(one, Envelope) and one.elsewhere]
    assert elsewhere == [2]


async def test_a_record_that_is_no_message_is_parked_and_stops_nobody(talk: Talk) -> None:
    ear = await talk.ear()
    await talk.start(talk.relay())
    await say(talk.speaker, "bee", "one")
    await talk.all_sent()
    (genuine,) = await told_by(talk.speaker, talk.parties.topic)
    publisher = await kafka_publisher(talk.bootstrap, "stranger")()
    producer = publisher._producer
    place = {"partition": genuine.partition}
    await producer.send_and_wait(talk.parties.topic, b"not \x00 json", key=b"bee", **place)
    await producer.send_and_wait(talk.parties.topic, None, key=b"bee", headers=[("ce_type", b"\xff")], **place)
    await publisher.close()
    await say(talk.speaker, "bee", "two")
    await ear.hear_all(talk.speaker, talk.parties.topic)
    assert await heard_of(ear.runtime, "bee") == ["one", "two"]
    found = sorted(talk.listening.parked.values(), key=lambda message: message.seq)
    assert [(one.cause, one.status, one.data) for one in found] == [
        ("unreadable", "unreadable", b"not \x00 json"),
        ("unreadable", "unreadable", b""),
    ]
    assert await talk.listening.parked_keys() == set()


async def test_two_members_share_the_topic_and_every_message_is_heard_once(talk: Talk) -> None:
    await talk.start(talk.relay())
    first = await talk.ear()
    hearing = [asyncio.create_task(first.consumer.run(first.subscription))]
    notes = [f"note {number}" for number in range(12)]
    for number in range(8):
        if number in (2, 5):
            other = await talk.ear()
            hearing.append(asyncio.create_task(other.consumer.run(other.subscription)))
        await asyncio.gather(*(say(talk.speaker, note, str(number)) for note in notes))
        await asyncio.sleep(0.05)
    async with asyncio.timeout(30):
        for note in notes:
            while len(await heard_of(first.runtime, note)) < 8:  # noqa: ASYNC110 - it is the store that changes
                await asyncio.sleep(0.05)
    for task in hearing:
        await stopped(task)
    for note in notes:
        assert await heard_of(first.runtime, note) == [str(number) for number in range(8)]


@pytest.mark.slow
async def test_while_members_come_and_go_all_the_time_everything_is_heard_once_in_order(talk: Talk) -> None:
    await talk.start(talk.relay())
    notes = [f"note {number}" for number in range(8)]
    members: list[tuple[Ear, asyncio.Task[None]]] = []
    for number in range(8):
        if number % 3 < 2:
            ear = await talk.ear()
            members.append((ear, asyncio.create_task(ear.consumer.run(ear.subscription))))
        else:
            ear, hearing = members.pop(0)
            ear.consumer.stop()
            await asyncio.wait_for(hearing, 20)
            await ear.subscription.close()
        await asyncio.gather(*(say(talk.speaker, note, str(number)) for note in notes))
        await _until_heard(members[0][0], notes[number % len(notes)], number + 1)
    for note in notes:
        await _until_heard(members[0][0], note, 8)
        assert await heard_of(members[0][0].runtime, note) == [str(number) for number in range(8)]
    for _, hearing in members:
        await stopped(hearing)


async def _until_heard(ear: Ear, note: str, count: int) -> None:
    async with asyncio.timeout(40):
        while len(await heard_of(ear.runtime, note)) < count:  # noqa: ASYNC110 - it is the store that changes
            await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_a_broker_that_was_away_gets_everything_when_it_is_back(
    postgres_server: PostgresServer, kafka_broker: Broker, server_home: Path
) -> None:
    if kafka_broker.local is None:
        pytest.skip("the broker in use is not run from jars")
    async with (
        LocalKafka(server_home / "kafka") as kafka,
        open_talk(postgres_server, kafka.bootstrap_servers) as talk,
    ):
        ear = await talk.ear()
        relay = talk.relay()
        talk.speaker.handler.on_commit(relay.committed)
        await talk.start(relay)
        await say(talk.speaker, "bee", "one")
        await ear.hear_all(talk.speaker, talk.parties.topic)
        kafka.kill()
        await say(talk.speaker, "bee", *(str(number) for number in range(50)))  # writing goes on
        away = {"department": talk.parties.speaker.name}
        async with asyncio.timeout(40):  # the relay has noticed, and counts what waits
            while (REGISTRY.get_sample_value("o2c_outbox_unsent", away) or 0) < 50:  # noqa: ASYNC110 - the relay does
                await asyncio.sleep(0.05)
        await kafka.start()
        await talk.all_sent()
        await ear.hear_all(talk.speaker, talk.parties.topic)
        assert await heard_of(ear.runtime, "bee") == ["one", *(str(number) for number in range(50))]
        await talk.stack.aclose()  # before the broker goes


async def test_what_was_done_does_not_come_again_and_what_was_not_does(talk: Talk) -> None:
    await talk.start(talk.relay())
    await say(talk.speaker, "bee", "one", "two")
    first = await talk.ear()
    await first.hear_all(talk.speaker, talk.parties.topic)
    await say(talk.speaker, "bee", "three")
    assert await _next_sequences(first) == [3]
    await first.subscription.close()
    assert await _next_sequences(await talk.ear()) == [3]


async def _next_sequences(ear: Ear) -> list[int]:
    async with asyncio.timeout(20):
        while (delivery := await ear.subscription.receive(0.1)) is None:
            pass
    return [message.seq for message in delivery.messages]


async def test_topics_with_another_count_of_partitions_are_refused(talk: Talk) -> None:
    await ensure_topics(talk.bootstrap, [talk.parties.topic], PARTITIONS, 1)
    await check_topics(talk.bootstrap, [talk.parties.topic], PARTITIONS)
    with pytest.raises(TopicsUnfit, match=f"has {PARTITIONS} partitions, the company is made for {PARTITIONS + 1}"):
        await ensure_topics(talk.bootstrap, [talk.parties.topic], PARTITIONS + 1, 1)
    with pytest.raises(TopicsUnfit, match="cannot be created"):
        await ensure_topics(talk.bootstrap, [f"{talk.parties.topic}.other"], PARTITIONS, 9)
