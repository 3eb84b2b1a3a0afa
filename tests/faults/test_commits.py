"""The moment that counts: the answer to a commit is lost, it is refused at the very end, it is held up."""

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import asyncpg
import pytest

from deploy.embedded.kept_process import free_port
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import DatabaseAccess
from tests.faults.one_department import Call, Sales, a_database, patiently, sales_at_work

REQUESTS: Final = 100
SWALLOWED: Final = 0.5
ANSWERS_WITHIN_SECONDS: Final = 6.0
HELD_SECONDS: Final = 6.5
"""Longer than anybody waits for an answer."""
_COMMIT: Final = b'"fingerprint"'
"""What is on the wire of a commit alone."""
_READY: Final = b"Z\x00\x00\x00\x05I"
"""How PostgreSQL ends an answer; outside of a transaction, so what it was asked to do is done."""
_REFUSES: Final = """
CREATE FUNCTION refuse_at_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no' USING ERRCODE = TG_ARGV[0]; END $$;
CREATE CONSTRAINT TRIGGER at_last AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_at_last('SQLSTATE')
"""


@pytest.fixture(scope="module")
async def access(postgres_server: PostgresServer) -> DatabaseAccess:
    return await a_database(postgres_server)


@pytest.fixture
async def sales(access: DatabaseAccess, tmp_path: Path) -> AsyncIterator[Sales]:
    async with sales_at_work(access, tmp_path) as opened:
        yield opened


async def executed(dsn: str, script: str) -> None:
    """Over a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(script)
    finally:
        await connection.close()


class SwallowsReplies:
    """A wire to PostgreSQL that breaks after every second commit or so, just before its reply."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._chance = random.Random(6)
        self._ways: set[asyncio.Task[None]] = set()
        self.swallowed = 0

    @asynccontextmanager
    async def between(self, dsn: str) -> AsyncIterator[str]:
        """The address by which a database is reached over this wire."""
        port = free_port()
        listener = await asyncio.start_server(self._connected, "127.0.0.1", port)
        login, database = re.findall(r"//(.*)@[^/]*/([^?]*)", dsn)[0]
        try:
            yield f"postgresql://{login}@127.0.0.1:{port}/{database}"
        finally:
            listener.close()
            await asyncio.gather(*self._ways)
            await listener.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self._server.host, self._server.port
        database = await (
            asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
            if host.startswith("/")
            else asyncio.open_connection(host, port)
        )
        doomed = asyncio.Event()
        for way in (self._asking(reader, database[1], doomed), self._answering(database[0], writer, doomed)):
            task = asyncio.create_task(way)
            self._ways.add(task)
            task.add_done_callback(self._ways.discard)

    async def _asking(self, asker: asyncio.StreamReader, database: Any, doomed: asyncio.Event) -> None:
        while asked := await _chunk(asker):
            if _COMMIT in asked and self._chance.random() < SWALLOWED:
                doomed.set()
            database.write(asked)
        database.close()

    async def _answering(self, database: asyncio.StreamReader, asker: Any, doomed: asyncio.Event) -> None:
        while answered := await _chunk(database):
            if not doomed.is_set():
                asker.write(answered)
            elif answered.endswith(_READY):
                self.swallowed += 1
                break
        asker.close()


async def _chunk(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(1 << 20)
    except ConnectionError:
        return b""


async def test_a_commit_whose_reply_is_lost_is_done_once(
    postgres_server: PostgresServer, access: DatabaseAccess, tmp_path: Path
) -> None:
    wire = SwallowsReplies(postgres_server)
    async with (
        wire.between(access.app_dsn) as dsn,
        sales_at_work(access, tmp_path, dsn) as sales,
        sales.client() as client,
    ):
        before = set((await sales.written()).keys)
        asked = [Call.to_register() for _ in range(REQUESTS)]
        answers = [await patiently(call, client) for call in asked]
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == REQUESTS
        assert sum(answer.json()["repeated"] for answer in answers) > REQUESTS / 4
        written = await sales.written()
        assert set(written.keys) - before == {call.key for call in asked}
        await sales.the_record_must_be_whole()
    assert wire.swallowed > REQUESTS / 4


@pytest.mark.parametrize(
    ("sqlstate", "status"),
    [("P0001", 503), ("53100", 503), ("40001", 503), ("23514", 422)],
    ids=["an error", "the disk is full", "a serialisation failure", "a broken rule"],
)
async def test_what_is_refused_at_the_very_end_never_happened(sales: Sales, sqlstate: str, status: int) -> None:
    async with sales.client() as client:
        known = (await Call.to_register().by(client)).json()["id"]
        before = await sales.written()
        calls = [Call.to_register(), Call.to_correct(known)]
        await executed(sales.access.owner_dsn, _REFUSES.replace("SQLSTATE", sqlstate))
        refused = [await call.by(client) for call in calls]
        assert (await client.get(f"/sales/customers/{known}")).headers["ETag"] == '"1"'
        await executed(sales.access.owner_dsn, "DROP FUNCTION refuse_at_last() CASCADE")
        assert [answer.status_code for answer in refused] == [status, status]
        assert await sales.written() == before
        again = [await call.by(client) for call in calls]
    assert [answer.json()["repeated"] for answer in again] == [False, False]
    await sales.the_record_must_be_whole()


@pytest.mark.slow
async def test_a_session_that_sits_on_the_heads_of_the_log_is_ended_and_work_goes_on(sales: Sales) -> None:
    holder = await asyncpg.connect(sales.access.app_dsn)
    assert await holder.fetchval("SHOW idle_in_transaction_session_timeout") == "10s"
    await holder.execute(f"SET idle_in_transaction_session_timeout = {round(HELD_SECONDS * 1000)}")
    await holder.execute("BEGIN; SELECT FROM log_head FOR UPDATE")
    began = time.monotonic()
    call = Call.to_register()
    async with sales.client() as client:
        refused = await call.by(client)
        assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "Retry-After" in refused.headers
        assert time.monotonic() - began < ANSWERS_WITHIN_SECONDS
        done = await patiently(call, client)
    assert done.status_code == HTTPStatus.CREATED
    assert HELD_SECONDS - 1 < time.monotonic() - began < HELD_SECONDS + ANSWERS_WITHIN_SECONDS
    assert holder.is_closed()
    await sales.the_record_must_be_whole()
