"""A view that was changed behind the log's back is found, row by row, and put right."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.postgres import PostgresServer
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.postgres_reader import PostgresViewReader
from shared.event_store.verifying import heads_of, verify_partition
from shared.handling.writer import Writer
from shared.kernel.decider import Send
from shared.projections.rebuilding import Rebuild, Rebuilt, UnknownView, view_named
from tests.integration.handling.test_command_handler import a_handler, work
from tests.real.departments import TestDatabase, fresh_database
from tests.real.tills import TREASURY, Fill, Take, till

TILLS = [f"till{number:03}" for number in range(40)]


@pytest.fixture
async def database(postgres_server: PostgresServer) -> TestDatabase:
    return await fresh_database(postgres_server, "rebuild", TREASURY.metadata())


@pytest.fixture
async def writer(database: TestDatabase) -> AsyncIterator[Writer]:
    engine = database.engine()
    store = PostgresEventStore(engine)
    made = Writer(a_handler(store))
    for name in TILLS:
        await made.perform_all([work(Send(Fill(coins=3), till(name))), work(Send(Take(coins=1), till(name)))])
    yield made
    await store.close()
    await engine.dispose()


async def rebuilt(database: TestDatabase, view: str, *, swap: bool) -> Rebuilt:
    connection = await asyncpg.connect(database.owner_dsn)
    try:
        found = view_named(TREASURY, view)
        return await Rebuild(TREASURY, found, connection).run(app_role=database.app_role, swap=swap)
    finally:
        await connection.close()


async def spoil(database: TestDatabase, *statements: str) -> None:
    connection = await asyncpg.connect(database.owner_dsn)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("view", ["till", "till_movement"])
async def test_an_honest_view_equals_its_rebuild(database: TestDatabase, writer: Writer, view: str) -> None:
    found = await rebuilt(database, view, swap=False)
    assert (found.events, found.differing, found.swapped) == (80, 0, False)
    assert found.rows == {"till": 40, "till_movement": 80}[view]


async def test_a_changed_a_lost_and_an_invented_row_are_named_and_mended(
    database: TestDatabase, writer: Writer
) -> None:
    await spoil(
        database,
        "UPDATE till SET coins = 99 WHERE id = 'till001'",
        "DELETE FROM till WHERE id = 'till002'",
        "INSERT INTO till (id, version, changed_at, coins, document) "
        "SELECT 'invented', version, changed_at, coins, document FROM till WHERE id = 'till003'",
    )
    found = await rebuilt(database, "till", swap=True)
    assert found.examples == ["invented should not be there", "till001 differs", "till002 is missing"]
    assert found.swapped
    assert (await rebuilt(database, "till", swap=False)).differing == 0
    await writer.perform(work(Send(Fill(coins=5), till("till002"))))
    reader = PostgresViewReader(writer.handler.store._engine, TREASURY.metadata())  # type: ignore[attr-defined]
    row = await reader.get("till", "till002")
    assert row is not None
    assert row["coins"] == 7


async def test_what_is_written_during_a_rebuild_is_not_missed(database: TestDatabase, writer: Writer) -> None:
    async def keep_writing() -> None:
        for number in range(200):
            await writer.perform(work(Send(Fill(coins=1), till(TILLS[number % 40]))))

    writing = asyncio.create_task(keep_writing())
    for _ in range(3):
        assert (await rebuilt(database, "till", swap=True)).differing == 0
    await writing
    assert (await rebuilt(database, "till", swap=False)).differing == 0


async def test_an_unknown_view_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownView, match="till, till_movement"):
        view_named(TREASURY, "nothing")


TAMPERINGS = {
    "a changed amount": "UPDATE events SET data = '{\"coins\":4}' WHERE partition = {p} AND position = 3",
    "a changed actor": "UPDATE events SET metadata = '{}' WHERE partition = {p} AND position = 3",
    "a removed event": "DELETE FROM events WHERE partition = {p} AND position = 3",
    "a moved moment": "UPDATE events SET occurred_at = occurred_at + '1 us' WHERE partition = {p} AND position = 3",
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_tampering_as_superuser_is_named_by_its_first_position(
    postgres_server: PostgresServer, database: TestDatabase, writer: Writer, tampering: str
) -> None:
    store = writer.handler.store
    engine = store._engine  # type: ignore[attr-defined]
    heads = await heads_of(engine)
    partition = next(p for p, (position, _) in heads.items() if position > 5)
    assert (await verify_partition(store, partition, heads[partition])).broken_at is None
    superuser = await asyncpg.connect(**postgres_server.connect_kwargs(database.name))
    await superuser.execute("SET session_replication_role = replica")
    await superuser.execute(TAMPERINGS[tampering].replace("{p}", str(partition)))
    await superuser.close()
    assert (await verify_partition(store, partition, heads[partition])).broken_at == 3


async def test_a_cut_off_log_is_noticed_by_its_head(
    postgres_server: PostgresServer, database: TestDatabase, writer: Writer
) -> None:
    store = writer.handler.store
    heads = await heads_of(store._engine)  # type: ignore[attr-defined]
    partition, (position, _) = next((p, head) for p, head in heads.items() if head[0] > 2)
    superuser = await asyncpg.connect(**postgres_server.connect_kwargs(database.name))
    await superuser.execute("SET session_replication_role = replica")
    await superuser.execute("DELETE FROM events WHERE partition = $1 AND position = $2", partition, position)
    await superuser.close()
    assert (await verify_partition(store, partition, heads[partition])).broken_at == position


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = '{}'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE outbox SET data = '{}'",
        "DELETE FROM outbox",
        "TRUNCATE outbox",
    ],
)
@pytest.mark.parametrize("role", ["application", "owner"])
async def test_the_database_refuses_to_change_history(
    database: TestDatabase, writer: Writer, statement: str, role: str
) -> None:
    connection = await asyncpg.connect(database.app_dsn if role == "application" else database.owner_dsn)
    if "outbox" in statement and role == "owner" and "TRUNCATE" not in statement:
        await connection.execute(
            "INSERT INTO outbox (topic, partition, seq, key, event_id, type, stream, stream_version, occurred_at, "
            "causation_id, correlation_id, data) VALUES ('t', 0, 1, 'k', $1, 't', 's', 1, now(), $1, $1, '{}')",
            uuid4(),
        )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("table", ["inbox", "idempotency_keys", "parked_audit"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}"])
async def test_the_application_cannot_forget_what_it_heard_or_was_asked(
    database: TestDatabase, table: str, statement: str
) -> None:
    connection = await asyncpg.connect(database.app_dsn)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement.format(table))
    await connection.close()
