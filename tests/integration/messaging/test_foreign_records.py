"""Records of others on our topics: they silence nobody."""

from collections.abc import AsyncIterator

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from sqlalchemy import text

from deploy.embedded.kafka import Broker
from deploy.embedded.postgres import PostgresServer
from shared.messaging.envelope import Envelope, to_headers
from shared.published.topics import PARTITIONS
from tests.integration.messaging.talk import Talk, open_talk
from tests.unit.messaging.small_talk import say, told_by


@pytest.fixture
async def talk(postgres_server: PostgresServer, kafka_broker: Broker) -> AsyncIterator[Talk]:
    async with open_talk(postgres_server, kafka_broker.bootstrap_servers) as opened:
        yield opened


async def test_markers_of_a_transaction_and_records_of_others_at_the_end_of_a_place_silence_nobody(talk: Talk) -> None:
    told = [msgspec.structs.replace(one, seq=10**19) for one in await _said_and_told(talk)]
    others = AIOKafkaProducer(bootstrap_servers=talk.bootstrap, transactional_id=f"others-{talk.parties.topic}")
    await others.start()
    async with others.transaction():
        for partition in range(PARTITIONS):
            headers = to_headers(told[0], 1)
            await others.send_and_wait(talk.parties.topic, b"{}", key=b"bee", partition=partition, headers=headers)
    await others.stop()
    await talk.start(talk.relay())
    await say(talk.speaker, "bee", "two")
    await talk.all_sent()
    async with talk.engine.connect() as connection:
        assert (await connection.execute(text("SELECT source_epoch FROM relay_state"))).scalar_one() == 1


async def _said_and_told(talk: Talk) -> list[Envelope]:
    await say(talk.speaker, "bee", "one")
    return await told_by(talk.speaker, talk.parties.topic)
