"""The embedded company in driven time: departments hear when they are told to, and time passes when it is told to."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from sqlalchemy import text

from deploy.embedded.company import EmbeddedCompany
from shared.clocks.driven import DrivenClock
from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Committed, Unit
from shared.messaging.local import LocalSubscription
from shared.processes.deadlines import Deadlines

TRIES: Final = 12
FUTILE_ROUNDS: Final = 100
REMEMBER_EVERY_SECONDS: Final = 5.0

T = TypeVar("T")


class DeadlineStuck(Exception):
    """A deadline that is due does not go away when it is fired: a decision about it fails again and again."""


class DrivenCompany:
    """Instead of `at_work`: nothing happens between two calls, so that whoever drives it knows what has been heard."""

    def __init__(self, company: EmbeddedCompany, clock: DrivenClock) -> None:
        self.company = company
        self.clock = clock
        self._ears: dict[str, LocalSubscription] = {}
        self._next_deadline: dict[str, datetime | None] = {}
        self._remembered_at = 0.0

    async def open(self) -> None:
        """Sets the clock to where the company's record ends, and lets everybody hear what they have not heard yet."""
        recorded = await self.recorded_until()
        if recorded is not None:
            self.clock.move_to(max(recorded, self.clock.now()))
        for name, department in self.company.departments.items():
            self._ears[name] = await self.company.subscribe(name)
            self._next_deadline[name] = await department.store.next_deadline()
            department.runtime.handler.on_commit(partial(self._note_deadlines, name))
        await self.settle()

    async def recorded_until(self) -> datetime | None:
        """When the last event of any department was recorded; None where nothing has happened yet."""
        found: list[datetime] = []
        for department in self.company.departments.values():
            async with department.engine.connect() as connection:
                latest = await connection.scalar(text("SELECT max(recorded_at) FROM events"))
            if latest is not None:
                found.append(latest)
        return max(found, default=None)

    async def settle(self) -> None:
        """Lets everybody hear everything and fires what is due, until nothing moves."""
        while await self._hear() or await self._fire_due():
            pass
        for department in self.company.departments.values():
            await patiently(department.following.follow_all)
        now = asyncio.get_running_loop().time()
        if now - self._remembered_at > REMEMBER_EVERY_SECONDS:
            await self.remember()
            self._remembered_at = now

    async def pass_time_to(self, moment: datetime) -> None:
        """Lets time pass until then, stopping at each deadline on the way. A moment that has passed changes nothing."""
        while (soonest := min(self._deadlines(), default=None)) is not None and soonest <= moment:
            self.clock.move_to(max(soonest, self.clock.now()))
            await self.settle()
        self.clock.move_to(max(moment, self.clock.now()))

    async def remember(self) -> None:
        """Writes down how far everybody has heard: the next start then need not ask again."""
        for consumer in self.company.consumers.values():
            await patiently(consumer.remember_positions)

    async def parked(self) -> list[str]:
        """Messages that somebody could not make sense of and set aside: none, unless something is wrong."""
        return [
            f"{name}: {topic} {key}"
            for name, department in self.company.departments.items()
            for topic, key in sorted(await department.store.parked_keys())
        ]

    def _deadlines(self) -> list[datetime]:
        return [moment for moment in self._next_deadline.values() if moment is not None]

    def _note_deadlines(self, name: str, unit: Unit, _: Committed) -> None:
        """Keeps the earliest deadline known without asking. One that was cleared meanwhile is a stop for nothing."""
        known = self._next_deadline[name]
        set_now = [row.due_at for row in unit.deadlines_set]
        self._next_deadline[name] = min([*set_now, *([known] if known is not None else [])], default=None)

    async def _hear(self) -> bool:
        return any(await asyncio.gather(*(self._hear_out(name, ear) for name, ear in self._ears.items())))

    async def _hear_out(self, name: str, ear: LocalSubscription) -> bool:
        heard = False
        while (delivery := await patiently(partial(ear.receive, 0))) is not None:
            await patiently(partial(self.company.consumers[name].take, delivery))
            await delivery.done()
            heard = True
        return heard

    async def _fire_due(self) -> bool:
        return any(await asyncio.gather(*(self._fire(name) for name in self._next_deadline)))

    async def _fire(self, name: str) -> bool:
        soonest = self._next_deadline[name]
        if soonest is None or soonest > self.clock.now():
            return False
        fired = await self._fire_all(name, self.company.deadlines[name])
        self._next_deadline[name] = await self.company.departments[name].store.next_deadline()
        return fired

    async def _fire_all(self, name: str, deadlines: Deadlines) -> bool:
        """What is due may lead to more that is due; the same number again and again is one that fails."""
        rounds, before = 0, 0
        while found := await patiently(deadlines.fire_due):
            rounds = rounds + 1 if found == before else 0
            if rounds > FUTILE_ROUNDS:
                raise DeadlineStuck(f"{name}: {found} deadlines at {self.clock.now()}")
            before = found
        return bool(before)


async def patiently(step: Callable[[], Awaitable[T]]) -> T:
    """The step's outcome, tried again while the database does not answer. Raises StoreUnavailable in the end."""
    for attempt in range(TRIES):
        try:
            return await step()
        except StoreUnavailable:
            await asyncio.sleep(0.1 * (attempt + 1))
    return await step()
