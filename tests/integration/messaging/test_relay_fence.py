"""The lead over an outbox in PostgreSQL, without a broker: who lost it marks nothing."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.embedded.postgres import PostgresServer
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_relay import PostgresOutbox
from shared.messaging.port import Acknowledged, LeadLost, SentUpTo
from tests.integration.messaging.databases import department_database
from tests.unit.messaging.small_talk import parties, runtime_of, say

Opened = tuple[PostgresEventStore, AsyncEngine]


@pytest.fixture
async def opened(postgres_server: PostgresServer) -> AsyncIterator[Opened]:
    async with department_database(postgres_server) as found:
        yield found


async def test_a_stale_leader_marks_nothing(opened: Opened) -> None:
    store, engine = opened
    new = parties()
    await say(runtime_of(new.speaker, store), "bee", "one", "two")
    stale, leading = PostgresOutbox(engine, [new.topic]), PostgresOutbox(engine, [new.topic])
    old = await stale.take_the_lead()
    assert old is not None
    (row, _) = await stale.unsent(old, 10)
    await stale._fetch("SELECT pg_advisory_unlock_all()")  # its lock is gone, and it does not know
    lead = await leading.take_the_lead()
    assert lead is not None
    mark = Acknowledged(topic=row.topic, partition=row.partition, seq=row.seq, count=1, first_offset=0, offset=0)
    with pytest.raises(LeadLost):
        await stale.mark_sent(old, [mark])
    assert (await leading.sent())[row.topic, row.partition] == SentUpTo(0, -1)
    await leading.mark_sent(lead, [mark])
    assert (await leading.sent())[row.topic, row.partition] == SentUpTo(row.seq, 0)
    await stale.resign()
    await leading.resign()


async def test_one_that_does_not_lead_knows_what_waits(opened: Opened) -> None:
    store, engine = opened
    new = parties()
    leading, standing_by = PostgresOutbox(engine, [new.topic]), PostgresOutbox(engine, [new.topic])
    assert await leading.take_the_lead() is not None
    await say(runtime_of(new.speaker, store), "bee", "one", "two")
    assert await standing_by.take_the_lead() is None
    assert (await standing_by.backlog()).rows == (await leading.backlog()).rows == 2
    await leading.resign()
