"""A client that is given up while it connects leaves no connection behind, at whatever moment that happens."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from deploy.embedded.kafka import Broker
from shared.messaging.kafka import KafkaTransport
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import check_topics, ensure_topics
from shared.published.topics import PARTITIONS
from tests.unit.messaging.small_talk import parties

MOMENTS: Final = 40
BETWEEN_MOMENTS_SECONDS: Final = 0.0005

Close = Callable[[], Awaitable[None]]


async def _publisher(bootstrap: str, topic: str) -> Close:
    return (await kafka_publisher(bootstrap, topic)()).close


async def _listener(bootstrap: str, topic: str) -> Close:
    return (await KafkaTransport(bootstrap).subscribe(f"listener-to-{topic}", [topic], {})).close


async def _look_at_topics(bootstrap: str, topic: str) -> Close:
    await check_topics(bootstrap, [topic], PARTITIONS)

    async def closed() -> None:
        """It has closed its client itself."""

    return closed


async def _look_for_the_end(bootstrap: str, topic: str) -> Close:
    """The relay's eyes are a client of their own."""
    publisher = await kafka_publisher(bootstrap, topic)()
    try:
        await publisher._eyes()
    except asyncio.CancelledError:
        await publisher.close()
        raise
    return publisher.close


@pytest.mark.parametrize("connect", [_publisher, _listener, _look_at_topics, _look_for_the_end])
async def test_given_up_at_any_moment_of_connecting_it_leaves_no_connection_open(
    kafka_broker: Broker, connect: Callable[[str, str], Awaitable[Close]]
) -> None:
    topic = parties().topic
    await ensure_topics(kafka_broker.bootstrap_servers, [topic], PARTITIONS, 1)
    left_open: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: left_open.append(context.get("conn")))
    given_up = 0
    for moment in range(MOMENTS):
        connecting = asyncio.ensure_future(connect(kafka_broker.bootstrap_servers, topic))
        await asyncio.wait([connecting], timeout=moment * BETWEEN_MOMENTS_SECONDS)
        connecting.cancel()
        try:
            close = await connecting
        except asyncio.CancelledError:
            given_up += 1
        else:
            await close()
    gc.collect()
    assert given_up > 0
    assert left_open == []
