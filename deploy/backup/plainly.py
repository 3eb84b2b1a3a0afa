"""An address for tools that speak no TLS, as PostgreSQL's own of our wheel: theirs is spoken here, on their behalf.

Each of their connections comes in by a socket in a folder that only this account may enter, and goes on to the server
over TLS as the address says. SCRAM goes through, and sends no password. A server that a certificate vouches for may ask
for the password itself, as it may of a department; one that nobody vouches for is told it by SCRAM only.
"""

import asyncio
import socket
import ssl
import struct
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from shared.hosting.address import Place, Server, server_of

ANSWER_WITHIN_SECONDS: Final = 10.0
KEEPALIVE: Final = {socket.TCP_KEEPIDLE: 15, socket.TCP_KEEPINTVL: 5, socket.TCP_KEEPCNT: 3}
"""As the bundled server's own `tcp_keepalives_` settings."""
_ASK_FOR_TLS: Final = struct.pack("!II", 8, 80877103)
_YES: Final = b"S"
_NO: Final = b"N"
_HEAD: Final = struct.Struct("!cI")
_LOG_IN: Final = b"R"
_BOUND_TO_TLS: Final = b"SCRAM-SHA-256-PLUS\0"
_CHUNK: Final = 256 * 1024

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class SpeaksNoTls(ConnectionError):
    """The server answered that it speaks no TLS, and its address asks for it."""


@asynccontextmanager
async def plain_address(dsn: str) -> AsyncIterator[URL]:
    """That database, for a tool that speaks no TLS, for as long as this is entered. Raises OSError, SpeaksNoTls.

    It says all that the address leaves to the environment, or to what asyncpg takes for usual: the tool asks neither.
    """
    server = server_of(dsn)
    if not await _speaks_tls(server):
        yield _url(dsn, server, server.places)
        return
    with tempfile.TemporaryDirectory(prefix="o2c-") as folder:
        here = Path(folder) / ".s.PGSQL.5432"

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _carry(server, (reader, writer))

        async with await asyncio.start_unix_server(serve, here):
            yield _url(dsn, server, [str(here)]).update_query_dict(_asked_of(server))


def _url(dsn: str, server: Server, places: Sequence[Place]) -> URL:
    """Those places as PostgreSQL's own tools read them; of the address what neither of both has said yet."""
    kept = {name: value for name, value in make_url(dsn).query.items() if name in ("application_name", "options")}
    at = [_socket(place) if isinstance(place, str) else place for place in places]
    where = {"host": ",".join(host for host, _ in at), "port": ",".join(str(port) for _, port in at)}
    return URL.create("postgresql", server.user, server.password, database=server.database, query={**kept, **where})


def _asked_of(server: Server) -> dict[str, str]:
    """To who knows the password it proves it, and the other way round: so it shows who has no business with it."""
    vouched_for = server.tls is not None and server.tls.verify_mode is ssl.CERT_REQUIRED
    return {"require_auth": "scram-sha-256"} if server.password and not vouched_for else {}


def _socket(path: str) -> tuple[str, str]:
    folder, _, port = path.rpartition("/.s.PGSQL.")
    return folder, port


async def _speaks_tls(server: Server) -> bool:
    """Whether what the address allows or asks for is what the server offers. Over a socket nobody speaks it."""
    if server.tls is None or any(isinstance(place, str) for place in server.places):
        return False
    try:
        _, writer = await _connected(server)
    except SpeaksNoTls:
        if server.needs_tls:
            raise
        return False
    await _close(writer)
    return True


async def _connected(server: Server) -> Ends:
    """To the server, over TLS. Raises OSError, SpeaksNoTls."""
    (place, *_), tls = server.places, server.tls
    assert tls is not None
    assert not isinstance(place, str)
    async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
        reader, writer = await asyncio.open_connection(*place)
        try:
            _keep_alive(writer.get_extra_info("socket"))
            writer.write(_ASK_FOR_TLS)
            said = await reader.read(2)  # more than one letter would be somebody's in between
            if said == _NO:
                raise SpeaksNoTls(f"the server at {place[0]}:{place[1]} speaks no TLS")
            if said != _YES:  # it is too busy, or no PostgreSQL: what to make of that is not for us to guess
                raise ConnectionError(f"the server at {place[0]}:{place[1]} does not answer whether it speaks TLS")
            await writer.start_tls(tls, server_hostname=place[0])
        except BaseException:
            writer.close()
            raise
    return reader, writer


def _keep_alive(end: socket.socket) -> None:
    """The tool waits as long as its socket here is open: a server that is gone has to be noticed on the other one."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in KEEPALIVE.items():
        end.setsockopt(socket.IPPROTO_TCP, option, value)


async def _carry(server: Server, near: Ends) -> None:
    """One connection of a tool, until one of both ends it."""
    try:
        far = await _connected(server)
    except OSError as error:
        near[1].write(_refusal(str(error) or type(error).__name__))
        await _close(near[1])
        return
    both = {asyncio.create_task(_pour(near[0], far[1])), asyncio.create_task(_answer(far[0], near[1]))}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        await asyncio.wait(both)
        await _close(far[1])
        await _close(near[1])


async def _answer(server: asyncio.StreamReader, tool: asyncio.StreamWriter) -> None:
    """All that the server says; first how to log in, of which a tool without TLS refuses to hear of what needs it."""
    with suppress(EOFError):
        head = await server.readexactly(_HEAD.size)
        kind, length = _HEAD.unpack(head)
        if kind == _LOG_IN:
            body = (await server.readexactly(length - 4)).replace(_BOUND_TO_TLS, b"")
            head = _HEAD.pack(kind, len(body) + 4) + body
        tool.write(head)
        await _pour(server, tool)


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(_CHUNK):
            into.write(chunk)
            await into.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _refusal(why: str) -> bytes:
    """An error as a server says it that lets nobody in."""
    said = b"".join(part.encode() + b"\0" for part in ("SFATAL", "C08006", f"M{why}", ""))
    return _HEAD.pack(b"E", len(said) + 4) + said
