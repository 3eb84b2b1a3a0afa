"""The in-memory company: every department's real API, handlers and reactions over memory, on a driven clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.clocks.driven import DrivenClock, SeededIds
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_following import MemoryViewFeed
from shared.event_store.memory_parking import MemoryParkingLot
from shared.event_store.memory_reader import MemoryViewReader
from shared.handling.runtime import Runtime
from shared.hosting.service import Service
from shared.messaging.consumer import Consumer, subscribed_topics
from shared.messaging.local import LocalSubscription, LocalTransport
from shared.messaging.parking import ParkingDesk
from shared.processes.deadlines import Deadlines
from shared.projections.following import Following
from shared.testing.voices import Voices
from shared.web.app import create_app
from shared.web.auth import TokenIssuer, TokenVerifier

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class MemoryDepartment:
    """One department of the in-memory company."""

    runtime: Runtime
    store: MemoryEventStore
    consumer: Consumer
    subscription: LocalSubscription
    deadlines: Deadlines
    following: Following
    app: Any


class MemoryCompany:
    """Departments that hear each other when they are told to `settle`, and time that passes when it is told to."""

    def __init__(self, departments: Mapping[str, MemoryDepartment], clock: DrivenClock, issuer: TokenIssuer) -> None:
        self.departments = departments
        self.clock = clock
        self.issuer = issuer
        self._voices = Voices()

    @classmethod
    async def open(cls, services: Iterable[Service], *, start: datetime = START, seed: int = 1) -> "MemoryCompany":
        """A new company with these departments, where nothing has happened yet."""
        clock, issuer = DrivenClock(start), TokenIssuer.generate()
        listed = list(services)
        stores = {service.name: MemoryEventStore() for service in listed}
        transport = LocalTransport(stores)
        departments: dict[str, MemoryDepartment] = {}
        for number, service in enumerate(listed):
            store = stores[service.name]
            runtime = Runtime(
                department=service.department,
                store=store,
                reader=MemoryViewReader(store),
                clock=clock,
                ids=SeededIds(seed * 100 + number),
            )
            runtime.handler.on_commit(transport.committed(service.name))
            consumer = Consumer(runtime.writer, transport.refill)
            await consumer.load_positions()
            topics = [topic for topic in subscribed_topics(service.department) if topic.partition(".")[0] in stores]
            departments[service.name] = MemoryDepartment(
                runtime=runtime,
                store=store,
                consumer=consumer,
                subscription=await transport.subscribe(service.name, topics, {}),
                deadlines=Deadlines(runtime.writer),
                following=Following(service.department, store, MemoryViewFeed(store), clock),
                app=create_app(
                    runtime,
                    service.routers,
                    service.permissions,
                    TokenVerifier(issuer.keys(), service.name),
                    desk=ParkingDesk(MemoryParkingLot(store), clock),
                ),
            )
        return cls(departments, clock, issuer)

    def token(self, person: str, *roles: str) -> str:
        """A token for that person, good in every department."""
        return self.issuer.issue(person, roles, list(self.departments), timedelta(days=3650))

    async def tell(
        self,
        listener: str,
        told: Any,
        *,
        key: str,
        at: datetime | None = None,
        event_id: UUID | None = None,
        times: int = 1,
        person: str | None = None,
    ) -> UUID:
        """That department hears, so many times, what one tells that is not in this company; the message's id."""
        message = self._voices.say(told, key=key, at=at or self.clock.now(), event_id=event_id, person=person)
        for _ in range(times):
            await self.departments[listener].consumer.hear([message])
        return message.event_id

    async def settle(self) -> int:
        """Lets everybody hear everything and fires what is due, until nothing moves; how many messages were heard."""
        heard = 0
        moved = True
        while moved:
            moved = False
            for department in self.departments.values():
                while (delivery := await department.subscription.receive(0)) is not None:
                    await department.consumer.take(delivery)
                    await delivery.done()
                    heard += len(delivery.messages)
                    moved = True
                if await department.deadlines.fire_due():
                    moved = True
        await self.follow()
        return heard

    async def follow(self) -> None:
        """Lets the views that follow the log come to its end."""
        for department in self.departments.values():
            await department.following.follow_all()

    async def pass_time(self, span: timedelta) -> None:
        """Lets time pass, stopping at each deadline on the way."""
        await self.pass_time_to(self.clock.now() + span)

    async def pass_time_to(self, until: datetime) -> None:
        """Lets time pass until then, stopping at each deadline on the way."""
        await self.settle()
        while (soonest := await self._next_deadline()) is not None and soonest <= until:
            self.clock.move_to(max(soonest, self.clock.now()))
            await self.settle()
        self.clock.move_to(until)
        await self.settle()

    async def _next_deadline(self) -> datetime | None:
        found = [await department.store.next_deadline() for department in self.departments.values()]
        return min((moment for moment in found if moment is not None), default=None)

    def parked(self) -> list[Any]:
        """Messages that were set aside, anywhere: none, unless a test wants some."""
        return [message for department in self.departments.values() for message in department.store.parked.values()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """All departments on one origin, by the first segment of the path."""
        department = scope["path"].split("/", 2)[1]
        await self.departments[department].app(scope, receive, send)
