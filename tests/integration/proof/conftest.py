"""One company that has traded, for all tests of its proof; and copies of it to lie in."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.databases import write_address
from deploy.embedded.company import Access, open_company
from deploy.embedded.postgres import PostgresServer
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.proof.evidence import evidence
from deploy.proof.record import is_at_rest
from deploy.registry import SERVICES
from tests.integration.proof.forging import Forger
from tests.integration.proof.trading import Story, trade
from tests.real.fixtures import passing_postgres


@dataclass(frozen=True)
class Traded:
    """A company that is closed for the day; its databases are open."""

    home: Path
    server: PostgresServer
    access: dict[str, Access]
    story: Story


@pytest.fixture(scope="package")
async def traded() -> AsyncIterator[Traded]:
    """Both journeys and the side roads, on a PostgreSQL of its own."""
    home = Path(tempfile.mkdtemp(prefix="o2c-"))
    home.chmod(0o711)
    with passing_postgres(home) as server:
        async with open_company(home, SERVICES, server=server) as company:
            async with company.at_work():
                doors = into_app(company, company.token)
                story = await trade(People(doors))
                await doors.client.aclose()
                await _all_is_heard(company.access)
            access = dict(company.access)
        write_address(home, server)
        yield Traded(home, server, access, story)
    await asyncio.to_thread(shutil.rmtree, home, ignore_errors=True)


async def _all_is_heard(access: Mapping[str, Access]) -> None:
    """When the last request is answered, what it led to is still on its way."""
    async with evidence(access) as found:
        for _ in range(600):
            if await is_at_rest(found):
                return
            await asyncio.sleep(0.05)
    raise AssertionError("the departments do not come to rest")


@pytest.fixture
def forger(traded: Traded) -> Forger:
    """Somebody who lies in copies of the departments' databases."""
    return Forger(traded.server, dict(traded.access))
