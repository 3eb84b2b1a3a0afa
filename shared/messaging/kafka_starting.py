"""How every client of Kafka is started: given up while it connects, it still knows the connection it has to close."""

import asyncio
from contextlib import suppress
from typing import Any, Final

FINISH_STARTING_SECONDS: Final = 2.0
"""What a broker that answers needs many times over. One that does not is not waited for."""


async def start(client: Any) -> None:
    """Starts it. Its owner stops it, also after a failure or a cancellation.

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
