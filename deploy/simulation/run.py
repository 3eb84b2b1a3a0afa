"""One run: a furnished company, twenty orders, a weather from the seed; then quiet, and every invariant."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count
from time import process_time
from typing import Any, Final

from deploy.journeys.late_payer import CHIEF, LETTERHEAD, POLICY
from deploy.journeys.shop import PUMPS, SHORT, customer, opening_stock, supplier_of, tax_and_prices
from deploy.simulation.case import Case, Customer
from deploy.simulation.cases import framework, play
from deploy.simulation.contested import decide_the_rest
from deploy.simulation.evidence import breaches, is_at_rest, unfinished
from deploy.simulation.late import settle_all
from deploy.simulation.paying import TOLERANCE
from deploy.simulation.staff import SimulatedStaff
from deploy.simulation.trace import LAST_STEPS, Trace
from deploy.simulation.virtual_time import run_virtually
from deploy.simulation.weather import Weather, weather_of
from deploy.simulation.world import Unsafe, World
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_relay import RelayBook
from shared.messaging.port import SentUpTo

ORDERS: Final = 20
SHORTEST_HORIZON, LONGEST_HORIZON = 2.0, 8.0
"""Seconds of virtual time in which orders are placed and things go wrong."""
CONVERGES_WITHIN_SECONDS: Final = 600.0
LOOKS_AT_REST: Final = 10
"""Half a second apart: longer than a relay sleeps that nobody wakes."""
OUTAGE_SECONDS: Final = 3.0
MOST_DAYS: Final = 40
AT_THE_END_WAIVED: Final = 0.3
LOOKS_AGAIN_SECONDS: Final = 0.5
LIMITS: Final = (5_000_000_000, 5_000_000_000, 5_000_000_000, None, 60_000_000)
"""Of the customers' credit, in đồng: the last one's orders are often held."""


@dataclass(frozen=True)
class Furnished:
    """A company with goods, stock, prices, a supplier and customers under contract; every run starts from a copy."""

    stores: Mapping[str, MemoryEventStore]
    customers: tuple[Customer, ...]
    at: datetime

    def copied(self) -> dict[str, MemoryEventStore]:
        """Stores of its own: what is in them never changes, so that only the containers are copied."""
        return {name: _copy_of(store) for name, store in self.stores.items()}

    def books(self) -> dict[str, RelayBook]:
        """Everything was sent, to a broker that was made anew since."""
        books = {name: RelayBook() for name in self.stores}
        for name, store in self.stores.items():
            books[name].sent = {place: SentUpTo(len(rows), -1) for place, rows in store.outbox.items() if rows}
        return books


def _copy_of(store: MemoryEventStore) -> MemoryEventStore:
    copied = copy(store)
    for name, value in vars(store).items():
        match value:
            case list():
                setattr(copied, name, [copy(one) for one in value])
            case dict():
                held = copy(value)
                for key, one in held.items():
                    if isinstance(one, list | dict):
                        held[key] = copy(one)
                setattr(copied, name, held)
            case _:
                pass
    return copied


@dataclass(frozen=True)
class Outcome:
    """What became of a run."""

    seed: int
    hash: str
    steps: int
    commits: int
    seconds: float
    struck: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    failure: str = ""
    last_steps: tuple[str, ...] = ()


def _repeatably(main: Coroutine[Any, Any, Any], seed: int) -> Any:
    """Runs it virtually; the jitter of retries, which asks the common random numbers, is the seed's too."""
    before = random.getstate()
    random.seed(seed)
    try:
        return run_virtually(main)
    finally:
        random.setstate(before)


@cache
def furnished() -> Furnished:
    """Furnished once per process, by its staff, in fair weather."""
    company: Furnished = _repeatably(_furnish(), 0)
    return company


async def _furnish() -> Furnished:
    world = World(0, Trace())
    world.open()
    staff = SimulatedStaff(world, "furnishing")
    articles = (*PUMPS, SHORT)
    await tax_and_prices(staff, articles)
    await opening_stock(staff, PUMPS)
    await supplier_of(staff, SHORT)
    await staff.put(CHIEF, "/accounting/dunning-policy", POLICY)
    await staff.put(CHIEF, "/accounting/dunning-policy/letterhead", LETTERHEAD)
    await staff.put(CHIEF, "/accounting/settlement-policy", TOLERANCE)
    customers = []
    for serial, limit in enumerate(LIMITS, 1):
        customers.append(await framework(staff, await customer(staff, serial, limit=limit)))
    await asyncio.sleep(5)  # until everybody has heard everything, and written down how far
    return Furnished(world.stores, tuple(customers), world.clock.now())


def run_seed(seed: int, *, orders: int = ORDERS, keep: int | None = LAST_STEPS) -> Outcome:
    """The run of that seed: the same one, whenever and wherever it is run."""
    started = process_time()
    outcome: Outcome = _repeatably(_run(seed, orders, furnished(), keep, started), seed)
    return outcome


async def _run(seed: int, orders: int, company: Furnished, keep: int | None, started: float) -> Outcome:
    trace = Trace(keep=keep)
    world = World(seed, trace, stores=company.copied(), books=company.books(), start=company.at)
    failure = ""
    try:
        await _Run(world, company, orders, f"s{seed}").to_its_end()
    except Unsafe as unsafe:
        failure = str(unsafe) if unsafe.__cause__ is None else f"{unsafe}: {unsafe.__cause__!r}"
    return Outcome(
        seed=seed,
        hash=trace.hash,
        steps=trace.steps,
        commits=world.guard.commits,
        seconds=process_time() - started,
        struck=world.faults.struck + world.transport.struck,
        facts=Counter(event.type for store in world.stores.values() for log in store.logs for event in log)
        + world.turns,
        failure=failure,
        last_steps=tuple(trace.last()) if failure or keep is None else (),
    )


class _Run:
    """The two phases of a run: faults with orders under way, then quiet."""

    def __init__(self, world: World, company: Furnished, orders: int, mark: str) -> None:
        self._world = world
        self._company = company
        self._orders = orders
        self._mark = mark
        self._unfinished: dict[int, asyncio.Task[None]] = {}
        self._finished = asyncio.Event()

    async def to_its_end(self) -> None:
        """Raises Unsafe as soon as something is wrong."""
        world = self._world
        weather = weather_of(world.chance)
        horizon = world.chance.uniform(SHORTEST_HORIZON, LONGEST_HORIZON)
        world.open(weather)
        self._plan(weather, horizon)
        self._begin_cases(horizon)
        await self._unless_unsafe(horizon)
        world.clear_up()
        await self._converge()
        world.trace("the run", "all is quiet")
        found = [*unfinished(world), *await breaches(world)]
        if found:
            raise Unsafe("; ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else ""))

    async def _settled(self) -> None:
        """All orders are at their end, and whatever is left of them for people to do is done.

        No order waits for that: what came back is settled without a person, in whatever order accounting heard of it.
        """
        await self._finished.wait()
        staff = SimulatedStaff(self._world, f"{self._mark}.end")
        for round_no in count(1):
            if is_at_rest(self._world) and not unfinished(self._world):
                return
            for debtor in self._company.customers:
                waived = self._world.chance.random() < AT_THE_END_WAIVED
                await settle_all(staff, debtor.id, round_no, waived=waived)
            await decide_the_rest(staff)
            await asyncio.sleep(LOOKS_AGAIN_SECONDS)

    async def _converge(self) -> None:
        """Without faults everything comes to its end within ten minutes. Raises Unsafe when it does not."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + CONVERGES_WITHIN_SECONDS
        settled = await self._unless_unsafe(CONVERGES_WITHIN_SECONDS, self._settled())
        if self._unfinished:
            raise Unsafe(f"{len(self._unfinished)} order(s) never came to their end: cases {list(self._unfinished)}")
        if not settled or not await self._comes_to_rest(give_up):
            left = unfinished(self._world) or ["messages or deadlines"]
            raise Unsafe(f"not at rest {CONVERGES_WITHIN_SECONDS:.0f} s after the last fault: {'; '.join(left[:5])}")

    async def _unless_unsafe(self, seconds: float, until: Coroutine[Any, Any, Any] | None = None) -> bool:
        """Waits so long, or until that; whether that came."""
        waiting: list[asyncio.Future[Any]] = [self._world.failure]
        if until is not None:
            waiting.append(asyncio.ensure_future(until))
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._world.failure.done():
            self._world.failure.result()
        for ended in waiting[1:]:
            if ended.done() and (error := ended.exception()) is not None:
                raise Unsafe("at the end of the run") from error
        return all(ended.done() for ended in waiting[1:])

    async def _comes_to_rest(self, give_up: float) -> bool:
        """At rest, and still so after everybody has looked again for what is due, and for topics that were lost."""
        at_rest_for = 0
        while at_rest_for < LOOKS_AT_REST and asyncio.get_running_loop().time() < give_up:
            await self._unless_unsafe(LOOKS_AGAIN_SECONDS)
            at_rest_for = at_rest_for + 1 if is_at_rest(self._world) else 0
        return at_rest_for >= LOOKS_AT_REST

    def _plan(self, weather: Weather, horizon: float) -> None:
        """What goes wrong as a whole, and when."""
        world, chance = self._world, self._world.chance
        plans: list[tuple[int, Callable[[], None]]] = [
            (weather.broker_outages, lambda: world.broker_outage(chance.uniform(0.1, OUTAGE_SECONDS))),
            (weather.database_outages, lambda: world.database_outage(chance.uniform(0.1, OUTAGE_SECONDS))),
            (weather.topics_lost, world.lose_topic),
            (weather.leads_lost, world.lose_lead),
            (weather.blackouts, world.blackout),
            (weather.leaps, lambda: world.leap(chance.randint(1, MOST_DAYS))),
        ]
        for how_often, strike in plans:
            for _ in range(how_often):
                asyncio.get_running_loop().call_later(chance.uniform(0.0, horizon), strike)

    def _begin_cases(self, horizon: float) -> None:
        for number in range(1, self._orders + 1):
            case = Case(
                staff=SimulatedStaff(self._world, f"{self._mark}.{number}"),
                chance=random.Random(self._world.chance.getrandbits(64)),  # noqa: S311 - repeatable on purpose
                customer=self._world.chance.choice(self._company.customers),
                bank=f"{self._mark}.{number}",
            )
            begin = self._world.chance.uniform(0.0, horizon * 0.7)
            task = asyncio.get_running_loop().create_task(_later(begin, play(case)))
            self._unfinished[number] = task
            task.add_done_callback(lambda done, number=number: self._ended(number, done))  # type: ignore[misc]

    def _ended(self, number: int, task: "asyncio.Task[None]") -> None:
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._world.fail(f"case {number}", error)
        del self._unfinished[number]
        if not self._unfinished:
            self._finished.set()


async def _later(seconds: float, doing: Coroutine[Any, Any, None]) -> None:
    await asyncio.sleep(seconds)
    await doing
