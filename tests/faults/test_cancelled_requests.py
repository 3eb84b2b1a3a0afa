"""2,000 requests that nobody waits for to the end: nothing half written, no connection lost, and asking again works."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
import uvicorn

from deploy.embedded.kept_process import free_port
from deploy.embedded.keys import issuer_of
from deploy.embedded.postgres import DatabaseAccess, PostgresServer, ensure_database
from deploy.embedded.staff import STAFF
from services.sales.composition import SERVICE
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.verifying import heads_of, verify_partition
from shared.hosting.migrating import migrate
from shared.hosting.opening import POOL_SIZE, OpenedDepartment, open_department
from shared.hosting.processes import Server
from shared.web.app import create_app
from shared.web.auth import TokenVerifier
from tests.faults.company import until

pytestmark = pytest.mark.slow

REQUESTS: Final = 1000
"""Of each kind, and there are two."""
AT_A_TIME: Final = 50
CLIENTS: Final = 24
FIRST_PATIENCE_SECONDS: Final = 0.05
SALES: Final = "sales"
ACME: Final[dict[str, Any]] = {
    "country": "US",
    "currency": "USD",
    "billing_email": "pay@acme.example",
    "terms": [{"percent": "100", "due_in_days": 30}],
}
_SESSIONS: Final = """
SELECT state FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_WRITTEN: Final = """
SELECT (SELECT array_agg(event_id) FROM events), (SELECT array_agg(event_id) FROM outbox),
    (SELECT array_agg(key) FROM idempotency_keys), (SELECT array_agg(outcome ->> 'events') FROM idempotency_keys),
    (SELECT array_agg(stream || '/' || version) FROM events), (SELECT sum(version) FROM customer)
"""


@dataclass(frozen=True, eq=False)
class Call:
    """One request; a write has a key of its own and is one event that others are told of."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    key: str = field(default_factory=lambda: str(uuid4()))

    async def by(self, client: httpx2.AsyncClient) -> httpx2.Response:
        """The answer."""
        headers = {"Idempotency-Key": self.key} if self.body else {}
        return await client.request(self.method, self.path, json=self.body, headers=headers)


@dataclass(frozen=True)
class Written:
    """What the database has: ids of events, of messages, the keys and what their requests came to."""

    events: list[UUID]
    outbox: list[UUID]
    keys: list[str]
    outcomes: list[UUID]
    versions: list[str]
    shown: int

    def must_agree(self) -> None:
        """Every request wrote its event, its message, its view row and its key, or none of them."""
        assert len(self.events) == len(set(self.events)) == len(set(self.versions))
        assert sorted(self.events) == sorted(self.outbox) == sorted(self.outcomes)
        assert self.shown == len(self.events) == len(self.keys)


@dataclass(frozen=True)
class Sales:
    """The sales department at work: its API over TCP, and the same app without any wire."""

    opened: OpenedDepartment
    access: DatabaseAccess
    app: Any
    url: str
    token: str

    @asynccontextmanager
    async def clients(self) -> AsyncIterator[tuple[httpx2.AsyncClient, httpx2.AsyncClient]]:
        """Over TCP, where who gives up hangs up; and in process, where who gives up cancels the request's task."""
        headers = {"Authorization": f"Bearer {self.token}"}
        limits = httpx2.Limits(max_connections=CLIENTS)
        inside = httpx2.ASGITransport(app=self.app)
        async with (
            httpx2.AsyncClient(base_url=self.url, headers=headers, limits=limits, timeout=60) as wire,
            httpx2.AsyncClient(base_url="http://sales", headers=headers, transport=inside) as task,
        ):
            yield wire, task

    async def sessions(self) -> Counter[str]:
        """In which states the database sees our connections."""
        return Counter(row[0] for row in await self._rows(_SESSIONS))

    async def written(self) -> Written:
        """What is in the database now."""
        ((events, outbox, keys, outcomes, versions, shown),) = await self._rows(_WRITTEN)
        ids = [UUID(one) for outcome in outcomes for one in json.loads(outcome)]
        return Written(events, outbox, keys, ids, versions, shown)

    async def _rows(self, query: str) -> list[Any]:
        connection = await asyncpg.connect(self.access.app_dsn)
        try:
            return list(await connection.fetch(query))
        finally:
            await connection.close()


@pytest.fixture(scope="module")
async def sales(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sales]:
    name = f"t_cancelled_{uuid4().hex[:8]}"
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    await asyncio.to_thread(migrate, SALES, access.owner_dsn, f"{name}_app")
    issuer = issuer_of(Path(tmp_path_factory.mktemp("keys")))
    opened = await open_department(SERVICE, access.app_dsn, WallClock(), TimeOrderedIds())
    app = create_app(opened.runtime, SERVICE.routers, SERVICE.permissions, TokenVerifier(issuer.keys(), SALES))
    port, asked = free_port(), asyncio.Event()
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    server = Server(config, asked)
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await until(started, "the API listens")
    token = issuer.issue("sara.rep", STAFF["sara.rep"], [SALES])
    yield Sales(opened, access, app, f"http://127.0.0.1:{port}", token)
    asked.set()
    await serving
    await opened.close()


def calls(chance: random.Random, one: str) -> Iterator[Call]:
    """Customers that are registered, and one whom all correct and look at, for ever."""
    while True:
        name = f"Acme {uuid4()}"
        details = {"name": name, "tax_id": "", "country": "US", "billing_email": "pay@acme.example"}
        yield chance.choice(
            (
                Call("POST", "/sales/customers", {**ACME, "name": name}),
                Call("POST", f"/sales/customers/{one}/details", details),
                Call("POST", f"/sales/customers/{one}/details", details),
                Call("GET", "/sales/customers?limit=5"),
                Call("GET", f"/sales/customers/{one}/history"),
            )
        )


class Impatience:
    """Clients that give up at a moment chosen by chance: about every second one gets its answer."""

    def __init__(self, client: httpx2.AsyncClient, chance: random.Random) -> None:
        self._client = client
        self._chance = chance
        self._longest = FIRST_PATIENCE_SECONDS
        self.answers: dict[Call, httpx2.Response] = {}
        self.given_up: list[Call] = []

    async def ask(self, several: Iterator[Call]) -> None:
        """One after the other."""
        for call in several:
            asking = asyncio.ensure_future(call.by(self._client))
            alarm = asyncio.get_running_loop().call_later(self._chance.uniform(0, self._longest), asking.cancel)
            try:
                self.answers[call] = await asking
                self._longest *= 0.98
            except asyncio.CancelledError:
                self.given_up.append(call)
                self._longest *= 1.02
            finally:
                alarm.cancel()


@pytest.mark.parametrize("way", ["who asked hangs up", "the request's task is cancelled"])
async def test_requests_that_are_cancelled_at_any_moment(sales: Sales, way: str) -> None:
    chance = random.Random(7)
    async with sales.clients() as (wire, task):
        known = (await Call("POST", "/sales/customers", {**ACME, "name": "Acme"}).by(wire)).json()["id"]
        asked = list(islice(calls(chance, known), REQUESTS))
        people = Impatience(wire if way == "who asked hangs up" else task, chance)
        for first in range(0, REQUESTS, AT_A_TIME):
            several = iter(asked[first : first + AT_A_TIME])
            await asyncio.gather(*(people.ask(several) for _ in range(CLIENTS)))
            await everything_is_given_back(sales)
        assert min(len(people.given_up), len(people.answers)) > REQUESTS / 10
        assert {answer.status_code for answer in people.answers.values()} <= {200, 201}
        writes = [call for call in asked if call.body]
        await asking_again_tells_what_came_of_it(sales, wire, writes, people.answers)
    await everything_is_given_back(sales)
    await the_record_is_whole(sales)


async def asking_again_tells_what_came_of_it(
    sales: Sales, client: httpx2.AsyncClient, writes: list[Call], answers: dict[Call, httpx2.Response]
) -> None:
    """What was acknowledged is there, what was not may be; with its key each is there, once, under one answer."""
    before = await sales.written()
    before.must_agree()
    asked, done = {call.key for call in writes}, set(before.keys)
    acknowledged = {call.key for call in writes if call in answers}
    assert acknowledged < asked & done, "none was done whose answer nobody heard: the test looks at too little"
    for call in writes:
        again = await call.by(client)
        assert again.status_code in (200, 201), again.text
        assert again.json()["repeated"] == (call.key in done)
        if call in answers:
            assert again.json() | {"repeated": False} == answers[call].json()
            assert again.headers["ETag"] == answers[call].headers["ETag"]
    after = await sales.written()
    after.must_agree()
    assert set(after.keys) == done | asked


async def everything_is_given_back(sales: Sales) -> None:
    """Only the writer's own connection is out of the pool, and the database waits for none of them."""

    async def at_rest() -> bool:
        await sales.opened.runtime.writer.drain()
        return sales.opened.engine.pool.checkedout() == 1 and set(await sales.sessions()) == {"idle"}  # type: ignore[attr-defined]

    await until(at_rest, "every connection is back and idle", 10)
    assert (await sales.sessions()).total() <= POOL_SIZE


async def the_record_is_whole(sales: Sales) -> None:
    """No gap, no fork, every hash."""
    heads = await heads_of(sales.opened.engine)
    verdicts = [await verify_partition(sales.opened.store, partition, head) for partition, head in heads.items()]
    assert [one for one in verdicts if one.problem] == []
