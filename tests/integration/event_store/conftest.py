"""Either store, for all tests of what a store must do."""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.postgres import PostgresServer
from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import EventStore
from shared.event_store.postgres import PostgresEventStore
from tests.real.departments import fresh_database


@pytest.fixture(params=["memory", "postgres"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[EventStore]:
    if request.param == "memory":
        yield MemoryEventStore()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    database = await fresh_database(server, "store")
    engine = database.engine()
    opened = PostgresEventStore(engine)
    await opened.open()
    yield opened
    await opened.close()
    await engine.dispose()
