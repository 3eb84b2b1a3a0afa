"""What reconciling does to a consumer's places and to what it set aside: of two small departments, without a restore.

A source is put back here by taking what it said from its outbox, and by its new epoch.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import asyncpg
import pytest

from deploy.backup.hearing import hear_what_was_missed
from deploy.backup.reconciling import Pair, reconciliation
from deploy.backup.restoring import begin_epoch
from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from shared.event_store.partitioning import partition_of
from shared.event_store.port import StoreUnavailable
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.unit import Committed, Unit
from shared.handling.department import Department
from shared.handling.runtime import Runtime
from shared.hosting.service import Service
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.local import LocalDelivery, LocalTransport
from shared.messaging.set_aside import FORGOTTEN
from tests.real.departments import TestDatabase, fresh_database
from tests.unit.messaging.small_talk import Parties, heard_of, parties, runtime_of, say, told_by


class DyingStore(PostgresEventStore):
    """Whoever uses it does not live to see one of the messages committed."""

    last_gasp: Envelope | None = None

    async def commit(self, unit: Unit) -> Committed:
        """Or not."""
        if self.last_gasp is not None and self.last_gasp.event_id in {one.event_id for one in unit.heard}:
            raise StoreUnavailable("nobody is there any more")
        return await super().commit(unit)


@dataclass
class Conversation:
    """A speaker, and a listener who may hear it; each on a database of its own."""

    parties: Parties
    server: PostgresServer
    databases: dict[str, TestDatabase]
    speaker: Runtime
    listener: Runtime
    store: DyingStore
    told: list[Envelope] = field(default_factory=list)

    async def says(self, note: str, *texts: str) -> list[Envelope]:
        """As messages: those that are new."""
        await say(self.speaker, note, *texts)
        known = {one.event_id for one in self.told}
        fresh = [one for one in await told_by(self.speaker, self.parties.topic) if one.event_id not in known]
        self.told += fresh
        return fresh

    def consumer(self) -> Consumer:
        """New, as after a restart."""
        return Consumer(self.listener.writer, LocalTransport({self.parties.speaker.name: self.speaker.store}).refill)

    async def listens(self, messages: Sequence[Envelope]) -> None:
        """In one delivery, and then writes its places down."""
        consumer = self.consumer()
        await consumer.load_positions()
        await consumer.hear(messages)
        await consumer.remember_positions()

    async def source_is_put_back(self, *forgotten: Envelope) -> None:
        """To before it said these things."""
        connection = await asyncpg.connect(self.server.dsn(self.databases[self.parties.speaker.name].name))
        await connection.execute("SET session_replication_role = replica")  # an outbox forgets nothing by itself
        await connection.execute("DELETE FROM outbox WHERE event_id = ANY($1)", [one.event_id for one in forgotten])
        await begin_epoch(connection)
        await connection.close()

    async def reconciled(self, reason: str | None = None) -> list[Pair]:
        """What is split; accepted where there is a reason, or nothing to accept. Then what was missed is heard."""
        services = [Service(department=one, routers=(), permissions={}) for one in self.departments()]
        access = {name: Access(one.owner_dsn, one.app_dsn, one.app_role) for name, one in self.databases.items()}
        async with reconciliation(services, access) as found:
            pairs = await found.pairs()
            for pair in pairs:
                if reason is not None or not pair.is_split:
                    await found.accept(pair, "otto.operator", reason or "")
        await hear_what_was_missed(services, access)
        return [pair for pair in pairs if pair.is_split]

    def departments(self) -> tuple[Department, Department]:
        """Both."""
        return self.parties.speaker, self.parties.listener

    async def of_listener(self, query: str) -> list[tuple[object, ...]]:
        """What the listener's database says."""
        connection = await asyncpg.connect(self.databases[self.parties.listener.name].owner_dsn)
        rows = await connection.fetch(query)
        await connection.close()
        return [tuple(row) for row in rows]


@pytest.fixture
async def conversation(postgres_server: PostgresServer) -> AsyncIterator[Conversation]:
    new = parties()
    databases = {one.name: await fresh_database(postgres_server) for one in (new.speaker, new.listener)}
    engines = {name: database.engine() for name, database in databases.items()}
    speaking = PostgresEventStore(engines[new.speaker.name])
    listening = DyingStore(engines[new.listener.name])
    for store in (speaking, listening):
        await store.open()
    yield Conversation(
        new,
        postgres_server,
        databases,
        runtime_of(new.speaker, speaking),
        runtime_of(new.listener, listening),
        listening,
    )
    for store in (speaking, listening):
        await store.close()
    for engine in engines.values():
        await engine.dispose()


def _neighbours() -> tuple[str, str]:
    """Two notes of one partition."""
    first = "bee"
    others = (f"bee{number}" for number in count())
    return first, next(one for one in others if partition_of(f"note-{one}") == partition_of(f"note-{first}"))


class TestPlaces:
    async def test_what_a_dying_consumer_left_out_between_two_others_is_heard(self, conversation: Conversation) -> None:
        bee, cat = _neighbours()
        await conversation.listens(await conversation.says(bee, "early"))
        messages = [*await conversation.says(bee, "one", "two"), *await conversation.says(cat, "elsewhere")]
        conversation.store.last_gasp = messages[1]
        with pytest.raises(StoreUnavailable):
            await conversation.listens(messages)
        assert await conversation.of_listener("SELECT seq FROM inbox ORDER BY seq") == [(1,), (2,), (4,)]
        conversation.store.last_gasp = None
        await conversation.source_is_put_back()
        assert await conversation.reconciled() == []
        assert await heard_of(conversation.listener, bee) == ["early", "one", "two"]
        assert await heard_of(conversation.listener, cat) == ["elsewhere"]

    async def test_a_consumer_goes_back_to_where_its_source_was_put_back(self, conversation: Conversation) -> None:
        first, second, third = await conversation.says("bee", "one", "two", "three")
        await conversation.listens([first, second, third])
        await conversation.source_is_put_back(second, third)
        await conversation.says("bee", "two, told otherwise")
        (pair,) = await conversation.reconciled("it is the same")
        assert [one.event_id for one in pair.forgotten] == [second.event_id, third.event_id]
        assert await heard_of(conversation.listener, "bee") == ["one", "two", "three", "two, told otherwise"]


class TestWhatWasMissed:
    async def test_it_is_heard_in_the_order_in_which_it_was_said_wherever_it_stands(
        self, conversation: Conversation
    ) -> None:
        notes = sorted((f"bee{number}" for number in range(12)), key=lambda note: -partition_of(f"note-{note}"))
        said = [message for note in (*notes, notes[0], notes[-1]) for message in await conversation.says(note, "hm")]
        assert [one.partition for one in said] != sorted(one.partition for one in said)
        assert await conversation.reconciled() == []
        heard = await conversation.of_listener("SELECT event_id FROM inbox ORDER BY committed_at, ctid")
        assert heard == [(one.event_id,) for one in said]


class TestWhatWasSetAside:
    async def test_a_message_that_its_source_forgot_is_named_with_what_it_waits_for_and_never_heard(
        self, conversation: Conversation
    ) -> None:
        moods = conversation.parties.moods
        known = await conversation.says("bee", "one")
        moods.rejected.add("no")
        moods.broken.add("hard")
        forgotten = [*await conversation.says("bee", "no", "behind"), *await conversation.says("cat", "hard")]
        await conversation.listens([*known, *forgotten])
        await conversation.source_is_put_back(*forgotten)

        (pair,) = await conversation.reconciled()
        named = {one.event_id: one.status for one in pair.forgotten}
        assert named == dict(zip((one.event_id for one in forgotten), ("parked", "waiting", "retrying"), strict=True))
        assert await conversation.of_listener("SELECT DISTINCT status FROM parked WHERE status = 'discarded'") == []

        assert await conversation.reconciled("it never happened") == [pair]
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status, cause, detail, next_try_at FROM parked") == [
            ("discarded", FORGOTTEN, f"{pair.source} was restored from a backup and does not know it", None)
        ] * len(forgotten)
        noted = await conversation.of_listener("SELECT event_id, stream, outcome FROM inbox WHERE outcome <> 'heard'")
        assert sorted(noted) == sorted((one.event_id, one.stream, "discarded") for one in forgotten)
        acted = await conversation.of_listener("SELECT action, actor, reason FROM parked_audit")
        assert acted == [("discard", "otto.operator", "it never happened")] * len(forgotten)

    async def test_its_stream_flows_again_in_what_the_source_says_since(self, conversation: Conversation) -> None:
        moods = conversation.parties.moods
        moods.rejected.add("no")
        forgotten = await conversation.says("bee", "no", "behind")
        await conversation.listens(forgotten)
        await conversation.source_is_put_back(*forgotten)
        await conversation.says("bee", "yes")
        await conversation.reconciled("it never happened")
        assert await heard_of(conversation.listener, "bee") == ["yes"]

    async def test_one_that_its_source_knows_splits_nothing_and_waits_on(self, conversation: Conversation) -> None:
        conversation.parties.moods.rejected.add("no")
        await conversation.listens(await conversation.says("bee", "one", "no", "behind"))
        await conversation.source_is_put_back()
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status FROM parked ORDER BY seq") == [("parked",), ("waiting",)]

    async def test_a_record_that_is_no_message_is_nobodys_to_know(self, conversation: Conversation) -> None:
        topic = conversation.parties.topic
        record = Unreadable(topic=topic, partition=0, offset=7, key="bee", headers={}, data=b"{", why="no headers")
        delivery = LocalDelivery([])
        delivery.unreadable = [record]
        await conversation.consumer().take(delivery)
        await conversation.source_is_put_back()
        assert await conversation.reconciled() == []
        assert await conversation.of_listener("SELECT status FROM parked") == [("unreadable",)]
