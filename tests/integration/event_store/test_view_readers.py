"""Both readers give the same answers to the same questions about the same rows."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from deploy.embedded.postgres import PostgresServer
from shared.event_store.memory import MemoryEventStore
from shared.event_store.memory_reader import MemoryViewReader
from shared.event_store.port import Span, UnitRefused, ViewReader
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_reader import PostgresViewReader
from shared.kernel.decider import Send
from tests.integration.handling.test_command_handler import a_handler, work
from tests.real.departments import fresh_database
from tests.real.tills import TREASURY, Fill, till

COINS = {"a": 3, "b": 1, "c": 3, "d": 2, "e": 3}


@pytest.fixture(params=["memory", "postgres"], scope="module")
async def reader(request: pytest.FixtureRequest) -> AsyncIterator[ViewReader]:
    works = [work(Send(Fill(coins=coins), till(name))) for name, coins in COINS.items()]
    if request.param == "memory":
        store = MemoryEventStore()
        await a_handler(store).execute(works)
        yield MemoryViewReader(store)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    database = await fresh_database(server, "reader", TREASURY.metadata())
    engine = database.engine()
    opened = PostgresEventStore(engine)
    await a_handler(opened).execute(works)
    yield PostgresViewReader(engine, TREASURY.metadata())
    await opened.close()
    await engine.dispose()


def ids(rows: list[Any]) -> list[str]:
    return [row["id"] for row in rows]


async def page(reader: ViewReader, **asked: Any) -> list[Any]:
    asked = {"where": {}, "order_by": "id", "after": None, "limit": 10, **asked}
    return await reader.page("till", **asked)


async def test_one_row(reader: ViewReader) -> None:
    row = await reader.get("till", "a")
    assert row is not None
    assert (row["coins"], row["version"], row["document"]) == (3, 1, b'{"till":"a","coins":3}')
    assert await reader.get("till", "nobody") is None


async def test_an_id_that_no_row_can_have_finds_none_or_is_refused_and_is_never_a_database_that_is_away(
    reader: ViewReader,
) -> None:
    for impossible in ("\x00", "\ud800"):
        with suppress(UnitRefused):
            assert await reader.get("till", impossible) is None


async def test_filters(reader: ViewReader) -> None:
    assert ids(await page(reader, where={"coins": "3"})) == ["a", "c", "e"]
    assert ids(await page(reader, where={"coins": 3})) == ["a", "c", "e"]
    assert ids(await page(reader, where={"coins": ["1", "2"]})) == ["b", "d"]
    assert ids(await page(reader, where={"coins": []})) == []
    assert ids(await page(reader, where={"coins": None})) == []
    assert ids(await page(reader, where={"coins": "3", "id": "c"})) == ["c"]
    assert ids(await page(reader, where={"coins": "no number"})) == []


async def test_a_span_has_both_its_ends_in_it_and_nothing_that_has_no_value(reader: ViewReader) -> None:
    assert ids(await page(reader, where={"coins": Span(first=2)})) == ["a", "c", "d", "e"]
    assert ids(await page(reader, where={"coins": Span(last=2)})) == ["b", "d"]
    assert ids(await page(reader, where={"coins": Span(first=2, last=2)})) == ["d"]
    assert ids(await page(reader, where={"coins": Span(first=3, last=2)})) == []
    assert ids(await page(reader, where={"spare": Span(last=9)})) == ["a", "c", "e"]
    assert ids(await page(reader, where={"spare": Span()}, order_by="spare", descending=True)) == ["e", "c", "a"]
    spans = {"coins": Span(first=2, last=3), "id": Span(first="b", last="d")}
    assert ids(await page(reader, where=spans, order_by="coins", after=(2, "d"), limit=1)) == ["c"]
    groups = await reader.totals("till", group_by=["coins"], sums=["version"], where={"coins": Span(last=2)})
    assert [(row["coins"], int(row["version"])) for row in groups] == [(1, 1), (2, 1)]


async def test_a_flag_is_set_or_not_or_says_nothing(reader: ViewReader) -> None:
    assert ids(await page(reader, where={"is_full": True})) == ["a", "c", "e"]
    assert ids(await page(reader, where={"is_full": False})) == ["d"]
    assert ids(await page(reader, where={"is_full": None})) == ["b"]
    assert ids(await page(reader, where={"is_full": "true"})) == ["a", "c", "e"]
    assert ids(await page(reader, where={"is_full": [True, False]})) == ["a", "c", "d", "e"]
    assert ids(await page(reader, where={"is_full": True}, order_by="spare", descending=True, limit=2)) == ["e", "c"]
    (full,) = await reader.totals("till", group_by=[], sums=["coins"], where={"is_full": True, "coins": ["2", "3"]})
    assert int(full["coins"]) == 9


async def test_pages_in_order_and_back(reader: ViewReader) -> None:
    assert ids(await page(reader, order_by="coins", limit=3)) == ["b", "d", "a"]
    assert ids(await page(reader, order_by="coins", after=(3, "a"), limit=3)) == ["c", "e"]
    assert ids(await page(reader, order_by="coins", descending=True)) == ["e", "c", "a", "d", "b"]
    assert ids(await page(reader, order_by="coins", descending=True, after=(3, "a"))) == ["d", "b"]
    assert ids(await page(reader, after=("c", "c"))) == ["d", "e"]


async def test_what_has_no_value_comes_last_in_either_direction(reader: ViewReader) -> None:
    assert ids(await page(reader, order_by="spare")) == ["a", "c", "e", "b", "d"]
    assert ids(await page(reader, order_by="spare", descending=True)) == ["e", "c", "a", "d", "b"]
    assert ids(await page(reader, order_by="spare", where={"coins": "2"})) == ["d"]
    assert ids(await page(reader, order_by="spare", after=(1, "e"))) == ["b", "d"]
    assert ids(await page(reader, order_by="spare", after=(None, "b"))) == ["d"]
    assert ids(await page(reader, order_by="spare", after=(None, "d"), descending=True)) == ["b"]
    assert ids(await page(reader, order_by="spare", after=(None, "d"))) == []


@pytest.mark.parametrize("order_by", ["id", "coins", "spare"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 4])
async def test_page_after_page_every_row_is_seen_once(
    reader: ViewReader, order_by: str, descending: bool, limit: int
) -> None:
    whole = await page(reader, order_by=order_by, descending=descending)
    seen: list[Any] = []
    after: tuple[Any, str] | None = None
    while rows := await page(reader, order_by=order_by, descending=descending, after=after, limit=limit):
        seen += rows
        after = (rows[-1][order_by], rows[-1]["id"])
    assert ids(seen) == ids(whole)
    assert sorted(ids(seen)) == sorted(COINS)


async def test_totals(reader: ViewReader) -> None:
    groups = await reader.totals("till", group_by=["coins"], sums=["version"], where={})
    assert [(row["coins"], int(row["version"])) for row in groups] == [(1, 1), (2, 1), (3, 3)]
    groups = await reader.totals("till", group_by=["coins"], sums=[], where={"coins": ("1", "3")})
    assert [dict(row) for row in groups] == [{"coins": 1}, {"coins": 3}]
    (whole,) = await reader.totals("till", group_by=[], sums=["coins"], where={"coins": "3"})
    assert int(whole["coins"]) == 9
