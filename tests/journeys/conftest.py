"""Three settings for the same journeys: in memory, embedded over HTTP, and ten processes on PostgreSQL and Kafka."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.commands.running import server_for, until_open
from deploy.deployed.company import deployed_company
from deploy.embedded.company import Access, open_company
from deploy.embedded.kafka import Broker
from deploy.embedded.kept_process import free_port
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app, over_tcp, to_processes
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, SHORT, opening_stock, supplier_of, tax_and_prices
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany

SETTINGS = ("memory", "embedded", "processes")


@dataclass(frozen=True)
class Setting:
    """A company with goods, prices, stock and a supplier, and its staff at the doors."""

    name: str
    people: People
    access: dict[str, Access] | None
    memory: MemoryCompany | None


@asynccontextmanager
async def _in_memory() -> AsyncIterator[Setting]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    yield Setting("memory", People(doors, patience_seconds=5), None, company)
    await doors.client.aclose()


@asynccontextmanager
async def _embedded(home: Path) -> AsyncIterator[Setting]:
    async with open_company(home, SERVICES) as company:
        port = free_port()
        server = server_for(company, port)
        serving = asyncio.create_task(server.serve())
        async with company.at_work():
            await until_open(port)
            doors = over_tcp(f"http://127.0.0.1:{port}", company.token)
            yield Setting("embedded", People(doors, patience_seconds=30), dict(company.access), None)
            await doors.client.aclose()
        server.should_exit = True
        await serving


@asynccontextmanager
async def _processes(home: Path, broker: Broker) -> AsyncIterator[Setting]:
    async with (
        EmbeddedPostgres(home) as server,
        deployed_company(home / "company", server, broker.bootstrap_servers) as company,
    ):
        doors = to_processes(company.ports, company.token)
        yield Setting("processes", People(doors, patience_seconds=60), dict(company.access), None)
        await doors.client.aclose()


@pytest.fixture(scope="session", params=SETTINGS)
async def setting(request: pytest.FixtureRequest) -> AsyncIterator[Setting]:
    """One company per setting, furnished once; each journey brings its own customer."""
    home = Path(tempfile.mkdtemp(prefix="o2c-"))
    home.chmod(0o711)
    async with AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        if request.param == "memory":
            opened = await stack.enter_async_context(_in_memory())
        elif request.param == "embedded":
            opened = await stack.enter_async_context(_embedded(home))
        else:
            broker: Broker = request.getfixturevalue("kafka_broker")
            opened = await stack.enter_async_context(_processes(home, broker))
        await tax_and_prices(opened.people, (*PUMPS, SHORT))
        await opening_stock(opened.people, PUMPS)
        await supplier_of(opened.people, SHORT)
        yield opened
