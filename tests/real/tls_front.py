"""TLS in front of a real PostgreSQL: the one of the wheel is built without.

It behaves as a server whose pg_hba.conf has `hostssl` lines only, which is what managed ones do.
"""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from deploy.embedded.postgres import PostgresServer
from tests.real.certificates import Certificates

HEAD = struct.Struct("!cI")
ASKS_FOR_TLS = struct.pack("!II", 8, 80877103)
REFUSAL = b"SFATAL\0VFATAL\0C28000\0Mno pg_hba.conf entry for this host, no encryption\0\0"


@dataclass
class TlsFront:
    """Where it listens on 127.0.0.1, and the version of TLS that each connection spoke."""

    server: PostgresServer
    port: int = 0
    spoke: list[str] = field(default_factory=list)
    refused: int = 0

    def over_tls(self, dsn: str, **parameters: str) -> str:
        """The way in through the front, for a DSN of the server itself."""
        login, _, rest = dsn.removeprefix("postgresql://").partition("@")
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"postgresql://{login}@127.0.0.1:{self.port}/{rest.lstrip('/').partition('?')[0]}?{query}"


@asynccontextmanager
async def tls_front(server: PostgresServer, certificates: Certificates | None) -> AsyncIterator[TlsFront]:
    """Stands for as long as this is entered; the server listens on a socket. Without certificates it has no TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificates else None
    if context and certificates:
        context.load_cert_chain(certificates.server)
    front = TlsFront(server)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await _serve(front, context, reader, writer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        front.port = listening.sockets[0].getsockname()[1]
        yield front


async def _serve(
    front: TlsFront, context: ssl.SSLContext | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    begun = await reader.readexactly(8)
    asks = begun == ASKS_FOR_TLS
    if asks:
        writer.write(b"S" if context else b"N")
    if asks and context:
        await writer.start_tls(context)
        front.spoke.append(str(writer.get_extra_info("ssl_object").version()))
    elif context:
        front.refused += 1
        writer.write(HEAD.pack(b"E", len(REFUSAL) + 4) + REFUSAL)
        await writer.drain()
        return
    inner = await asyncio.open_unix_connection(f"{front.server.host}/.s.PGSQL.{front.server.port}")
    if not asks:
        inner[1].write(begun)
    answering = _offering_more(inner[0], writer) if asks and context else _pour(inner[0], writer)
    both = {asyncio.create_task(_pour(reader, inner[1])), asyncio.create_task(answering)}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        inner[1].close()


async def _offering_more(server: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    """As a server of its own TLS does, which lets clients log in by a password that is bound to it."""
    with suppress(asyncio.IncompleteReadError):
        kind, length = HEAD.unpack(await server.readexactly(HEAD.size))
        body = await server.readexactly(length - 4)
        if kind == b"R":
            body = body.replace(b"SCRAM-SHA-256\0", b"SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0")
        into.write(HEAD.pack(kind, len(body) + 4) + body)
        await _pour(server, into)


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(65536):
            into.write(chunk)
            await into.drain()
