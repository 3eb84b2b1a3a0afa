"""The `local` transport: consumers read the producers' outboxes, in process and woken by each commit. No broker.

Durable, because the outbox is the record: what is handed over in memory is only the fast way. Whoever falls behind,
or starts anew, reads the outbox tables.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from shared.event_store.port import EventStore, StoreUnavailable
from shared.event_store.unit import Committed, Unit
from shared.messaging.envelope import Envelope, Unreadable, from_outbox
from shared.messaging.port import Place
from shared.published.topics import PARTITIONS, owner_of

BATCH: Final = 128
PAGE: Final = 500
MOST_QUEUED: Final = 20_000


class LocalDelivery:
    """Messages straight from the outboxes; the place is kept by the consumer's own database."""

    moved = False
    unreadable: Sequence[Unreadable] = ()

    def __init__(self, messages: Sequence[Envelope], subscription: "LocalSubscription | None" = None) -> None:
        self.messages = messages
        self._subscription = subscription

    def put_off(self, places: Collection[Place]) -> None:
        """They are read again from the outbox, together with what was missing before them."""
        if self._subscription is not None:
            self._subscription.read_again(
                {
                    (message.topic, message.partition): message.seq - 1
                    for message in reversed(self.messages)
                    if (message.topic, message.partition) in places
                }
            )

    async def done(self) -> None:
        """Nothing to tell anybody."""


class LocalSubscription:
    """One department's ear on the outboxes of the others."""

    def __init__(
        self, sources: Mapping[str, EventStore], topics: Sequence[str], positions: Mapping[Place, int]
    ) -> None:
        self._sources = sources
        self._behind: dict[Place, int] = {
            (topic, partition): positions.get((topic, partition), 1) - 1
            for topic in topics
            for partition in range(PARTITIONS)
        }
        self._topics = frozenset(topics)
        self._live: deque[Envelope] = deque()
        self._woken = asyncio.Event()
        if self._behind:
            self._woken.set()
        self.closed = False

    def offer(self, messages: Sequence[Envelope]) -> None:
        """Just committed messages. Those of a place that is still being read from the outbox are found there."""
        for message in messages:
            place = (message.topic, message.partition)
            if message.topic in self._topics and place not in self._behind:
                self._live.append(message)
        if len(self._live) > MOST_QUEUED:
            for message in self._live:
                place = (message.topic, message.partition)
                self._behind[place] = min(self._behind.get(place, message.seq - 1), message.seq - 1)
            self._live.clear()
        if self._live or self._behind:
            self._woken.set()

    async def receive(self, timeout: float) -> LocalDelivery | None:
        """What was committed since, oldest first."""
        if not self._live and not self._behind:
            try:
                async with asyncio.timeout(timeout):
                    await self._woken.wait()
            except TimeoutError:
                return None
        messages = await self._catch_up() if self._behind else []
        while self._live and len(messages) < BATCH:
            messages.append(self._live.popleft())
        if not self._live and not self._behind:
            self._woken.clear()
        return LocalDelivery(messages, self) if messages else None

    async def look_behind(self) -> None:
        """Nothing: what was missed is read from the outbox itself."""

    def read_again(self, after: Mapping[Place, int]) -> None:
        """These places are behind: they come from the outbox, after that sequence."""
        for place, seq in after.items():
            self._behind[place] = min(self._behind.get(place, seq), seq)
            self._forget_live(place)
        self._woken.set()

    async def _catch_up(self) -> list[Envelope]:
        """A page of one place that is behind; a place without more is live from then on.

        One whose source does not answer stays behind, and does not keep others waiting. Raises StoreUnavailable when
        there is nothing to be had from any.
        """
        away: StoreUnavailable | None = None
        for place in list(self._behind):
            topic, partition = place
            store = self._sources[owner_of(topic)]
            after = self._behind.pop(place)  # live while we read: what is committed meanwhile is offered
            try:
                rows = await store.read_outbox(topic, partition, after, PAGE)
            except BaseException as error:
                self._behind[place] = after
                self._forget_live(place)
                if not isinstance(error, StoreUnavailable):
                    raise
                away = error
                continue
            if len(rows) == PAGE:
                self._behind[place] = rows[-1].seq
                self._forget_live(place)
            if rows:
                self._forget_live(place, until=rows[-1].seq)
                return [from_outbox(row, store.epoch) for row in rows]
        if away is not None and not self._live:
            raise away
        return []

    def _forget_live(self, place: Place, until: int | None = None) -> None:
        """What was offered of a place and is, or will be, read from its outbox."""
        self._live = deque(
            message
            for message in self._live
            if (message.topic, message.partition) != place or (until is not None and message.seq > until)
        )

    async def close(self) -> None:
        """Stop listening."""
        self.closed = True


class LocalTransport:
    """Connects the departments of one process."""

    def __init__(self, sources: Mapping[str, EventStore]) -> None:
        self._sources = sources
        self._subscriptions: list[LocalSubscription] = []

    async def subscribe(
        self, department: str, topics: Sequence[str], positions: Mapping[Place, int]
    ) -> LocalSubscription:
        """Listen to these topics, from these positions on."""
        subscription = LocalSubscription(self._sources, topics, positions)
        self._subscriptions.append(subscription)
        return subscription

    def committed(self, department: str) -> Callable[[Unit, Committed], None]:
        """A listener for that department's commits."""
        store = self._sources[department]

        def tell(unit: Unit, committed: Committed) -> None:
            if not unit.outbox:
                return
            messages = told(unit, committed, store.epoch)
            self._subscriptions = [one for one in self._subscriptions if not one.closed]
            for subscription in self._subscriptions:
                subscription.offer(messages)

        return tell

    async def refill(self, topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
        """What the owner of the topic said after that sequence."""
        store = self._sources[owner_of(topic)]
        return [from_outbox(row, store.epoch) for row in await store.read_outbox(topic, partition, after, limit)]


def told(unit: Unit, committed: Committed, epoch: int) -> list[Envelope]:
    """What a commit published, without asking the database again."""
    sequences = {sent.event_id: sent.seq for sent in committed.outbox}
    return [
        Envelope(
            topic=message.topic,
            partition=message.partition,
            seq=sequences[message.event_id],
            key=message.key,
            event_id=message.event_id,
            type=message.type,
            epoch=epoch,
            stream=message.stream,
            stream_version=message.stream_version,
            occurred_at=message.occurred_at,
            causation_id=message.causation_id,
            correlation_id=message.correlation_id,
            trace=message.trace,
            data=bytes(message.data),
            committed_at=unit.events[-1].recorded_at,
            actor=message.actor,
        )
        for message in unit.outbox
    ]
