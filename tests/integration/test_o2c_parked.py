"""`o2c parked`, as an operator uses it: all that waits is listed, however much is over, and in its own characters."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest

from deploy.commands import parked
from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from shared.hosting.service import Service
from tests.real.departments import TestDatabase, fresh_database

PARKED = """
INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at, status)
SELECT (lpad(n::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'sales.order', 0, n, $3,
    'sales.order.placed.v1', '{}', 'x', $3, $3, now(), $4 FROM generate_series($1::integer, $2::integer) AS n
"""
MARKUP = "[/x] and [red]"


@pytest.fixture
async def database(postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> TestDatabase:
    """Of sales, the one department that there is."""
    fresh = await fresh_database(postgres_server)

    @asynccontextmanager
    async def only_sales(_: Iterable[Service], __: Path) -> AsyncIterator[dict[str, Access]]:
        yield {"sales": Access(fresh.owner_dsn, fresh.app_dsn, fresh.app_role)}

    monkeypatch.setattr(parked, "company_databases", only_sales)
    monkeypatch.setenv("COLUMNS", "250")
    return fresh


async def _set_aside(database: TestDatabase, first: int, last: int, status: str, words: str = "told") -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(PARKED, first, last, words, status)
    await owner.close()


async def _listed(capsys: pytest.CaptureFixture[str], *, settled: bool = False) -> list[UUID]:
    assert await parked.show(Path(), None, settled=settled, as_json=True) == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    return [UUID(one["event_id"]) for one in told["sales"]]


async def test_what_waits_is_listed_behind_more_than_a_page_of_what_is_over(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    await _set_aside(database, 1, 1000, "settled")
    await _set_aside(database, 1001, 1025, "discarded")
    for number, status in enumerate(("parked", "waiting", "retrying", "unreadable"), 1026):
        await _set_aside(database, number, number, status)
    waiting = [UUID(f"0000{number}-0000-7000-8000-000000000000") for number in range(1026, 1030)]
    assert await _listed(capsys) == waiting
    assert await parked.show(Path(), None, settled=False, as_json=False) == 0
    table = capsys.readouterr().out
    assert [str(one) in table for one in waiting] == [True] * 4
    assert "settled" not in table


async def test_all_of_it_is_listed_page_by_page(database: TestDatabase, capsys: pytest.CaptureFixture[str]) -> None:
    await _set_aside(database, 1, 600, "settled")
    await _set_aside(database, 601, 2100, "parked")
    assert len(await _listed(capsys)) == 1500
    assert len(await _listed(capsys, settled=True)) == 2100


async def test_what_others_wrote_is_shown_as_they_wrote_it(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    await _set_aside(database, 1, 1, "parked", MARKUP)
    assert await parked.show(Path(), "sales", settled=False, as_json=False) == 0
    assert capsys.readouterr().out.count(MARKUP) == 3  # key, cause and detail
