"""Creates the topics, and refuses to work with any that would move keys to other partitions."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from shared.messaging.kafka_starting import start

RETENTION_DAYS: Final = 7
LARGEST_RECORD_BYTES: Final = 2_000_000
VISIBLE_WITHIN_SECONDS: Final = 10.0

log = structlog.get_logger("kafka")


class TopicsUnfit(Exception):
    """A topic is not as it has to be; the message says which, and how."""


class TopicsAbsent(TopicsUnfit):
    """Topics are not there, or not yet."""


async def ensure_topics(
    bootstrap: str,
    topics: Sequence[str],
    partitions: int,
    replication: int,
    *,
    security: Mapping[str, Any] | None = None,
) -> None:
    """Has all of the topics with exactly that many partitions; calling it again is harmless. Raises TopicsUnfit.

    Records are kept for days and never compacted: the outboxes are the record, and refill what is gone.
    """
    admin = AIOKafkaAdminClient(**(security or {}), bootstrap_servers=bootstrap)
    try:
        await start(admin)
        found = await _partitions(admin, topics)
        await _create(admin, [topic for topic in topics if topic not in found], partitions, replication)
        await _check(admin, topics, partitions)
    finally:
        await admin.close()


async def check_topics(
    bootstrap: str, topics: Sequence[str], partitions: int, *, security: Mapping[str, Any] | None = None
) -> None:
    """For a process that may not create topics: refuses to start with unfit ones.

    Raises TopicsUnfit, TopicsAbsent, KafkaError.
    """
    admin = AIOKafkaAdminClient(**(security or {}), bootstrap_servers=bootstrap)
    try:
        await start(admin)
        await _check(admin, topics, partitions)
    finally:
        await admin.close()


async def _create(admin: AIOKafkaAdminClient, topics: Sequence[str], partitions: int, replication: int) -> None:
    if not topics:
        return
    settings = {
        "cleanup.policy": "delete",
        "retention.ms": str(RETENTION_DAYS * 86_400_000),
        "max.message.bytes": str(LARGEST_RECORD_BYTES),
        "min.insync.replicas": str(max(1, replication - 1)),
        "unclean.leader.election.enable": "false",
    }
    answer = await admin.create_topics(
        [NewTopic(topic, partitions, replication, topic_configs=settings) for topic in topics]
    )
    for topic, code, *detail in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:  # somebody else may create them at the same moment
            raise TopicsUnfit(f"{topic} cannot be created: {error.__name__} {detail}")
    log.info("topics-created", topics=list(topics), partitions=partitions, replication=replication)


async def _check(admin: AIOKafkaAdminClient, topics: Sequence[str], partitions: int) -> None:
    """New topics take a moment to be seen by every broker."""
    deadline = asyncio.get_running_loop().time() + VISIBLE_WITHIN_SECONDS
    while missing := set(topics) - (found := await _partitions(admin, topics)).keys():
        if asyncio.get_running_loop().time() > deadline:
            raise TopicsAbsent(f"there is no topic {', '.join(sorted(missing))}")
        await asyncio.sleep(0.05)
    for topic, count in found.items():
        if count != partitions:
            raise TopicsUnfit(
                f"{topic} has {count} partitions, the company is made for {partitions}: keys would change partition "
                "and streams lose their order. Create the topic anew; the relay fills it from the outbox"
            )


async def _partitions(admin: AIOKafkaAdminClient, topics: Sequence[str]) -> dict[str, int]:
    """The number of partitions of each of these topics that exists."""
    described = await admin.describe_topics(list(topics))
    return {one["topic"]: len(one["partitions"]) for one in described if one["error_code"] == 0}
