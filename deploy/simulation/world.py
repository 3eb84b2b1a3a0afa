"""The world of one run: the databases, the broker, the machines, the time, and what goes wrong with them."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from deploy.registry import SERVICES
from deploy.simulation.guard import Guard
from deploy.simulation.processes import Machine, Process, tasks_belong_to_processes
from deploy.simulation.trace import Trace
from deploy.simulation.virtual_time import SimulatedClock
from deploy.simulation.weather import CALM, Faults, Weather
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_parking import MemoryParkingLot
from shared.event_store.memory_relay import RelayBook
from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Committed, Unit
from shared.messaging.memory import MemoryTransport
from shared.published.topics import ALL, owner_of

START: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LOST_UNNOTICED: Final = 0.5
POLL_SECONDS: Final = 0.03
"""How soon a relay finds what another process committed."""


class Unsafe(Exception):
    """Something became true that must never be, or the program failed."""


class World:
    """Everything that outlives processes, and the machines that they run on."""

    def __init__(
        self,
        seed: int,
        trace: Trace,
        *,
        stores: dict[str, MemoryEventStore] | None = None,
        books: dict[str, RelayBook] | None = None,
        start: datetime = START,
    ) -> None:
        names = [service.name for service in SERVICES]
        self.trace = trace
        self.chance = random.Random(seed)  # noqa: S311 - repeatable on purpose, not a secret
        self.faults = Faults(CALM, random.Random(seed + 1))  # noqa: S311 - as above
        self.clock = SimulatedClock(start)
        self.stores = stores or {name: MemoryEventStore() for name in names}
        self.books = books or {name: RelayBook() for name in names}
        self.lots = {name: MemoryParkingLot(self.stores[name]) for name in names}
        self.transport = MemoryTransport(self.stores, seed=seed)
        self.guard = Guard(self.stores)
        self.broker_is_up = True
        self.databases_away: set[str] = set()
        self.turns: Counter[str] = Counter()
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._relays: dict[str, dict[Process, Callable[[], None]]] = defaultdict(dict)
        self._watching: dict[str, dict[str, list[asyncio.Future[None]]]] = {name: {} for name in names}
        self.machines: dict[str, list[Machine]] = {}
        tasks_belong_to_processes(asyncio.get_running_loop())

    def open(self, weather: Weather = CALM) -> None:
        """Starts the departments: api and worker in one process or apart, with more workers where it is so drawn."""
        self.faults.weather = weather
        self.transport.chaos = weather.chaos()
        more = self.chance.sample([service.name for service in SERVICES], weather.more_workers)
        for service in SERVICES:
            apart = self.chance.random() < weather.apart
            kinds = ["api", "worker"] if apart else ["both"]
            if service.name in more:
                kinds.append("worker")
            self.machines[service.name] = [Machine(self, service, kind, n) for n, kind in enumerate(kinds, 1)]

    def api(self, department: str) -> Process:
        """The process that serves the department's API at the moment, dead or alive."""
        return self.machines[department][0].process

    def later(self, at_most: float, do: Callable[[], None]) -> None:
        """Some time from now."""
        asyncio.get_running_loop().call_later(self.chance.uniform(0.0, at_most), do)

    def fail(self, why: str, cause: BaseException | None = None) -> None:
        """The run has shown a fault."""
        if not self.failure.done():
            self.trace("the run", f"FAILS: {why}")
            failure = Unsafe(why)
            failure.__cause__ = cause
            self.failure.set_exception(failure)

    def owner_answers(self, topic: str) -> None:
        """Raises StoreUnavailable where the feed of a topic's owner is not served."""
        owner = owner_of(topic)
        if owner in self.databases_away or not self.api(owner).is_alive:
            raise StoreUnavailable(f"the feed of {owner} does not answer")

    def on_outbox(self, process: Process, wake: Callable[[], None]) -> None:
        """Its relay is woken when another process of the department has something to send."""
        relays = self._relays[process.service.name]
        relays[process] = wake
        process.on_death.append(lambda: relays.__delitem__(process))

    def committed(self, process: Process, unit: Unit, committed: Committed) -> None:
        """Something became true: it is looked at, and whoever waits for it hears of it."""
        department = process.service.name
        self.trace(
            process.name,
            f"commits {len(unit.keys)}k {len(unit.heard)}h {len(unit.deadlines_claimed)}d: "
            + " ".join(f"{event.stream}@{event.version} {event.type}" for event in unit.events),
        )
        for wrong in self.guard.look_at(department, unit, committed):
            self.fail(f"{process.name} committed what must never be: {wrong}")
        if unit.outbox:
            for wake in self._relays[department].values():
                self.later(POLL_SECONDS, wake)
        self._tell(department, unit)

    def _tell(self, department: str, unit: Unit) -> None:
        watching = self._watching[department]
        if not watching:
            return
        values = (value for rows in unit.rows.values() for row in rows for value in row.values())
        # In their order and not as a set: who is woken first must be the same in every run of a seed.
        for named in dict.fromkeys(value for value in values if isinstance(value, str)):
            for waiting in watching.pop(named, ()):
                _wake(waiting)

    async def change(self, department: str, value: str, seconds: float) -> None:
        """Waits until a document that names `value` changes in that department, or some seconds have passed."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watching[department].setdefault(value, []).append(waiting)
        timer = asyncio.get_running_loop().call_later(seconds, _wake, waiting)
        await waiting
        timer.cancel()

    # What goes wrong as a whole, once in a while.

    def broker_outage(self, seconds: float) -> None:
        """The broker is away for a while."""
        self.faults.note("broker-outage")
        self.trace("the broker", f"is away for {seconds:.2f} s")
        self.broker_is_up = False
        asyncio.get_running_loop().call_later(seconds, self._broker_back)

    def _broker_back(self) -> None:
        self.broker_is_up = True
        self.trace("the broker", "is back")

    def database_outage(self, seconds: float) -> None:
        """One department's database is away for a while."""
        department = self.chance.choice(SERVICES).name
        self.faults.note("database-outage")
        self.trace(f"{department} database", f"is away for {seconds:.2f} s")
        self.databases_away.add(department)
        asyncio.get_running_loop().call_later(seconds, self.databases_away.discard, department)

    def lose_topic(self) -> None:
        """The broker's log of a topic is gone; the topic is there again at once, empty."""
        topic = self.chance.choice(ALL)
        self.faults.note("topic-lost")
        unnoticed = self.chance.random() < LOST_UNNOTICED
        self.trace("the broker", f"loses {topic}" + (", and nobody sees it" if unnoticed else ""))
        self.transport.lose(topic, unnoticed=unnoticed)

    def lose_lead(self) -> None:
        """The database session that holds a relay's lead is cut."""
        department = self.chance.choice(SERVICES).name
        self.faults.note("lead-lost")
        self.trace(f"{department} database", "cuts the session of the relay")
        self.books[department].leader = None

    def blackout(self) -> None:
        """All processes die at once."""
        self.faults.note("blackout")
        self.trace("the run", "blackout")
        for machines in self.machines.values():
            for machine in machines:
                machine.process.die("in a blackout")

    def leap(self, days: int) -> None:
        """Days pass that nobody waited for."""
        self.faults.note("leap")
        self.sleep_over(days)

    def sleep_over(self, days: int) -> None:
        """The company sleeps over some days: deadlines pass."""
        if days > 0:
            self.trace("the run", f"{days} days pass")
            self.clock.leap(timedelta(days=days))

    def clear_up(self) -> None:
        """All faults end."""
        self.trace("the run", "faults end")
        self.faults.clear_up()
        self.transport.chaos = CALM.chaos()
        self.broker_is_up = True
        self.databases_away.clear()


def _wake(waiting: "asyncio.Future[None]") -> None:
    if not waiting.done():
        waiting.set_result(None)
