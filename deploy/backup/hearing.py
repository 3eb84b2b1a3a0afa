"""What departments missed of each other, heard straight from the outboxes: the broker thinks that they heard it all.

In the order in which it was said, whoever said it and wherever it stands. What a restored department does again it then
does as it did before, as far as it depends on what came first: the first of two orders gets the last units once more.
Sources tell their own time, so what they said within the difference of their clocks may change places.
"""

import heapq
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Final

from deploy.embedded.company import Access
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.unit import Position
from shared.hosting.opening import OpenedDepartment, open_department
from shared.hosting.service import Service
from shared.messaging.consumer import Consumer, subscribed_topics
from shared.messaging.envelope import Envelope
from shared.messaging.local import LocalTransport
from shared.messaging.port import Place, Refill
from shared.published.topics import PARTITIONS, owner_of

PAGE: Final = 500
MOST_AT_ONCE: Final = 128


async def hear_what_was_missed(services: Iterable[Service], access: Mapping[str, Access]) -> dict[str, int]:
    """Each department hears all that the others say, until nobody has anything to add.

    How many messages each took in, those that it does not react to included.
    """
    async with AsyncExitStack() as stack:
        opened: dict[str, OpenedDepartment] = {}
        for service in services:
            one = await open_department(service, access[service.name].app_dsn, WallClock(), TimeOrderedIds())
            stack.push_async_callback(one.close)
            opened[service.name] = one
        refill = LocalTransport({name: one.store for name, one in opened.items()}).refill
        consumers = {name: Consumer(one.runtime.writer, refill) for name, one in opened.items()}
        for consumer in consumers.values():
            await consumer.load_positions()
        heard = dict.fromkeys(consumers, 0)
        before = None
        while before != (now := {name: consumer.positions for name, consumer in consumers.items()}):
            before = now
            for name, consumer in consumers.items():
                heard[name] += await _hear(consumer, refill)
        epochs = {name: one.store.epoch for name, one in opened.items()}
        for consumer in consumers.values():
            await consumer.remember_positions(_silent(consumer, epochs))
    return heard


def _silent(consumer: Consumer, epochs: Mapping[str, int]) -> list[Position]:
    """The places in which nothing was said yet begin in the epoch of their source.

    What the broker delivers there in an earlier one, the source forgot before anybody heard it.
    """
    return [
        Position(topic=topic, partition=partition, next_seq=1, epoch=epochs[owner_of(topic)])
        for topic in subscribed_topics(consumer.department)
        for partition in range(PARTITIONS)
        if (topic, partition) not in consumer.positions
    ]


async def _hear(consumer: Consumer, refill: Refill) -> int:
    """As much at once as keeps its order: a consumer hears a second message of a stream after those of the others."""
    heard = 0
    run: dict[tuple[str, str], Envelope] = {}
    async for message in said_since(refill, subscribed_topics(consumer.department), consumer.positions):
        heard += 1
        if (message.topic, message.key) in run or len(run) == MOST_AT_ONCE:
            await consumer.hear(list(run.values()))
            run = {}
        run[message.topic, message.key] = message
    await consumer.hear(list(run.values()))
    return heard


async def said_since(refill: Refill, topics: Iterable[str], expected: Mapping[Place, int]) -> AsyncIterator[Envelope]:
    """All places from the sequence on that is expected there, by the time of their commits; each in its own order."""
    places = [
        _said_at(refill, (topic, partition), expected.get((topic, partition), 1))
        for topic in topics
        for partition in range(PARTITIONS)
    ]
    heads = [await anext(place, None) for place in places]
    order = [(head[0], nth, head[1]) for nth, head in enumerate(heads) if head is not None]
    heapq.heapify(order)
    while order:
        _, nth, message = order[0]
        yield message
        head = await anext(places[nth], None)
        if head is None:
            heapq.heappop(order)
        else:
            heapq.heapreplace(order, (head[0], nth, head[1]))


async def _said_at(refill: Refill, place: Place, expected: int) -> AsyncIterator[tuple[datetime, Envelope]]:
    """With the moment of each, which never goes back: a clock may."""
    latest: datetime | None = None
    while page := await refill(*place, expected - 1, PAGE):
        for message in page:
            assert message.committed_at is not None  # an outbox always knows
            latest = message.committed_at if latest is None else max(latest, message.committed_at)
            yield latest, message
        expected = page[-1].seq + 1
