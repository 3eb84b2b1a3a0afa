"""A deployed company that can be hurt: its supervisor, its broker and its database are in the test's hands."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.deployed.company import DeployedCompany, DeployedProcess
from deploy.embedded.kafka import LocalKafka
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.journeys.doors import Doors
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, customer
from deploy.journeys.straight import Travelled, straight
from deploy.proof.evidence import evidence
from deploy.proof.record import heard_is_what_was_told
from deploy.proof.report import prove
from shared.event_store.postgres_relay import RELAY_LOCK
from shared.hosting.dying import DIE_AT, Point
from shared.published.topics import PARTITIONS, owner_of
from tests.brokers import lose_topics
from tests.real.processes import to_processes

POLL_SECONDS = 0.02
PATIENCE_SECONDS = 60.0
INSTALMENTS = 2
ARTICLES = PUMPS[:2]
COUNTED = {"sales": ("contract", "order"), "warehouse": ("shipment",), "accounting": ("invoice", "payment")}
Fate = tuple[str, str, Point]
"""A process, by department and kind, and where it dies."""

_END_THE_LEAD = """
SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1::integer::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_AT_ANOTHER_TIME = "SELECT count(*) FROM inbox WHERE abs(extract(epoch FROM heard_at - committed_at)) > 60"
_UNSETTLED = "SELECT topic, key, type, cause, detail FROM parked WHERE status <> 'settled'"


async def until(come: Callable[[], Awaitable[bool]], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Polls until it is so."""
    give_up = time.monotonic() + seconds
    while not await come():
        assert time.monotonic() < give_up, f"not within {seconds:.0f} s: {what}"
        await asyncio.sleep(POLL_SECONDS)


class Progress:
    """How far the journeys of one test have come: what their people said, in order."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def say(self, department: str, sentence: str) -> None:
        """Told of each step."""
        self.said.append((department, sentence))

    async def steps_more(self, steps: int, running: "asyncio.Future[Any]") -> None:
        """Until that many steps more were made."""
        goal = len(self.said) + steps
        await self._reaches(lambda: len(self.said) >= goal, f"step {goal}", running)

    async def hears(self, words: str, times: int, running: "asyncio.Future[Any]") -> None:
        """Until that was said so often."""
        await self._reaches(lambda: sum(words in said for _, said in self.said) >= times, words, running)

    async def _reaches(self, come: Callable[[], bool], what: str, running: "asyncio.Future[Any]") -> None:
        """A journey that failed before is the failure of the test."""
        while not come():
            if running.done():
                running.result()
                raise AssertionError(f"the journeys ended before: {what}")
            await asyncio.sleep(POLL_SECONDS)


@dataclass
class Company:
    """Ten processes under a supervisor, over a broker and a database that can be killed."""

    deployed: DeployedCompany
    kafka: LocalKafka
    postgres: EmbeddedPostgres
    doors: Doors
    endings: list[tuple[str, str, int]] = field(default_factory=list)
    fates: dict[tuple[str, str], str] = field(default_factory=dict)
    clocks: dict[tuple[str, str], str] = field(default_factory=dict)
    serial: int = 100
    excused: frozenset[str] = frozenset()
    """Invariants that need not hold, as long as two versions are at work."""

    def process(self, department: str, kind: str) -> DeployedProcess:
        """One of the ten."""
        return self.deployed.processes[department, kind]

    async def supervise(self) -> None:
        """Starts again what has ended, and notes how it ended, for ever."""
        while True:
            for process in self.deployed.processes.values():
                if not process.running:
                    self.endings.append((process.department, process.kind, process.exit_status))
                    process.start(**self._of_next_life(process))
            await asyncio.sleep(POLL_SECONDS)

    def _of_next_life(self, process: DeployedProcess) -> dict[str, str]:
        """What a process is started with beside its settings."""
        fate = self.fates.pop((process.department, process.kind), None)
        clock = self.clocks.get((process.department, process.kind))
        return {
            **({DIE_AT: fate} if fate else {}),
            **({f"{process.department.upper()}_CLOCK_SHIFT_FILE": clock} if clock else {}),
        }

    async def restart(self, *processes: tuple[str, str]) -> None:
        """Asks these to leave, and waits until others have taken their places and all APIs are ready."""
        before = len(self.endings)
        for name, kind in processes:
            self.process(name, kind).send(signal.SIGTERM)

        async def all_are_back() -> bool:
            return len(self.endings) >= before + len(processes) and all(
                [await self.ready(department) for department in self.deployed.ports]
            )

        await until(all_are_back, f"{processes} are back")

    async def run_from(self, root: Path, *processes: tuple[str, str]) -> None:
        """These are started again from there, one after the other."""
        for name, kind in processes:
            process = self.process(name, kind)
            if process.root != root:
                process.root = root
                await self.restart((name, kind))

    def another(self, department: str, kind: str, root: Path) -> DeployedProcess:
        """One more process of a department, from there; nobody supervises it."""
        like = self.process(department, "worker")
        found = like.alike(kind, like.log.with_name(f"{department}-another-{kind}.log"))
        found.root = root
        return found

    async def o2c(self, root: Path, *arguments: str) -> int:
        """A command of an operator, of the version that lies there. The exit status."""
        workers = [process for (_, kind), process in self.deployed.processes.items() if kind == "worker"]
        settings = {name: value for one in workers for name, value in one.environment.items()}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.cli", *arguments),
            cwd=root,
            env={**os.environ, **settings},
        )
        try:
            return await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            process.kill()
            raise

    def people(self, progress: Progress, *, patient: bool = True) -> People:
        """The staff; patient ones ask again under the same key."""
        return People(
            self.doors, progress.say, patience_seconds=PATIENCE_SECONDS, first_nap_seconds=0.02, patient=patient
        )

    async def customers(self, people: People, how_many: int) -> list[str]:
        """So many new customers with credit limits."""
        first, self.serial = self.serial, self.serial + how_many
        return await asyncio.gather(*(customer(people, serial) for serial in range(first, first + how_many)))

    async def journeys(self, people: People, customers: list[str]) -> list[Travelled]:
        """A straight journey for each of them, all at once."""
        return await asyncio.gather(
            *(
                straight(people, one, articles=ARTICLES, quantity=1, revised=False, instalments=INSTALMENTS)
                for one in customers
            )
        )

    async def doom(self, department: str, kind: str, point: Point, count: int) -> None:
        """Has the process make room for one that will kill itself when it comes to that point for that time."""
        process = self.process(department, kind)
        warnings = self.said_by(process, "will-die")
        self.fates[department, kind] = f"{point}:{count}"
        process.send(signal.SIGTERM)

        async def warned() -> bool:
            return self.said_by(process, "will-die") > warnings

        await until(warned, f"the next {department} {kind} knows its fate")

    @staticmethod
    def said_by(process: DeployedProcess, event: str) -> int:
        """How often the process has logged that."""
        return process.log.read_text().count(f'"event":"{event}"')

    def ended(self, department: str, kind: str) -> list[int]:
        """How that process ended, each time since the test began."""
        return [status for name, which, status in self.endings if (name, which) == (department, kind)]

    async def ready(self, department: str) -> bool:
        """Whether the API of the department answers."""
        try:
            return (await self.doors.client.get(f"/{department}/health/ready")).status_code == 200
        except httpx2.TransportError:
            return False

    async def documents(self) -> Counter[str]:
        """How many of each kind of document there are."""
        counts: Counter[str] = Counter()
        for department, kinds in COUNTED.items():
            for kind in kinds:
                ((counts[kind],),) = await self._rows(department, f'SELECT count(*) FROM "{kind}"')  # noqa: S608
        return counts

    async def told(self, department: str, event: str) -> set[str]:
        """In which versions it has published that event."""
        rows = await self._rows(department, "SELECT DISTINCT type FROM outbox WHERE type LIKE $1 || '.v%'", event)
        return {type_name for (type_name,) in rows}

    async def of_newest_orders(self, column: str, how_many: int) -> set[Any]:
        """What stands in a column of the orders that changed last."""
        query = f'SELECT "{column}" FROM "order" ORDER BY changed_at DESC LIMIT $1'  # noqa: S608
        return {value for (value,) in await self._rows("sales", query, how_many)}

    async def parked(self) -> list[Any]:
        """All that waits for a person, in any department."""
        return [tuple(row) for name in self.deployed.ports for row in await self._rows(name, _UNSETTLED)]

    async def _rows(self, department: str, query: str, *arguments: Any) -> list[Any]:
        connection = await asyncpg.connect(self.deployed.access[department].owner_dsn)
        try:
            return list(await connection.fetch(query, *arguments))
        finally:
            await connection.close()

    async def heard_at_another_time(self, department: str) -> int:
        """How many messages it heard, by its own clock, more than a minute away from when its database had them."""
        ((count,),) = await self._rows(department, _AT_ANOTHER_TIME)
        return int(count)

    async def fence(self, department: str) -> int:
        """How often the lead of the department's relay was taken."""
        ((fence,),) = await self._rows(department, "SELECT fence FROM relay_state")
        return int(fence)

    async def end_the_lead(self, department: str) -> bool:
        """Ends the session that holds the lead, as the database does with one that is gone."""
        connection = await asyncpg.connect(self.deployed.access[department].app_dsn)
        try:
            return bool(await connection.fetchval(_END_THE_LEAD, RELAY_LOCK))
        finally:
            await connection.close()

    async def lose_topics(self, *topics: str) -> None:
        """Deletes them with what is on them, and makes them anew."""
        await lose_topics(self.kafka.bootstrap_servers, *topics)

    async def listening(self, department: str) -> int:
        """How many workers share the messages for a department; 0 while they still find out who takes what."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.kafka.bootstrap_servers)
        await admin.start()
        try:
            ((answer,),) = [found.groups for found in await admin.describe_consumer_groups([department])]
        finally:
            await admin.close()
        state, members = answer[2], answer[5]
        return len(members) if state == "Stable" else 0

    async def on_the_wire(self, topic: str) -> int:
        """How many records of a topic the broker has."""
        places = [TopicPartition(topic, partition) for partition in range(PARTITIONS)]
        async with AIOKafkaConsumer(bootstrap_servers=self.kafka.bootstrap_servers) as consumer:
            return sum((await consumer.end_offsets(places)).values())

    async def told_on(self, topic: str) -> int:
        """How many messages its department has ever published on it."""
        ((count,),) = await self._rows(owner_of(topic), "SELECT count(*) FROM outbox WHERE topic = $1", topic)
        return int(count)

    async def breaches(self) -> list[tuple[str, tuple[str, ...], int]]:
        """What does not hold of the proof."""
        verdicts = await prove(self.deployed.access)
        breached = [one for one in verdicts if not one.holds and one.id not in self.excused]
        return [(one.id, one.breaches, one.looked_at) for one in breached]

    @asynccontextmanager
    async def under_way(
        self, people: People, journeys: int, fates: Sequence[Fate] = ()
    ) -> AsyncIterator["asyncio.Task[Any]"]:
        """Journeys run beside the test's body, and have to arrive, every one as if nothing had happened."""
        customers = await self.customers(people, journeys)
        async with self.nothing_lost_or_doubled(journeys):
            await asyncio.gather(*(self.doom(name, kind, point, count=2) for name, kind, point in fates))
            running = asyncio.create_task(self.journeys(people, customers))
            try:
                yield running
                await running
            finally:
                running.cancel()

    @asynccontextmanager
    async def nothing_lost_or_doubled(self, journeys: int) -> AsyncIterator[None]:
        """What must be so after any fault, without a human touch: every document once, nothing parked, the proof."""
        self.endings.clear()
        before = await self.documents()
        yield
        expected = {kind: journeys for kinds in COUNTED.values() for kind in kinds}
        expected["payment"] = journeys * INSTALMENTS
        await until(self._all_heard, "everything that was published is heard")
        assert await self.documents() - before == Counter(expected)
        assert await self.parked() == []
        breaches = await self.breaches()
        assert breaches == [], breaches

    async def _all_heard(self) -> bool:
        async with evidence(self.deployed.access) as found:
            return (await heard_is_what_was_told(found)).holds


def doors_of(deployed: DeployedCompany) -> Doors:
    """Over TCP, department by department."""
    return to_processes(deployed.ports, deployed.token)
