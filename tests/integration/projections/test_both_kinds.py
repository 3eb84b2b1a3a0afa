"""Views that are written inline and views that follow the log show the same; one suite for both, on both stores."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import pytest
from prometheus_client import REGISTRY

from deploy.embedded.postgres import PostgresServer
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_following import MemoryViewFeed
from shared.event_store.memory_reader import MemoryViewReader
from shared.event_store.port import EventStore, ViewFeed, ViewReader
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_following import PostgresViewFeed
from shared.event_store.postgres_reader import PostgresViewReader
from shared.handling.department import Department
from shared.handling.handler import CommandHandler
from shared.handling.writer import Writer
from shared.kernel.decider import Fact, Send
from shared.projections.following import Following
from shared.projections.rebuilding import Rebuild, Rebuilt
from shared.projections.view import Row
from tests.integration.handling.test_command_handler import work
from tests.real.departments import TestDatabase, fresh_database
from tests.real.tills import MOVEMENTS, TREASURY, Fill, Take, till

BOTH = ("till", "till_movement")


@dataclass
class Treasury:
    """The tills at work, with views of one kind."""

    department: Department
    store: EventStore
    feed: ViewFeed
    reader: ViewReader
    database: TestDatabase | None

    def __post_init__(self) -> None:
        self.writer = Writer(CommandHandler(self.department, self.store, WallClock(), TimeOrderedIds()))
        self.following = self.another_follower()

    def another_follower(self) -> Following:
        """As in another process."""
        return Following(self.department, self.store, self.feed, WallClock())

    async def fill(self, *names: str) -> None:
        """Three coins in, one out, each."""
        for name in names:
            steps = [work(Send(Fill(coins=3), till(name))), work(Send(Take(coins=1), till(name)))]
            await self.writer.perform_all(steps)

    async def coins(self) -> dict[str, tuple[int, int]]:
        """What the view of tills shows: coins and version by till."""
        rows = await self.reader.page("till", where={}, order_by="id", after=None, limit=200)
        return {row["id"]: (row["coins"], row["version"]) for row in rows}

    async def movements(self) -> int:
        """How many the other view shows."""
        return len(await self.reader.page("till_movement", where={}, order_by="id", after=None, limit=1000))

    async def rebuilt(self, view: str, *, swap: bool = False) -> Rebuilt:
        """Rebuilt on PostgreSQL, as the owner."""
        assert self.database is not None
        connection = await asyncpg.connect(self.database.owner_dsn)
        (found,) = [one for one in self.department.views if one.name == view]
        try:
            return await Rebuild(self.department, found, connection).run(app_role=self.database.app_role, swap=swap)
        finally:
            await connection.close()

    def behind(self, view: str) -> float | None:
        """As operators see it."""
        return REGISTRY.get_sample_value("o2c_view_behind_events", {"department": "treasury", "view": view})


@pytest.fixture(params=["inline on memory", "inline on postgres", "following on memory", "following on postgres"])
async def treasury(request: pytest.FixtureRequest) -> AsyncIterator[Treasury]:
    kind, _, store = request.param.partition(" on ")
    department = replace(TREASURY, follow_up=frozenset(BOTH if kind == "following" else ()))
    if store == "memory":
        memory = MemoryEventStore()
        yield Treasury(department, memory, MemoryViewFeed(memory), MemoryViewReader(memory), None)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    database = await fresh_database(server, "views", TREASURY.metadata())
    engine = database.engine()
    opened = PostgresEventStore(engine)
    reader = PostgresViewReader(engine, TREASURY.metadata())
    yield Treasury(department, opened, PostgresViewFeed(engine), reader, database)
    await opened.close()
    await engine.dispose()


following_only = pytest.mark.parametrize("treasury", ["following on memory", "following on postgres"], indirect=True)
on_postgres = pytest.mark.parametrize("treasury", ["inline on postgres", "following on postgres"], indirect=True)


async def test_what_happened_is_shown_once_however_often_it_is_followed(treasury: Treasury) -> None:
    await treasury.fill("a", "b", "c")
    await treasury.following.follow_all()
    await treasury.fill("a")
    for _ in range(2):
        await treasury.following.follow_all()
    assert await treasury.coins() == {"a": (4, 4), "b": (2, 2), "c": (2, 2)}
    assert await treasury.movements() == 8


@on_postgres
@pytest.mark.parametrize("view", BOTH)
async def test_it_equals_its_rebuild_before_it_has_followed_and_after(treasury: Treasury, view: str) -> None:
    for names in ("a", "b", "c"), ("a", "d"):
        await treasury.fill(*names)
        assert (await treasury.rebuilt(view)).differing == 0
        await treasury.following.follow_all()
        assert (await treasury.rebuilt(view)).differing == 0


@on_postgres
async def test_rebuilt_and_swapped_while_all_are_at_work_nothing_is_missed(treasury: Treasury) -> None:
    running = asyncio.create_task(treasury.following.run())
    writing = asyncio.create_task(treasury.fill(*(f"till{number % 20}" for number in range(80))))
    while not writing.done():
        for view in BOTH:
            assert (await treasury.rebuilt(view, swap=True)).differing == 0
    await writing
    running.cancel()
    await asyncio.wait([running])
    await treasury.following.follow_all()
    assert set((await treasury.coins()).values()) == {(8, 8)}
    assert await treasury.movements() == 160


@following_only
async def test_it_follows_a_moment_later_and_says_how_far_it_is_behind(treasury: Treasury) -> None:
    await treasury.fill("a", "b")
    assert await treasury.coins() == {}
    await treasury.following.follow()
    assert treasury.behind("till") == 4
    await treasury.following.follow()
    assert treasury.behind("till") == 0
    assert await treasury.coins() == {"a": (2, 2), "b": (2, 2)}


@following_only
async def test_of_two_that_follow_at_once_each_event_is_taken_by_one(treasury: Treasury) -> None:
    await treasury.fill(*"abcdefgh")
    other = treasury.another_follower()
    taken = await asyncio.gather(*(one.follow() for one in (treasury.following, other) for _ in range(3)))
    assert sum(taken) == 2 * 16  # two views
    assert await treasury.movements() == 16


@following_only
async def test_it_follows_by_itself_and_starts_again_where_it_was(treasury: Treasury) -> None:
    for expected in (1, 2):
        follower = treasury.another_follower()
        treasury.writer.handler.on_commit(follower.committed)
        running = asyncio.create_task(follower.run())
        await treasury.fill("a")
        async with asyncio.timeout(15):
            while await treasury.movements() < 2 * expected:  # noqa: ASYNC110 - it is the store that changes
                await asyncio.sleep(0.01)
            while await treasury.coins() != {"a": (2 * expected, 2 * expected)}:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert await treasury.movements() == 4


@following_only
async def test_a_view_that_cannot_show_an_event_stays_before_it_and_the_other_goes_on(treasury: Treasury) -> None:
    broken = [True]

    def read(fact: Fact[Any]) -> list[Row]:
        if broken[0]:
            raise RuntimeError("cannot show this")
        return list(MOVEMENTS.read(fact))

    fragile = replace(MOVEMENTS, read=read)
    views = tuple(fragile if view is MOVEMENTS else view for view in treasury.department.views)
    treasury.department = replace(treasury.department, views=views)
    follower = treasury.another_follower()
    await treasury.fill("a")
    await follower.follow_all()
    assert await treasury.coins() == {"a": (2, 2)}
    assert (await treasury.movements(), treasury.behind("till_movement")) == (0, 2)
    broken[0] = False
    await follower.follow_all()
    assert await treasury.movements() == 2


def test_a_view_that_is_not_there_cannot_follow() -> None:
    with pytest.raises(ValueError, match="there is no view tilt"):
        replace(TREASURY, follow_up=frozenset({"tilt"}))
