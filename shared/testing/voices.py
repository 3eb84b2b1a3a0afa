"""What departments say that are not in the company under test: messages as their relays would bring them."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.event_store.codec import encode
from shared.event_store.partitioning import partition_of_key
from shared.kernel.clock import derived_id
from shared.kernel.decider import StreamId
from shared.messaging.envelope import Envelope
from shared.published.published import topic_of, type_of


class Voices:
    """Counts what each says: sequences by topic and partition, versions by stream."""

    def __init__(self) -> None:
        self._said: Counter[tuple[str, int]] = Counter()
        self._versions: Counter[StreamId] = Counter()

    def say(
        self, told: Any, *, key: str, at: datetime, event_id: UUID | None = None, person: str | None = None
    ) -> Envelope:
        """The next message of that topic, about the aggregate with that id."""
        topic, partition = topic_of(type(told)), partition_of_key(key)
        stream = StreamId(f"{topic.partition('.')[2].replace('-', '_')}-{key}")
        self._said[topic, partition] += 1
        self._versions[stream] += 1
        identity = event_id or derived_id("told", topic, key, self._versions[stream])
        return Envelope(
            topic=topic,
            partition=partition,
            seq=self._said[topic, partition],
            key=key,
            event_id=identity,
            type=type_of(told),
            epoch=1,
            stream=stream,
            stream_version=self._versions[stream],
            occurred_at=at,
            causation_id=identity,
            correlation_id=identity,
            trace=None,
            data=encode(told),
            actor=person,
        )
