"""Databases as a managed PostgreSQL has them: TLS or nothing, and an administrator who is no superuser."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.backup.plainly import KEEPALIVE, SpeaksNoTls, plain_address
from deploy.backup.restoring import restore
from deploy.backup.taking import read_manifest, take_backup
from deploy.backup.tools import ToolFailed, run_tool
from deploy.deployed.preparing import ADMIN_DSN, make_databases
from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from shared.event_store.port import StoreUnavailable
from shared.event_store.statements import fetch
from shared.hosting.migrating import migrate
from shared.hosting.opening import engine_for
from shared.hosting.settings import SECRETS_DIR, setting
from tests.real.certificates import Certificates, make_certificates
from tests.real.departments import TestDatabase, fresh_database
from tests.real.tls_front import TlsFront, tls_front


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
async def front(postgres_server: PostgresServer, certificates: Certificates) -> AsyncIterator[TlsFront]:
    async with tls_front(postgres_server, certificates) as opened:
        yield opened


@pytest.fixture
async def database(postgres_server: PostgresServer) -> TestDatabase:
    return await fresh_database(postgres_server)


async def _asked(dsn: str) -> object:
    engine = engine_for(dsn)
    try:
        return (await fetch(engine, "SELECT current_user"))[0][0]
    finally:
        await engine.dispose()


@pytest.mark.parametrize("mode", ["prefer", "require", "verify-ca", "verify-full"])
async def test_a_department_speaks_tls_as_its_address_says(
    front: TlsFront, certificates: Certificates, database: TestDatabase, mode: str
) -> None:
    verified = {"sslrootcert": str(certificates.ca)} if mode.startswith("verify") else {}
    assert await _asked(front.over_tls(database.app_dsn, sslmode=mode, **verified)) == database.app_role
    assert front.spoke == ["TLSv1.3"]
    assert front.refused == 0


@pytest.mark.parametrize("mode", ["require", "verify-full"])
async def test_a_server_that_a_stranger_vouches_for_is_not_spoken_to(
    front: TlsFront, certificates: Certificates, database: TestDatabase, mode: str
) -> None:
    dsn = front.over_tls(database.app_dsn, sslmode=mode, sslrootcert=str(certificates.strangers_ca))
    with pytest.raises(StoreUnavailable, match="certificate verify failed"):
        await _asked(dsn)


async def test_a_server_of_another_name_is_not_spoken_to(
    front: TlsFront, certificates: Certificates, database: TestDatabase
) -> None:
    dsn = front.over_tls(database.app_dsn, sslmode="verify-full", sslrootcert=str(certificates.ca))
    with pytest.raises(StoreUnavailable, match="not valid for 'localhost'"):
        await _asked(dsn.replace("127.0.0.1", "localhost"))


async def test_authorities_are_read_once_and_again_when_they_are_renewed(
    front: TlsFront, certificates: Certificates, database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorities, reads = tmp_path / "ca.pem", []
    authorities.write_bytes(certificates.ca.read_bytes())
    read = ssl.SSLContext.load_verify_locations

    def counted(context: ssl.SSLContext, *named: Any, **others: Any) -> None:
        reads.append(others)
        read(context, *named, **others)

    engine = engine_for(front.over_tls(database.app_dsn, sslmode="verify-full", sslrootcert=str(authorities)))

    async def connect_anew() -> None:
        await engine.dispose()
        await fetch(engine, "SELECT 1")

    await connect_anew()
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)
    await connect_anew()
    await asyncio.gather(*(fetch(engine, "SELECT 1") for _ in range(5)))
    assert reads == []
    authorities.write_bytes(certificates.strangers_ca.read_bytes())
    with pytest.raises(StoreUnavailable, match="certificate verify failed"):
        await connect_anew()
    assert {"cafile": str(authorities)} in reads
    authorities.write_text("half written")
    with pytest.raises(StoreUnavailable, match="certificate verify failed"):
        await connect_anew()
    authorities.write_bytes(certificates.ca.read_bytes())
    await connect_anew()
    await engine.dispose()


async def test_without_tls_a_server_that_wants_it_lets_nobody_in(front: TlsFront, database: TestDatabase) -> None:
    with pytest.raises(StoreUnavailable, match="no encryption"):
        await _asked(front.over_tls(database.app_dsn, sslmode="disable"))
    assert front.spoke == []


async def test_a_database_is_made_migrated_backed_up_and_restored_over_tls_by_who_is_no_superuser(
    front: TlsFront, certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = {"sslmode": "verify-full", "sslrootcert": str(certificates.ca)}
    superuser = await asyncpg.connect(**front.server.connect_kwargs("postgres"))
    await superuser.execute("CREATE ROLE tls_admin LOGIN CREATEROLE CREATEDB PASSWORD 'a'")
    await superuser.close()
    monkeypatch.setenv(SECRETS_DIR, str(tmp_path))
    monkeypatch.setenv(ADMIN_DSN, front.over_tls("postgresql://tls_admin:a@/postgres", **tls))
    monkeypatch.setenv("SALES_OWNER_DSN", front.over_tls("postgresql://tls_sales_owner:o@/tls_sales", **tls))
    monkeypatch.setenv("SALES_DATABASE_DSN", front.over_tls("postgresql://tls_sales_app:p@/tls_sales", **tls))
    for _ in range(2):
        assert await make_databases(["sales"]) == ["tls_sales"]
    access = Access(str(setting("SALES_OWNER_DSN")), str(setting("SALES_DATABASE_DSN")), "tls_sales_app")
    await asyncio.to_thread(migrate, "sales", access.owner_dsn, access.app_role)
    place = await take_backup({"sales": access}, tmp_path / "backups")
    assert await restore("sales", access, place, read_manifest(place), replace=False) > 1
    assert await _asked(access.app_dsn) == "tls_sales_app"
    assert set(front.spoke) == {"TLSv1.3"}
    assert front.refused == 0


async def test_much_goes_through_to_a_tool(front: TlsFront, database: TestDatabase, tmp_path: Path) -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(
        "CREATE TABLE much AS SELECT repeat(md5(n::text), 1000) AS words FROM generate_series(1, 500) n"
    )
    await owner.close()
    dump = tmp_path / "much.sql"
    await run_tool("pg_dump", front.over_tls(database.owner_dsn, sslmode="require"), [f"--file={dump}", "--table=much"])
    assert dump.stat().st_size > 16_000_000
    assert front.spoke == ["TLSv1.3"] * 2


async def test_a_tool_is_told_who_it_would_not_have_spoken_to(
    front: TlsFront, certificates: Certificates, database: TestDatabase
) -> None:
    stranger = front.over_tls(database.owner_dsn, sslmode="require", sslrootcert=str(certificates.strangers_ca))
    with pytest.raises(OSError, match="certificate verify failed"):
        await run_tool("pg_dump", stranger, [])
    wrong = front.over_tls(database.owner_dsn.replace("://", "://nobody_", 1), sslmode="require")
    with pytest.raises(ToolFailed, match="password authentication failed"):
        await run_tool("pg_dump", wrong, [])


async def test_where_the_server_speaks_no_tls_only_who_insists_is_refused(
    postgres_server: PostgresServer, database: TestDatabase, tmp_path: Path
) -> None:
    dump = tmp_path / "dump"
    async with tls_front(postgres_server, None) as plain:
        await run_tool("pg_dump", plain.over_tls(database.owner_dsn, sslmode="prefer"), [f"--file={dump}"])
        assert dump.exists()
        assert await _asked(plain.over_tls(database.app_dsn, sslmode="prefer")) == database.app_role
        insisting = plain.over_tls(database.owner_dsn, sslmode="require")
        with pytest.raises(SpeaksNoTls, match="speaks no TLS"):
            await run_tool("pg_dump", insisting, [])
        with pytest.raises(ConnectionError, match="rejected SSL upgrade"):
            await asyncio.to_thread(migrate, "sales", insisting, "nobody")


@pytest.mark.parametrize(
    ("place", "environment"),
    [
        ("?host={host}&port={port}", {}),
        ("?host={host}&port={port}&sslmode=require&application_name=o2c", {}),
        ("?host={host}&port={port}", {"PGSSLMODE": "require", "PGHOST": "elsewhere"}),
        ("", {"PGHOST": "{host}", "PGPORT": "{port}"}),
        ("?sslmode=require", {"PGHOST": "{host}", "PGPORT": "{port}"}),
        ("?host=127.0.0.1&port={front}&sslmode=require", {}),
        (
            "?host=127.0.0.1&port={front}&sslmode=require",
            {"PGPORT": "1", "PGHOSTADDR": "127.0.0.2", "PGUSER": "nobody"},
        ),
    ],
)
async def test_a_tool_goes_where_a_department_goes(
    front: TlsFront,
    database: TestDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    environment: dict[str, str],
) -> None:
    server = front.server
    known = {"host": server.host, "port": server.port, "front": front.port}
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format(**known))
    login = database.owner_dsn.partition("@")[0]
    dsn = f"{login}@/{database.name}{place.format(**known)}"
    assert await _asked(dsn) == f"{database.name}_owner"
    dump = tmp_path / "dump"
    await run_tool("pg_dump", dsn, [f"--file={dump}", "--schema-only"])
    assert "CREATE TABLE public.events" in dump.read_text()


async def test_an_address_without_a_server_is_one_of_this_machine(
    postgres_server: PostgresServer, database: TestDatabase, tmp_path: Path
) -> None:
    usual = Path("/tmp") / f".s.PGSQL.{postgres_server.port}"  # noqa: S108 - where PostgreSQL looks
    usual.symlink_to(Path(postgres_server.host) / usual.name)
    try:
        dsn = f"{database.owner_dsn.partition('@')[0]}@/{database.name}?port={postgres_server.port}"
        assert await _asked(dsn) == f"{database.name}_owner"
        await run_tool("pg_dump", dsn, [f"--file={tmp_path / 'dump'}", "--schema-only"])
    finally:
        usual.unlink()


@asynccontextmanager
async def _answering(answer: bytes, certificates: Certificates | None = None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """What says this when it is asked for TLS, and then wants the password itself: its port, and what it heard."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(answer)
        if certificates:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificates.server)
            await writer.start_tls(context)
            if await reader.read(1000):
                writer.write(struct.pack("!cII", b"R", 8, 3))
                heard.append(await reader.read(1000))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1], heard


@pytest.mark.parametrize("answer", [b"", b"E\0\0\0\x0cC53300\0\0", b"NN", b"SN", b"HTTP/1.1 400"])
async def test_only_who_says_that_it_speaks_no_tls_is_spoken_to_without(answer: bytes) -> None:
    async with _answering(answer) as (port, _):
        with pytest.raises(ConnectionError, match="does not answer whether it speaks TLS") as raised:
            await run_tool("pg_dump", f"postgresql://u:s3cret@127.0.0.1:{port}/d?sslmode=prefer", [])
    assert not isinstance(raised.value, SpeaksNoTls)


async def test_a_password_is_told_to_nobody_whom_nobody_vouches_for(certificates: Certificates) -> None:
    async with _answering(b"S", certificates) as (port, heard):
        dsn = f"postgresql://u:s3cret@127.0.0.1:{port}/d"
        with pytest.raises(ToolFailed, match="authentication method requirement"):
            await run_tool("pg_dump", f"{dsn}?sslmode=require", [])
        assert b"s3cret" not in b"".join(heard)
        with pytest.raises(ToolFailed, match="server closed the connection"):
            await run_tool("pg_dump", f"{dsn}?sslmode=verify-full&sslrootcert={certificates.ca}", [])
        assert b"s3cret" in b"".join(heard)


async def test_a_server_that_is_gone_is_noticed(
    front: TlsFront, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    far: list[socket.socket] = []
    connect = asyncio.open_connection

    async def noted(*place: Any) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        ends = await connect(*place)
        far.append(ends[1].get_extra_info("socket"))
        return ends

    monkeypatch.setattr(asyncio, "open_connection", noted)
    async with plain_address(front.over_tls(database.owner_dsn, sslmode="require")) as url:
        _, tool = await asyncio.open_unix_connection(f"{url.query['host']}/.s.PGSQL.{url.query['port']}")
        async with asyncio.timeout(5):
            while len(front.spoke) < 2:  # noqa: ASYNC110 - it is the front that hears it
                await asyncio.sleep(0.01)
        assert far[-1].getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert {option: far[-1].getsockopt(socket.IPPROTO_TCP, option) for option in KEEPALIVE} == KEEPALIVE
        tool.close()
        await tool.wait_closed()
