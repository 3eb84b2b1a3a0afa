"""How every client of Kafka is started: given up while it connects, it still knows the connection it has to close."""

import asyncio
import ssl
from contextlib import suppress
from typing import Any, Final

from aiokafka.conn import create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

FINISH_STARTING_SECONDS: Final = 2.0
"""What a broker that answers needs many times over. One that does not is not waited for."""
REFUSALS: Final = (
    AuthenticationFailedError,
    IllegalSaslStateError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
    ssl.SSLError,
)
"""How a broker that is there refuses us, or is refused by us."""


async def start(client: Any) -> None:
    """Starts it. Its owner stops it, also after a failure or a cancellation. Raises KafkaConnectionError and says why.

    aiokafka forgets the connection over which it first asks for the cluster when it is cancelled just then: `stop`
    would leave it open. So whoever is cancelled lets the client come to the end of its start first, for a moment.
    """
    starting = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(Exception):
            async with asyncio.timeout(FINISH_STARTING_SECONDS):
                await starting
        raise
    except KafkaConnectionError as error:
        raise KafkaConnectionError(await _reason(client) or str(error)) from error


async def _reason(client: Any) -> str:
    """Why it found no broker, such as a wrong password, or nothing where each lets us in by now.

    aiokafka keeps the reasons to its log: so we ask once more, and all of them, as one that is down says less than one
    that refuses us.
    """
    inner = getattr(client, "_client", None) or client.client
    faults = await asyncio.gather(*(_fault_at(inner, host, port) for host, port, _ in sorted(inner.hosts)))
    said = [fault for fault in faults if fault]
    refused = [told for told, is_there in said if is_there]
    return next(iter(refused or [told for told, _ in said]), "")


async def _fault_at(inner: Any, host: str, port: int) -> tuple[str, bool] | None:
    """What is between us and this broker, and whether it is more than that it is down."""
    try:
        async with asyncio.timeout(FINISH_STARTING_SECONDS):
            connection = await create_conn(
                host,
                port,
                client_id=inner._client_id,
                security_protocol=inner._security_protocol,
                ssl_context=inner._ssl_context,
                sasl_mechanism=inner._sasl_mechanism,
                sasl_plain_username=inner._sasl_plain_username,
                sasl_plain_password=inner._sasl_plain_password,
            )
    except (KafkaError, OSError, TimeoutError) as error:
        return f"{host}:{port}: {str(error) or 'no answer'}", isinstance(error, REFUSALS)
    connection.close()
    return None
