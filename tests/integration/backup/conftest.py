"""The conversation that tests of reconciling have."""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.postgres import PostgresServer
from shared.event_store.postgres import PostgresEventStore
from tests.integration.backup.conversing import Conversation, DyingStore
from tests.real.departments import fresh_database
from tests.unit.messaging.small_talk import parties, runtime_of


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
