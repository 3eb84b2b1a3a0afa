"""What happens to a broker's topics."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient

from shared.messaging.kafka_topics import ensure_topics
from shared.published.topics import PARTITIONS

GONE_WITHIN_SECONDS = 60.0


async def lose_topics(bootstrap: str, *topics: str) -> None:
    """Deletes them with what is on them, and makes them anew."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics(list(topics))
        async with asyncio.timeout(GONE_WITHIN_SECONDS):
            while not all(  # noqa: ASYNC110 - it is the broker that forgets
                one["error_code"] for one in await admin.describe_topics(list(topics))
            ):
                await asyncio.sleep(0.02)
    finally:
        await admin.close()
    await ensure_topics(bootstrap, topics, PARTITIONS, 1)
