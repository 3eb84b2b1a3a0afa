"""The embedded company: five departments in one process over real PostgreSQL, hearing each other by `local`."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from deploy.embedded.front_door import front_door
from deploy.embedded.keys import issuer_of
from deploy.embedded.postgres import EmbeddedPostgres, PostgresServer
from deploy.embedded.postgres_roles import ensure_database
from deploy.embedded.staff import STAFF
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.hosting.lagging import LoopWatch
from shared.hosting.migrating import migrate
from shared.hosting.opening import OpenedDepartment, open_department
from shared.hosting.service import Service
from shared.kernel.clock import Clock
from shared.mail.port import Mailer
from shared.mail.room import MailRoom
from shared.messaging.consumer import Consumer, subscribed_topics
from shared.messaging.local import LocalSubscription, LocalTransport
from shared.messaging.parking import Parking
from shared.processes.deadlines import Deadlines
from shared.web.app import create_app
from shared.web.auth import TokenIssuer, TokenVerifier

log = structlog.get_logger("company")


def database_of(department: str) -> str:
    """The name of a department's database."""
    return f"o2c_{department}"


@dataclass(frozen=True)
class Access:
    """How to reach one department's database, as its owner and as the application."""

    owner_dsn: str
    app_dsn: str
    app_role: str


async def prepare_databases(server: PostgresServer, services: Iterable[Service]) -> dict[str, Access]:
    """Makes what is missing: databases, roles, schema. Does nothing the second time."""
    found: dict[str, Access] = {}
    for service in services:
        app_role = f"o2c_{service.name}_app"
        access = await ensure_database(server, database_of(service.name), f"o2c_{service.name}_owner", app_role)
        await asyncio.to_thread(migrate, service.name, access.owner_dsn, app_role)
        found[service.name] = Access(access.owner_dsn, access.app_dsn, app_role)
    return found


class EmbeddedCompany:
    """Open it with `open_company`. An ASGI app with every department under its name."""

    def __init__(
        self,
        departments: Mapping[str, OpenedDepartment],
        access: Mapping[str, Access],
        transport: LocalTransport,
        issuer: TokenIssuer,
        server: PostgresServer,
        mailer: Mailer | None = None,
    ) -> None:
        self.departments = departments
        self.access = access
        self.issuer = issuer
        self.server = server
        self._transport = transport
        self.consumers: dict[str, Consumer] = {}
        self.deadlines: dict[str, Deadlines] = {}
        self.parking: dict[str, Parking] = {}
        self._mail_rooms: list[MailRoom] = []
        self._apps: dict[str, Any] = {}
        self._front = front_door(self)
        for name, opened in departments.items():
            runtime = opened.runtime
            runtime.handler.on_commit(transport.committed(name))
            self.consumers[name] = Consumer(runtime.writer, transport.refill)
            self.deadlines[name] = Deadlines(runtime.writer)
            self.parking[name] = Parking(self.consumers[name], PostgresParkingLot(opened.engine), runtime.clock)
            if mailer is not None and opened.service.mail is not None:
                self._mail_rooms.append(MailRoom(runtime, opened.service.mail, mailer))
            verifier = TokenVerifier(issuer.keys(), name)
            service = opened.service
            self._apps[name] = create_app(
                runtime,
                service.routers,
                service.permissions,
                verifier,
                desk=opened.desk(),
                ready=opened.store.ready,
            )

    def token(self, person: str, *roles: str) -> str:
        """A token for one of the staff, or for anybody with these roles; good in every department."""
        return self.issuer.issue(person, roles or STAFF[person], list(self.departments))

    async def subscribe(self, name: str) -> LocalSubscription:
        """The ear of a department, from where it last listened on."""
        consumer = self.consumers[name]
        await consumer.load_positions()
        topics = subscribed_topics(self.departments[name].service.department)
        return await self._transport.subscribe(name, topics, consumer.positions)

    async def _listen(self, name: str) -> None:
        await self.consumers[name].run(await self.subscribe(name))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Consumers, deadlines and parking run as long as this is entered; the failure of one ends them all."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._listen(name)) for name in self.departments]
            tasks += [group.create_task(deadlines.run()) for deadlines in self.deadlines.values()]
            tasks += [group.create_task(parking.run()) for parking in self.parking.values()]
            tasks += [group.create_task(room.run()) for room in self._mail_rooms]
            tasks.append(group.create_task(LoopWatch("company").run()))
            tasks += [group.create_task(opened.following.run()) for opened in self.departments.values()]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """By the first segment of the path: a department, or the front door."""
        if scope["type"] == "http":
            app = self._apps.get(scope["path"].split("/", 2)[1])
            await (app or self._front)(scope, receive, send)


@asynccontextmanager
async def open_company(
    home: Path,
    services: Iterable[Service],
    *,
    clock: Clock | None = None,
    server: PostgresServer | None = None,
    mailer: Mailer | None = None,
) -> AsyncIterator[EmbeddedCompany]:
    """The company whose state lies in `home`, made at the first call. Uses `server`, or starts its own.

    Without a mailer its mail waits in its queue.
    """
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(EmbeddedPostgres(home)) if server is None else server
        listed = list(services)
        access = await prepare_databases(running, listed)
        departments: dict[str, OpenedDepartment] = {}
        for service in listed:
            opened = await open_department(
                service, access[service.name].app_dsn, clock or WallClock(), TimeOrderedIds()
            )
            stack.push_async_callback(opened.close)
            departments[service.name] = opened
        transport = LocalTransport({name: opened.store for name, opened in departments.items()})
        yield EmbeddedCompany(departments, access, transport, issuer_of(home), running, mailer)
