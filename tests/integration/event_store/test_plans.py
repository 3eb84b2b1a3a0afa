"""What is asked all day is planned once, and read along an index from the first row on."""

import pytest

from deploy.embedded.postgres import PostgresServer
from shared.event_store import postgres, postgres_relay
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_relay import PostgresOutbox
from shared.kernel.decider import StreamId
from tests.real.departments import TestDatabase, fresh_database

TOPIC = "sales.order"


@pytest.fixture
async def database(postgres_server: PostgresServer) -> TestDatabase:
    return await fresh_database(postgres_server, "plans")


async def test_a_plan_for_all_keys_reads_along_an_index_before_anybody_counted_the_rows(
    database: TestDatabase,
) -> None:
    engine = database.engine()
    store = PostgresEventStore(engine)
    loading = await store._call("fetch", f"EXPLAIN {postgres._LOAD}", ["order-1"], [0])
    sending = await store._call("fetch", f"EXPLAIN {postgres_relay._UNSENT}", [TOPIC], 200, 1)
    assert any("Index Scan using events_stream_version" in row[0] for row in loading), loading
    assert any("Index Scan using outbox_pkey" in row[0] for row in sending), sending
    await store.close()
    await engine.dispose()


async def test_the_store_and_the_relay_plan_once(database: TestDatabase) -> None:
    engine = database.engine()
    store, outbox = PostgresEventStore(engine), PostgresOutbox(engine, [TOPIC])
    lead = await outbox.take_the_lead()
    assert lead is not None
    for version in range(8):
        await store.load({StreamId("order-1"): version})
        await outbox.unsent(lead, 10)
    planned = "SELECT custom_plans FROM pg_prepared_statements WHERE statement = $1"
    assert [tuple(row) for row in await store._call("fetch", planned, postgres._LOAD)] == [(0,)]
    assert [tuple(row) for row in await outbox._fetch(planned, postgres_relay._UNSENT)] == [(0,)]
    await outbox.resign()
    await store.close()
    await engine.dispose()
