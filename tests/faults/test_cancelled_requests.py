"""2,000 requests that nobody waits for to the end: nothing half written, no connection lost, and asking again works."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest
import uvicorn

from deploy.embedded.kept_process import free_port
from deploy.embedded.postgres import PostgresServer
from shared.hosting.opening import POOL_SIZE
from shared.hosting.processes import Server
from tests.faults.company import until
from tests.faults.one_department import Call, Sales, a_database, sales_at_work

pytestmark = pytest.mark.slow

WAYS: Final = ("who asked hangs up", "the request's task is cancelled")
GIVEN_UP: Final = 2000 // len(WAYS)
"""In each way; those that are answered come on top."""
AT_A_TIME: Final = 50
CLIENTS: Final = 24
FIRST_PATIENCE_SECONDS: Final = 0.05
SHORTER: Final = 0.94
LONGER: Final = 1.02
"""Patience after an answer, and after none: at rest, three of four requests are given up."""


@pytest.fixture(scope="module")
async def sales(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sales]:
    access = await a_database(postgres_server)
    async with sales_at_work(access, Path(tmp_path_factory.mktemp("keys"))) as opened:
        yield opened


@asynccontextmanager
async def listening(app: Any) -> AsyncIterator[str]:
    """Where the app is served over TCP."""
    port, asked = free_port(), asyncio.Event()
    server = Server(uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off"), asked)
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await until(started, "the API listens")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        asked.set()
        await serving


def calls(chance: random.Random, one: str) -> Iterator[Call]:
    """Customers that are registered, and one whom all correct and look at, for ever."""
    while True:
        reads = Call("GET", "/sales/customers?limit=5"), Call("GET", f"/sales/customers/{one}/history")
        yield chance.choice((Call.to_register(), Call.to_correct(one), Call.to_correct(one), *reads))


class Impatience:
    """Clients that give up at a moment chosen by chance: about every fourth one gets its answer."""

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
                self._longest *= SHORTER
            except asyncio.CancelledError:
                self.given_up.append(call)
                self._longest *= LONGER
            finally:
                alarm.cancel()


@pytest.mark.parametrize("way", WAYS)
async def test_requests_that_are_cancelled_at_any_moment(sales: Sales, way: str) -> None:
    chance = random.Random(7)
    async with (
        listening(sales.app) as url,
        sales.client(base_url=url, timeout=60) as wire,
        sales.client() as within,
    ):
        known = (await Call.to_register().by(wire)).json()["id"]
        people = Impatience(wire if way == WAYS[0] else within, chance)
        endless = calls(chance, known)
        while len(people.given_up) < GIVEN_UP:
            several = islice(endless, AT_A_TIME)
            await asyncio.gather(*(people.ask(several) for _ in range(CLIENTS)))
            await everything_is_given_back(sales)
        assert sum(1 for call in people.given_up if call.body) > GIVEN_UP / 2
        assert len(people.answers) > GIVEN_UP / 10
        assert {answer.status_code for answer in people.answers.values()} <= {200, 201}
        await asking_again_tells_what_came_of_it(sales, wire, people)
    await everything_is_given_back(sales)
    await sales.the_record_must_be_whole()


async def asking_again_tells_what_came_of_it(sales: Sales, client: httpx2.AsyncClient, people: Impatience) -> None:
    """What was acknowledged is there, what was not may be; with its key each is there, once, under one answer."""
    before = await sales.written()
    before.must_agree()
    writes = [call for call in (*people.answers, *people.given_up) if call.body]
    asked, done = {call.key for call in writes}, set(before.keys)
    acknowledged = {call.key for call in writes if call in people.answers}
    assert acknowledged < asked & done < asked, "what nobody waited for came all to one end: the test is blind"

    async def ask_again(several: Iterator[Call]) -> None:
        for call in several:
            again = await call.by(client)
            assert again.status_code in (200, 201), again.text
            assert again.json()["repeated"] == (call.key in done)
            if (first := people.answers.get(call)) is not None:
                assert again.json() | {"repeated": False} == first.json()
                assert again.headers["ETag"] == first.headers["ETag"]

    each_once = iter(writes)
    await asyncio.gather(*(ask_again(each_once) for _ in range(CLIENTS)))
    assert set((await sales.written()).keys) == done | asked


async def everything_is_given_back(sales: Sales) -> None:
    """Only the writer's own connection is out of the pool, and the database waits for none of them."""

    async def at_rest() -> bool:
        await sales.opened.runtime.writer.drain()
        return sales.opened.engine.pool.checkedout() == 1 and set(await sales.sessions()) == {"idle"}  # type: ignore[attr-defined]

    await until(at_rest, "every connection is back and idle", 10)
    assert (await sales.sessions()).total() <= POOL_SIZE
