"""One company for all faults: ten supervised processes over a broker and a PostgreSQL of their own."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.deployed.company import deployed_company
from deploy.embedded.kafka import LocalKafka
from deploy.embedded.kafka_jars import NoKafkaFiles, kafka_files
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.journeys.shop import opening_stock, tax_and_prices
from tests.faults.company import ARTICLES, Company, Progress, doors_of
from tests.real.forked import forked


@pytest.fixture(scope="module")
async def company() -> AsyncIterator[Company]:
    """At work, with goods and prices. Without a broker to kill: an error in CI, a skip elsewhere."""
    try:
        kafka_files()
    except NoKafkaFiles as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"only a broker of our own can be killed: {error}")
    home = Path(tempfile.mkdtemp(prefix="o2c-"))
    home.chmod(0o711)
    postgres, kafka = EmbeddedPostgres(home), LocalKafka(home / "kafka")
    try:
        server, _ = await asyncio.gather(postgres.start(), kafka.start())
        async with deployed_company(
            home / "company", server, kafka.bootstrap_servers, session_seconds=3, starter=forked
        ) as deployed:
            opened = Company(deployed, kafka, postgres, doors_of(deployed))
            supervisor = asyncio.create_task(opened.supervise())
            people = opened.people(Progress())
            await tax_and_prices(people, ARTICLES)
            await opening_stock(people, ARTICLES)
            yield opened
            supervisor.cancel()
            with suppress(asyncio.CancelledError):
                await supervisor
            await opened.doors.client.aclose()
    finally:
        await kafka.stop()
        await postgres.stop()
        shutil.rmtree(home, ignore_errors=True)
