"""Who reads a file of authorities once and for all speaks to nobody whose certificate was renewed since."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvloop

from shared.hosting.settings import KafkaSettings
from tests.real.certificates import Certificates, make_certificates


@asynccontextmanager
async def broker(certificates: Certificates) -> AsyncIterator[int]:
    """Its port; it has this certificate, and nothing to say."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as listening:
        yield listening.sockets[0].getsockname()[1]


@pytest.fixture
def before(tmp_path: Path) -> Certificates:
    return _made(tmp_path / "before")


@pytest.fixture
def after(tmp_path: Path) -> Certificates:
    return _made(tmp_path / "after")


def _made(folder: Path) -> Certificates:
    folder.mkdir()
    return make_certificates(folder)


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    with asyncio.Runner(loop_factory=request.param) as runner:
        yield runner.run


async def _connected(security: Mapping[str, Any], port: int) -> None:
    """As aiokafka does it each time: it keeps the context that it was made with."""
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=security["ssl_context"])
    writer.close()
    await writer.wait_closed()


def test_a_client_that_runs_believes_whom_a_renewed_file_names(
    run: Callable[..., Any], before: Certificates, after: Certificates, tmp_path: Path
) -> None:
    authorities = tmp_path / "kafka.pem"
    authorities.write_bytes(before.ca.read_bytes())
    security = KafkaSettings(
        kafka_bootstrap_servers="unused:1", kafka_security_protocol="SSL", kafka_ca_file=authorities
    ).kafka_security

    async def renew() -> None:
        async with broker(before) as old, broker(after) as new:
            await _connected(security, old)
            with pytest.raises(ssl.SSLError, match="certificate verify failed"):
                await _connected(security, new)
            authorities.write_bytes(after.ca.read_bytes())
            await _connected(security, new)
            with pytest.raises(ssl.SSLError, match="certificate verify failed"):
                await _connected(security, old)
            authorities.unlink()
            await _connected(security, new)

    run(renew())


def test_a_file_is_read_when_it_has_changed_and_not_for_each_connection(
    run: Callable[..., Any], before: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = KafkaSettings(kafka_bootstrap_servers="unused:1", kafka_security_protocol="SSL", kafka_ca_file=before.ca)
    security = settings.kafka_security
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: pytest.fail("was read again"))

    async def connect() -> None:
        async with broker(before) as port:
            for _ in range(3):
                await _connected(security, port)

    run(connect())
