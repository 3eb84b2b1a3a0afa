"""The one command handler over both stores: once, together, and never on what it only believes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deploy.embedded.postgres import PostgresServer
from shared.clocks.driven import DrivenClock
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import EventStore, StoreUnavailable
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.unit import Cause, Committed, HistoryEvent, Unit
from shared.handling.handler import CommandHandler
from shared.handling.work import ByKey, Done, KeyReused, SomebodyWasFaster, UnknownDocument, Work
from shared.handling.writer import Writer
from shared.kernel.decider import Send, StreamId
from tests.real.departments import fresh_database
from tests.real.tills import TREASURY, Fill, NotEnoughCoins, Take, Till, till

Process = Callable[[], CommandHandler]


def a_handler(store: EventStore) -> CommandHandler:
    return CommandHandler(TREASURY, store, WallClock(), TimeOrderedIds())


@pytest.fixture(params=["memory", "postgres"])
async def process(request: pytest.FixtureRequest) -> AsyncIterator[Process]:
    """Makes handlers that share one database, as processes do."""
    if request.param == "memory":
        store = MemoryEventStore()
        yield lambda: a_handler(store)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    database = await fresh_database(server, "treasury", TREASURY.metadata())
    engine = database.engine()
    stores: list[PostgresEventStore] = []

    def make() -> CommandHandler:
        stores.append(PostgresEventStore(engine))
        return a_handler(stores[-1])

    yield make
    for opened in stores:
        await opened.close()
    await engine.dispose()


def work(*sends: Send, key: str | None = None, fingerprint: str = "f", **more: object) -> Work:
    cause_id = uuid4()
    cause = Cause(
        command_id=cause_id,
        actor="ada",
        correlation_id=cause_id,
        causation_id=cause_id,
        occurred_at=datetime.now(UTC),
    )
    once = ByKey(scope="ada", key=key or str(uuid4()), fingerprint=fingerprint)
    return Work(sends=sends, cause=cause, once=once, **more)  # type: ignore[arg-type]


async def coins_in(handler: CommandHandler, identity: str) -> int:
    state: object = TREASURY.decider_of(till(identity)).initial
    history = await handler.store.load({till(identity): 0})
    state, _ = TREASURY.codec.fold(TREASURY.decider_of(till(identity)), history, state, 0)
    assert isinstance(state, Till)
    return state.coins


async def test_a_batch_is_decided_in_order_and_each_gets_its_own_answer(process: Process) -> None:
    handler, a, b = process(), str(uuid4()), str(uuid4())
    results = await handler.execute(
        [
            work(Send(Fill(coins=10), till(a))),
            work(Send(Take(coins=4, into=b), till(a))),
            work(Send(Take(coins=7), till(a))),
            work(Send(Take(coins=6), till(a))),
        ]
    )
    assert isinstance(results[0], Done)
    assert isinstance(results[2], NotEnoughCoins)
    assert [result.version for result in results if isinstance(result, Done)] == [1, 2, 3]
    assert (await coins_in(handler, a), await coins_in(handler, b)) == (0, 4)


async def test_a_refusal_undoes_the_whole_work_and_nothing_else(process: Process) -> None:
    handler, a, b = process(), str(uuid4()), str(uuid4())
    both = work(Send(Fill(coins=5), till(a)), Send(Take(coins=1), till(b)))
    refused, done = await handler.execute([both, work(Send(Fill(coins=2), till(a)))])
    assert isinstance(refused, NotEnoughCoins)
    assert isinstance(done, Done)
    assert await coins_in(handler, a) == 2


async def test_the_same_key_has_one_effect_and_one_answer(process: Process) -> None:
    handler, a, key = process(), str(uuid4()), str(uuid4())
    (first,) = await handler.execute([work(Send(Fill(coins=5), till(a)), key=key)])
    (again,) = await handler.execute([work(Send(Fill(coins=5), till(a)), key=key)])
    (other,) = await process().execute([work(Send(Fill(coins=6), till(a)), key=key, fingerprint="g")])
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert (again.version, again.events, again.earlier) == (first.version, first.events, True)
    assert isinstance(other, KeyReused)
    assert await coins_in(handler, a) == 5


async def test_a_repeated_request_is_not_refused_because_it_succeeded(process: Process) -> None:
    handler, a, key = process(), str(uuid4()), str(uuid4())
    await handler.execute([work(Send(Fill(coins=5), till(a)))])
    take = work(Send(Take(coins=5), till(a)), key=key)
    (first,) = await handler.execute([take])
    (again,) = await process().execute([take])
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert again.earlier


async def test_a_cached_state_never_refuses_what_is_possible_by_now(process: Process) -> None:
    mine, other, a = process(), process(), str(uuid4())
    await mine.execute([work(Send(Fill(coins=1), till(a)))])
    await other.execute([work(Send(Fill(coins=9), till(a)))])
    (result,) = await mine.execute([work(Send(Take(coins=10), till(a)))])
    assert isinstance(result, Done)


async def test_a_cached_state_never_allows_what_is_impossible_by_now(process: Process) -> None:
    mine, other, a = process(), process(), str(uuid4())
    await mine.execute([work(Send(Fill(coins=10), till(a)))])
    await other.execute([work(Send(Take(coins=10), till(a)))])
    (result,) = await mine.execute([work(Send(Take(coins=1), till(a)))])
    assert isinstance(result, NotEnoughCoins)
    assert await coins_in(mine, a) == 0


async def test_many_processes_on_one_stream_lose_nothing_and_never_overdraw(process: Process) -> None:
    a = str(uuid4())
    await process().execute([work(Send(Fill(coins=10), till(a)))])
    writers = [Writer(process()) for _ in range(4)]

    async def take(writer: Writer) -> bool:
        while True:
            (result,) = await writer.perform_all([work(Send(Take(coins=1), till(a)))])
            if isinstance(result, Done):
                return True
            if isinstance(result, NotEnoughCoins):
                return False

    took = await asyncio.gather(*(take(writers[n % 4]) for n in range(64)))
    assert took.count(True) == 10
    assert await coins_in(process(), a) == 0


async def test_clocks_that_differ_by_days_change_nothing_of_the_order(process: Process) -> None:
    early, late, a = process(), process(), str(uuid4())
    now = datetime.now(UTC)
    early.clock, late.clock = DrivenClock(now - timedelta(days=1)), DrivenClock(now + timedelta(days=1))
    for coins in range(1, 11):
        (filled,) = await late.execute([work(Send(Fill(coins=coins), till(a)))])
        (taken,) = await early.execute([work(Send(Take(coins=coins), till(a)))])
        assert isinstance(filled, Done)
        assert isinstance(taken, Done)
    assert await coins_in(process(), a) == 0
    entries = await early.store.history(till(a))
    assert [entry.version for entry in entries] == list(range(1, 21))
    positions = [entry.position for entry in entries]
    assert positions == sorted(positions)


async def test_fifty_equal_requests_at_once_have_one_effect(process: Process) -> None:
    a, key = str(uuid4()), str(uuid4())
    writer = Writer(process())
    one = work(Send(Fill(coins=5), till(a)), key=key)
    results = await asyncio.gather(*(writer.perform(one) for _ in range(50)))
    assert {(done.id, done.version, done.events) for done in results} == {(a, 1, results[0].events)}
    assert sum(not done.earlier for done in results) == 1
    assert await coins_in(writer.handler, a) == 5


async def test_what_the_caller_saw_is_checked(process: Process) -> None:
    handler, a = process(), str(uuid4())
    (unknown,) = await handler.execute([work(Send(Fill(coins=1), till(a)), must_exist=True)])
    assert isinstance(unknown, UnknownDocument)
    await handler.execute([work(Send(Fill(coins=1), till(a)))])
    (stale,) = await handler.execute([work(Send(Fill(coins=1), till(a)), expected_version=7)])
    assert isinstance(stale, SomebodyWasFaster)
    (fine,) = await handler.execute([work(Send(Fill(coins=1), till(a)), expected_version=1)])
    assert isinstance(fine, Done)


class MeanwhileStore(MemoryEventStore):
    """Something else happens before the second load."""

    loads = 0
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def load(self, streams: Mapping[StreamId, int]) -> list[HistoryEvent]:
        """The load, after what happens meanwhile."""
        self.loads += 1
        if self.loads == 2 and self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return await super().load(streams)


async def test_a_refusal_is_never_given_on_states_of_different_moments() -> None:
    store = MeanwhileStore()
    await a_handler(store).execute([work(Send(Fill(coins=6), till("a")))])
    store.loads, store.meanwhile = 0, lambda: a_handler(store).execute([work(Send(Fill(coins=9), till("a")))])
    one_after_the_other = work(Send(Take(coins=3, into="b"), till("a")), Send(Take(coins=5), till("a")))
    (result,) = await a_handler(store).execute([one_after_the_other])
    assert isinstance(result, Done)
    assert await coins_in(a_handler(store), "a") == 7


class NeverAnswers(MemoryEventStore):
    """Does not commit, and says so."""

    async def commit(self, unit: Unit) -> Committed:
        raise StoreUnavailable("the database is away")


async def test_nobody_is_told_before_the_commit() -> None:
    handler = a_handler(NeverAnswers())
    with pytest.raises(StoreUnavailable):
        await handler.execute([work(Send(Fill(coins=1), till("a")))])
    assert await coins_in(handler, "a") == 0


class LosesReplies(MemoryEventStore):
    """Commits, and then does not say so: every third answer is lost."""

    calls = 0

    async def commit(self, unit: Unit) -> Committed:
        self.calls += 1
        answer = await super().commit(unit)
        if self.calls % 3 == 0:
            raise StoreUnavailable("the reply was lost")
        return answer


async def test_a_lost_commit_reply_does_not_double_the_effect() -> None:
    store = LosesReplies()
    writer, a = Writer(a_handler(store)), str(uuid4())
    for _ in range(300):
        await writer.perform(work(Send(Fill(coins=1), till(a))))
    assert await coins_in(writer.handler, a) == 300
    assert store.calls > 300
