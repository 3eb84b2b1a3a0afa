"""Three settings for the same journeys: in memory, embedded over HTTP, and ten processes on PostgreSQL and Kafka."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.commands.running import server_for, until_open
from deploy.departments import NAMES
from deploy.deployed.company import deployed_company
from deploy.embedded.company import Access, EmbeddedCompany, open_company
from deploy.embedded.kafka import Broker
from deploy.embedded.kept_process import free_port
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app, over_tcp
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, SHORT, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.time import ShiftedTime, Time
from deploy.registry import SERVICES
from shared.clocks.shifted import ShiftedClock
from shared.mail.memory import SENDER, MemoryMailer
from shared.mail.room import MailRoom
from shared.mail.smtp import MailServer, SmtpMailer
from shared.testing.company import MemoryCompany
from tests.journeys.driven_time import DrivenTime
from tests.real.forked import forked
from tests.real.mailbox import mail_server
from tests.real.processes import to_processes

SETTINGS = ("memory", "embedded", "processes")


@dataclass(frozen=True)
class Setting:
    """A company with goods, prices, stock and a supplier, and its staff at the doors.

    `mailed` are the subjects of the mail that an address got.
    """

    name: str
    people: People
    time: Time
    mailed: Callable[[str], list[str]]
    access: dict[str, Access] | None
    memory: MemoryCompany | None


@asynccontextmanager
async def _in_memory() -> AsyncIterator[Setting]:
    company = await MemoryCompany.open(SERVICES)
    mailer = MemoryMailer()
    rooms = [
        MailRoom(company.departments[service.name].runtime, service.mail, mailer)
        for service in SERVICES
        if service.mail
    ]

    async def settle() -> None:
        await company.settle()
        for room in rooms:
            await room.send_waiting()

    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), settle)
    time = DrivenTime(company.clock.now, company.pass_time_to)

    def mailed(address: str) -> list[str]:
        return [mail.subject for mail in mailer.sent if mail.to == address]

    yield Setting("memory", People(doors, patience_seconds=5), time, mailed, None, company)
    await doors.client.aclose()


@asynccontextmanager
async def _embedded(home: Path) -> AsyncIterator[Setting]:
    clock = ShiftedClock(home / "clock-shift")
    with mail_server() as (mailbox, mail_port):
        mailer = SmtpMailer(MailServer(host="127.0.0.1", port=mail_port, sender=SENDER), clock)
        async with open_company(home, SERVICES, clock=clock, mailer=mailer) as company, _served(company) as people:
            yield Setting("embedded", people, ShiftedTime(clock), mailbox.subjects_to, dict(company.access), None)


@asynccontextmanager
async def _served(company: EmbeddedCompany) -> AsyncIterator[People]:
    async with company.at_work():
        port = free_port()
        server = server_for(company, port)
        serving = asyncio.create_task(server.serve())
        await until_open(port)
        doors = over_tcp(f"http://127.0.0.1:{port}", company.token)
        yield People(doors, patience_seconds=30)
        await doors.client.aclose()
        server.should_exit = True
        await serving


@asynccontextmanager
async def _processes(home: Path, broker: Broker) -> AsyncIterator[Setting]:
    clock = ShiftedClock(home / "clock-shift")
    with mail_server() as (mailbox, mail_port):
        environment = {f"{name.upper()}_CLOCK_SHIFT_FILE": str(home / "clock-shift") for name in NAMES}
        for name in ("ACCOUNTING", "CARE"):
            environment |= {f"{name}_SMTP_HOST": "127.0.0.1", f"{name}_SMTP_PORT": str(mail_port)}
        async with (
            EmbeddedPostgres(home) as server,
            deployed_company(
                home / "company", server, broker.bootstrap_servers, environment=environment, starter=forked
            ) as company,
        ):
            doors = to_processes(company.ports, company.token)
            people, time = People(doors, patience_seconds=60), ShiftedTime(clock)
            yield Setting("processes", people, time, mailbox.subjects_to, dict(company.access), None)
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
