"""A gap of thousands of messages is filled page by page: what was asked for is heard before more is asked for."""

from collections.abc import Sequence

from shared.event_store.memory import MemoryEventStore
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import Envelope
from shared.messaging.gaps import REFILL_LIMIT
from shared.messaging.local import LocalTransport
from tests.unit.messaging.small_talk import heard_of, parties, runtime_of, say, told_by

MISSED = 5 * REFILL_LIMIT


async def test_no_more_than_a_page_of_a_gap_is_held_at_once() -> None:
    new, held = parties(), MemoryEventStore()
    speaker = runtime_of(new.speaker, MemoryEventStore())
    listener = runtime_of(new.listener, held)
    source = LocalTransport({new.speaker.name: speaker.store})
    asked_for, most = 0, 0

    async def refill(topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
        nonlocal asked_for, most
        page = await source.refill(topic, partition, after, limit)
        asked_for += len(page)
        most = max(most, asked_for - len(held.inbox))
        return page

    texts = [str(number) for number in range(MISSED + 1)]
    await say(speaker, "bee", *texts)
    *_, last = await told_by(speaker, new.topic)
    await Consumer(listener.writer, refill).hear([last])
    assert await heard_of(listener, "bee") == texts
    assert most <= REFILL_LIMIT
