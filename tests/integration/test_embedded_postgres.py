"""The embedded PostgreSQL: it keeps its state, survives kills, and never outlives its owner."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.ownership import FolderInUse
from deploy.embedded.postgres import EmbeddedPostgres, PostgresServer
from deploy.embedded.postgres_place import postgres_binaries
from deploy.embedded.postgres_roles import ensure_database
from tests.real.fixtures import gone_within, parent_of

_REPOSITORY = Path(__file__).parents[2]
_OWNER = """
import asyncio, pathlib, sys
from deploy.embedded.postgres import EmbeddedPostgres

async def main():
    postgres = EmbeddedPostgres(pathlib.Path(sys.argv[1]))
    await postgres.start()
    print(postgres.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def _value(server: PostgresServer, query: str, database: str = "postgres") -> object:
    connection = await asyncpg.connect(server.dsn(database))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def _write_note(server: PostgresServer, text: str) -> None:
    connection = await asyncpg.connect(**server.connect_kwargs("postgres"))
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        await connection.execute("INSERT INTO note VALUES ($1)", text)
    finally:
        await connection.close()


async def test_a_home_that_is_named_from_where_one_stands_is_used_itself(
    server_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(server_home)
    async with EmbeddedPostgres(Path("home")) as server:
        await _write_note(server, "here")
    async with EmbeddedPostgres(server_home / "home") as server:
        assert await _value(server, "SELECT text FROM note") == "here"
    assert (server_home / "home/postgres/data/PG_VERSION").exists()
    assert not (server_home / "home/postgres/data-is-elsewhere.txt").exists()


@contextmanager
def _owner(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that owns the server of this home; with the server's pid."""
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(home)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_REPOSITORY,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with owner:
        try:
            assert owner.stdout is not None
            yield owner, int(owner.stdout.readline())
        finally:
            owner.kill()


async def test_state_survives_a_restart(server_home: Path) -> None:
    async with EmbeddedPostgres(server_home) as server:
        await _write_note(server, "kept")
        assert await _value(server, "SHOW fsync") == "on"
        assert await _value(server, "SHOW synchronous_commit") == "on"
    async with EmbeddedPostgres(server_home) as server:
        assert await _value(server, "SELECT text FROM note") == "kept"


async def test_starting_twice_is_starting_once(server_home: Path) -> None:
    postgres = EmbeddedPostgres(server_home, port=0)
    try:
        first = await postgres.start()
        pid = postgres.pid
        assert first.host == "127.0.0.1"
        assert await postgres.start() == first
        assert postgres.pid == pid
    finally:
        await postgres.stop()
    await postgres.stop()
    with pytest.raises(RuntimeError, match="not running"):
        assert postgres.pid


async def test_a_killed_server_recovers_under_the_same_address(server_home: Path) -> None:
    postgres = EmbeddedPostgres(server_home, port=0)
    server = await postgres.start()
    try:
        await _write_note(server, "committed")
        open_session = await asyncpg.connect(server.dsn("postgres"))
        pid = postgres.pid
        postgres.kill()
        assert gone_within(pid, 1)
        with pytest.raises((asyncpg.PostgresConnectionError, OSError)):
            await open_session.fetchval("SELECT 1")
        assert await postgres.start() == server
        assert await _value(server, "SELECT text FROM note") == "committed"
    finally:
        await postgres.stop()


async def test_a_paused_server_keeps_connections_and_answers_after_resume(server_home: Path) -> None:
    postgres = EmbeddedPostgres(server_home)
    server = await postgres.start()
    connection = await asyncpg.connect(server.dsn("postgres"))
    try:
        postgres.pause()
        question = asyncio.create_task(connection.fetchval("SELECT 42"))
        done, _ = await asyncio.wait({question}, timeout=0.2)
        assert not done
        postgres.resume()
        assert await asyncio.wait_for(question, 5) == 42
    finally:
        await connection.close()
        await postgres.stop()


async def test_a_paused_server_can_be_stopped(server_home: Path) -> None:
    postgres = EmbeddedPostgres(server_home)
    await postgres.start()
    pid = postgres.pid
    postgres.pause()
    await postgres.stop()
    assert gone_within(pid, 1)


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_no_server_outlives_its_owner(server_home: Path, death: signal.Signals) -> None:
    with _owner(server_home) as (owner, server_pid):
        owner.send_signal(death)
        owner.wait(10)
        # Its successor need not wait: whatever is left of the server is ended first.
        async with EmbeddedPostgres(server_home) as server:
            assert await _value(server, "SELECT 1") == 1
            assert gone_within(server_pid, 0.1)


def test_the_server_ends_without_a_successor(server_home: Path) -> None:
    with _owner(server_home) as (owner, server_pid):
        owner.kill()
        assert gone_within(server_pid, 10)


async def test_the_server_ends_with_its_keeper_and_the_next_start_recovers(server_home: Path) -> None:
    postgres = EmbeddedPostgres(server_home)
    server = await postgres.start()
    await _write_note(server, "kept")
    server_pid = postgres.pid
    os.kill(parent_of(server_pid), signal.SIGKILL)
    if sys.platform == "linux":
        assert gone_within(server_pid, 10)
    await postgres.start()
    assert await _value(server, "SELECT text FROM note") == "kept"
    await postgres.stop()


async def test_a_second_owner_is_told_who_the_first_is(server_home: Path) -> None:
    with _owner(server_home) as (owner, _), pytest.raises(FolderInUse, match=f"by process {owner.pid}"):
        await EmbeddedPostgres(server_home).start()


async def test_a_pid_file_of_another_programs_number_is_no_obstacle(server_home: Path) -> None:
    postgres = EmbeddedPostgres(server_home)
    await postgres.start()
    await postgres.stop()
    pid_file = server_home / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{pid_file.parent}\n0\n5432\n\n\n0 0\nready\n")
    async with EmbeddedPostgres(server_home) as server:
        assert await _value(server, "SELECT 1") == 1


async def test_a_home_too_deep_for_a_socket_still_works(server_home: Path) -> None:
    home = server_home / ("d" * 60) / ("e" * 60)
    async with EmbeddedPostgres(home) as server:
        assert not Path(server.host).is_relative_to(home)
        assert await _value(server, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
async def test_a_home_closed_to_the_servers_account_gets_its_data_elsewhere() -> None:
    with tempfile.TemporaryDirectory() as closed:
        note = Path(closed) / "postgres" / "data-is-elsewhere.txt"
        async with EmbeddedPostgres(Path(closed)) as server:
            assert await _value(server, "SELECT 1") == 1
        elsewhere = Path(note.read_text().strip())
        assert (elsewhere / "data" / "PG_VERSION").exists()
        assert stat.S_IMODE(os.stat(closed).st_mode) == 0o700
        shutil.rmtree(elsewhere)


async def test_passwords_are_made_once_and_private(server_home: Path) -> None:
    async with EmbeddedPostgres(server_home) as server:
        first = await ensure_database(server, "sales", "sales_owner", "sales_app")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.dsn("sales", "sales_app", "sales_app"))
    async with EmbeddedPostgres(server_home) as server:
        assert await ensure_database(server, "sales", "sales_owner", "sales_app") == first
    file = server_home / "postgres" / "passwords.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "passwords" not in repr(server)


async def test_the_app_role_owns_and_creates_nothing(postgres_server: PostgresServer) -> None:
    access = await ensure_database(postgres_server, "roles", "roles_owner", "roles_app")
    owner = await asyncpg.connect(access.owner_dsn)
    app = await asyncpg.connect(access.app_dsn)
    try:
        await owner.execute("CREATE TABLE fact (id bigint); GRANT INSERT, SELECT ON fact TO roles_app")
        await app.execute("INSERT INTO fact VALUES (1)")
        for refused in (
            "CREATE TABLE mine (id bigint)",
            "CREATE TEMPORARY TABLE mine (id bigint)",
            "CREATE SCHEMA mine",
            "UPDATE fact SET id = 2",
            "DELETE FROM fact",
            "TRUNCATE fact",
            "DROP TABLE fact",
            "CREATE ROLE mine",
            "CREATE DATABASE mine",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute(refused)
        assert await app.fetchval("SHOW lock_timeout") == "2s"
        assert await app.fetchval("SHOW statement_timeout") == "5s"
        assert await app.fetchval("SHOW idle_in_transaction_session_timeout") == "10s"
        assert not await owner.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    finally:
        await owner.close()
        await app.close()


async def test_databases_may_be_ensured_at_the_same_time(postgres_server: PostgresServer) -> None:
    await asyncio.gather(*(ensure_database(postgres_server, "same", "same_o", "same_a") for _ in range(5)))
    odd = await ensure_database(postgres_server, 'od"d', "o'wner", "a pp", {"a pp": "p@ss/w'ord"})
    connection = await asyncpg.connect(odd.app_dsn)
    assert await connection.fetchval("SELECT current_user || current_database()") == 'a ppod"d'
    await connection.close()


def test_pgbench_is_there() -> None:
    said = subprocess.check_output([str(postgres_binaries() / "pgbench"), "--version"], text=True)
    assert said.startswith("pgbench (PostgreSQL)")
