"""Simulated machines and the processes that live, pause and die on them.

A process holds nothing that survives it: caches, desks and positions die with it, what it was doing stops at the very
step it was at. The databases, the broker and its offsets are the world's, and stay.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any, Final, TypeVar

from deploy.simulation.ports import (
    FaultyFeed,
    FaultyOutbox,
    FaultyPublisher,
    FaultyReader,
    FaultyStore,
    FaultySubscription,
)
from shared.clocks.driven import SeededIds
from shared.event_store.memory_reader import MemoryViewReader
from shared.handling.runtime import Runtime
from shared.hosting.service import Service
from shared.messaging.consumer import Consumer, subscribed_topics
from shared.messaging.parking import Parking
from shared.messaging.port import PublishFailed
from shared.messaging.relay import Relay
from shared.processes.deadlines import Deadlines
from shared.projections.following import Following

if TYPE_CHECKING:
    from deploy.simulation.world import World

T = TypeVar("T")

LONGEST_PAUSE_SECONDS: Final = 4.0
LONGEST_RESTART_SECONDS: Final = 1.5
AT_ONCE: Final = 0.5
"""How often a step takes no time."""
RELAY_NAPS: Final = (1.0, 4.0)
"""A relay is woken by every commit, so that it need not look often."""
SESSION_SECONDS: Final = 2.0
"""How long the broker and the database take to notice that a process is gone."""

_HERE: ContextVar["Process | None"] = ContextVar("process", default=None)


def tasks_belong_to_processes(loop: asyncio.AbstractEventLoop) -> None:
    """Every task that a process starts, however deep in the code, dies with it."""

    def make(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> "asyncio.Task[Any]":
        task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **options)
        process = _HERE.get()
        if process is not None:
            process.adopt(task)
        return task

    loop.set_task_factory(make)


class Process:
    """One life of an `api`, a `worker`, or of `both` in one."""

    def __init__(self, world: "World", service: Service, kind: str, name: str) -> None:
        self.world = world
        self.service = service
        self.kind = kind
        self.name = name
        self.is_alive = True
        self.on_death: list[Callable[[], None]] = []
        self._tasks: dict[asyncio.Task[Any], None] = {}
        self._paused_until = 0.0
        self.store = FaultyStore(self, world.stores[service.name])
        self.runtime = Runtime(
            department=service.department,
            store=self.store,
            reader=FaultyReader(self, MemoryViewReader(world.stores[service.name])),
            clock=world.clock,
            ids=SeededIds(world.chance.getrandbits(64)),
        )

    def adopt(self, task: "asyncio.Task[Any]") -> None:
        """It dies with this process."""
        self._tasks[task] = None
        task.add_done_callback(self._forget)

    def _forget(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.pop(task, None)

    def spawn(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Starts something inside this process."""
        context = copy_context()
        context.run(_HERE.set, self)
        task = context.run(asyncio.get_running_loop().create_task, work)
        if not self.is_alive:
            task.cancel()
        return task

    async def step(self, what: str) -> None:
        """Passes one point at which time goes by, and at which the process may pause or die."""
        faults = self.world.faults
        weather = faults.weather
        if self.world.chance.random() < AT_ONCE:
            await asyncio.sleep(0)
        else:
            await asyncio.sleep(self.world.chance.expovariate(1 / weather.slowness))
        if self._paused_until:
            now = asyncio.get_running_loop().time()
            if self._paused_until > now:
                await asyncio.sleep(self._paused_until - now)
        self.may_die(what)
        if faults.strike("pause", weather.pause):
            seconds = self.world.chance.uniform(0.0, LONGEST_PAUSE_SECONDS)
            self.world.trace(self.name, f"pauses for {seconds:.2f} s before {what}")
            self._paused_until = asyncio.get_running_loop().time() + seconds
            await asyncio.sleep(seconds)
            self.may_die(what)

    def may_die(self, what: str) -> None:
        """Ends the process here, if chance wants it. Raises CancelledError in one that is dead."""
        if self.is_alive and self.world.faults.strike("crash", self.world.faults.weather.crash):
            self.die(f"at {what}")
        if not self.is_alive:
            raise asyncio.CancelledError

    def die(self, why: str) -> None:
        """Stops at once: nothing is finished, nothing is given back."""
        if not self.is_alive:
            return
        self.is_alive = False
        self.world.trace(self.name, f"dies {why}")
        for task in list(self._tasks):
            task.cancel()
        for hear_of_it in self.on_death:
            hear_of_it()

    def begin(self) -> None:
        """A worker starts its loops; an api waits to be asked."""
        self.world.trace(self.name, "starts")
        if self.kind != "api":
            for loop in self._loops():
                self.spawn(loop).add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        """Loops run for ever: one that ends otherwise than by death is a fault of the program."""
        if self.is_alive and not task.cancelled():
            self.world.fail(f"{self.name}: a loop ended: {task.exception()!r}", task.exception())

    def _loops(self) -> list[Coroutine[Any, Any, None]]:
        world, name = self.world, self.service.name
        consumer = Consumer(self.runtime.writer, self._refill)
        outbox = FaultyOutbox(self, world.stores[name], world.books[name])
        relay = Relay(name, outbox, self._connect, naps=RELAY_NAPS)
        self.runtime.handler.on_commit(relay.committed)
        world.on_outbox(self, relay.wake)
        self.on_death.append(lambda: world.later(SESSION_SECONDS, outbox.disconnect))
        return [
            self._listen(consumer),
            relay.run(),
            Deadlines(self.runtime.writer).run(),
            Parking(consumer, world.lots[name], self.runtime.clock).run(),
            *self._following(),
        ]

    def _following(self) -> list[Coroutine[Any, Any, None]]:
        department = self.service.department
        if not department.follow_up:
            return []
        feed = FaultyFeed(self, self.world.stores[department.name])
        following = Following(department, self.store, feed, self.runtime.clock)
        self.runtime.handler.on_commit(following.committed)
        return [following.run()]

    async def _listen(self, consumer: Consumer) -> None:
        topics = subscribed_topics(self.service.department)
        joined = await self.world.transport.subscribe(self.service.name, topics, consumer.positions)
        self.on_death.append(lambda: self.world.later(SESSION_SECONDS, joined.leave))
        await consumer.run(FaultySubscription(self, joined))

    async def _connect(self) -> FaultyPublisher:
        await self.step("connect")
        if not self.world.broker_is_up:
            raise PublishFailed("the broker does not answer")
        return FaultyPublisher(self, await self.world.transport.connect())

    async def _refill(self, topic: str, partition: int, after: int, limit: int) -> Any:
        await self.step("refill")
        self.world.owner_answers(topic)
        return await self.world.transport.refill(topic, partition, after, limit)


class Machine:
    """Where one process runs; when it dies, another is started after a while."""

    def __init__(self, world: "World", service: Service, kind: str, number: int) -> None:
        self._world = world
        self._service = service
        self._kind = kind
        self._name = f"{service.name}.{kind}{number}"
        self.process = self._start()

    def _start(self) -> Process:
        process = Process(self._world, self._service, self._kind, self._name)
        process.on_death.append(lambda: self._world.later(LONGEST_RESTART_SECONDS, self._restart))
        process.begin()
        return process

    def _restart(self) -> None:
        self.process = self._start()
