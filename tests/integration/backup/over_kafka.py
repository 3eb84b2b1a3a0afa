"""The whole company over PostgreSQL and Kafka in one process: what ten would do, in a third of the time to start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from deploy.embedded.company import EmbeddedCompany, open_company
from deploy.embedded.postgres import PostgresServer
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.registry import SERVICES
from shared.event_store.postgres_relay import PostgresOutbox
from shared.messaging.consumer import subscribed_topics
from shared.messaging.kafka import KafkaTransport
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import ensure_topics
from shared.messaging.relay import Relay
from shared.published.topics import ALL, PARTITIONS, owner_of


@asynccontextmanager
async def company_over_kafka(home: Path, server: PostgresServer, bootstrap: str) -> AsyncIterator[People]:
    """Its staff; the company is at work until this is left."""
    await ensure_topics(bootstrap, ALL, PARTITIONS, 1)
    async with open_company(home, SERVICES, server=server) as company:
        doors = into_app(company, company.token)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(deadlines.run()) for deadlines in company.deadlines.values()]
            for name in company.departments:
                tasks += [group.create_task(_relay(company, name, bootstrap).run())]
                tasks += [group.create_task(_listen(company, name, bootstrap))]
            yield People(doors, patience_seconds=60)
            for task in tasks:
                task.cancel()
        await doors.client.aclose()


def _relay(company: EmbeddedCompany, name: str, bootstrap: str) -> Relay:
    own = [topic for topic in ALL if owner_of(topic) == name]
    opened = company.departments[name]
    relay = Relay(name, PostgresOutbox(opened.engine, own), kafka_publisher(bootstrap, name))
    opened.runtime.handler.on_commit(relay.committed)
    return relay


async def _listen(company: EmbeddedCompany, name: str, bootstrap: str) -> None:
    transport = KafkaTransport(bootstrap, session_seconds=3)
    topics = subscribed_topics(company.departments[name].service.department)
    ear = await transport.subscribe(name, topics, {})
    try:
        await company.consumers[name].run(ear)
    finally:
        with suppress(asyncio.CancelledError):
            await ear.close()
