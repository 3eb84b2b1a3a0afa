"""The `kafka` transport: a department listens as one consumer group over aiokafka.

Offsets are committed after the database, as one past the last record heard, never by the clock. What makes effects
happen once is the consumer's inbox; offsets only spare repetitions.
"""

import asyncio
import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from shared.messaging.envelope import BadEnvelope, Envelope, Unreadable, from_kafka
from shared.messaging.kafka_starting import start
from shared.messaging.port import PUT_OFF_SECONDS, Place
from shared.observability.counters import UNHEARD

MOST_RECORDS: Final = 256
MOST_BYTES_PER_PLACE: Final = 256 * 1024
"""What is fetched of a partition ahead of hearing it: thousands of messages, and little for a consumer that is slow. A
larger message is fetched nevertheless, alone."""
STUCK_AFTER_SECONDS: Final = 30.0
SAVE_EVERY_SECONDS: Final = 0.2
PROBE_SECONDS: Final = 5.0
MEASURE_EVERY_SECONDS: Final = 5.0
LOOK_AT_TOPICS_EVERY_MS: Final = 3000
"""A group that shares out its topics while one of them is away hears of that one's return when its leader looks again:
until then nobody listens to it. Long before a member counts as stuck."""

log = structlog.get_logger("kafka")


class ConsumerStuck(Exception):
    """The broker answers and has records for us, and none arrive. Only a new process is known to help."""


def readable(record: ConsumerRecord) -> Envelope | Unreadable:
    """A record as the message it is, or as what has to be set aside."""
    try:
        return from_kafka(record.topic, record.partition, record.key, record.value, record.headers)
    except BadEnvelope as fault:
        return Unreadable(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=(record.key or b"").decode(errors="replace"),
            headers={name: (value or b"").decode(errors="replace") for name, value in record.headers},
            data=record.value or b"",
            why=str(fault),
        )


class KafkaTransport:
    """Connects a department to the broker as a listener; its relay speaks through a `KafkaPublisher`."""

    def __init__(
        self,
        bootstrap: str,
        *,
        security: Mapping[str, Any] | None = None,
        member: str = "",
        stuck_after: float = STUCK_AFTER_SECONDS,
        session_seconds: float = 10.0,
        silence_seconds: float = 300.0,
    ) -> None:
        """`security` holds aiokafka's options for TLS and SASL. `member` is a lasting name within the group.

        The group gives a member up that sends no sign of life for `session_seconds`, as one does whose process stands
        still, or that hears on one delivery for `silence_seconds`, as one does whose database does not answer.
        """
        self._bootstrap = bootstrap
        self._security = dict(security or {})
        self._member = member
        self._stuck_after = stuck_after
        self._session_ms = int(session_seconds * 1000)
        self._silence_ms = int(silence_seconds * 1000)

    async def subscribe(
        self, department: str, topics: Sequence[str], positions: Mapping[Place, int]
    ) -> "KafkaSubscription":
        """Listens from where the group has come. The positions are not needed: what is too early shows as a gap."""
        consumer = AIOKafkaConsumer(
            **self._security,
            bootstrap_servers=self._bootstrap,
            client_id=department,
            group_id=department,
            group_instance_id=f"{department}-{self._member}" if self._member else None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=self._session_ms,
            heartbeat_interval_ms=self._session_ms // 4,
            max_poll_interval_ms=self._silence_ms,
            max_poll_records=MOST_RECORDS,
            max_partition_fetch_bytes=MOST_BYTES_PER_PLACE,
            fetch_max_wait_ms=250,
            retry_backoff_ms=50,
            metadata_max_age_ms=LOOK_AT_TOPICS_EVERY_MS,
        )
        subscription = KafkaSubscription(department, consumer, topics, self._stuck_after)
        await subscription.open()
        return subscription


class _Assignments(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Notes what the group decides. It runs inside the client's own work: it sets flags and waits for nothing."""

    def __init__(self) -> None:
        self.generation = 0
        self.is_settled = False
        self.moved = False

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self.generation += 1
        self.is_settled = False

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self.is_settled = True
        self.moved = True


class KafkaDelivery:
    """Records of one poll."""

    def __init__(
        self, subscription: "KafkaSubscription", records: Mapping[TopicPartition, list[ConsumerRecord]], moved: bool
    ) -> None:
        self._subscription = subscription
        self._generation = subscription.generation
        self._first = {place: found[0].offset for place, found in records.items()}
        self._offsets = {place: found[-1].offset + 1 for place, found in records.items()}
        self.moved = moved
        self.messages: list[Envelope] = []
        self.unreadable: list[Unreadable] = []
        for found in records.values():
            for record in found:
                read = readable(record)
                if isinstance(read, Envelope):
                    self.messages.append(read)
                else:
                    self.unreadable.append(read)

    def put_off(self, places: Collection[Place]) -> None:
        """These partitions go back to where this delivery found them, and pause; their offsets stay as they were."""
        again = {place: self._first[place] for place in self._first if tuple(place) in places}
        for place in again:
            del self._offsets[place]
        self._subscription.put_off(again, self._generation)

    async def done(self) -> None:
        """Commits the offsets. When that fails these records come again, and the inbox knows them."""
        await self._subscription.heard(self._offsets, self._generation)


class KafkaSubscription:
    """A member of a department's consumer group."""

    def __init__(self, department: str, consumer: Any, topics: Sequence[str], stuck_after: float) -> None:
        self._department = department
        self._consumer = consumer
        self._topics = list(topics)
        self._stuck_after = stuck_after
        self._assignments = _Assignments()
        self._progress_at = 0.0
        self._measured_at = 0.0
        self._measured: set[TopicPartition] = set()
        self._resume_at: float | None = None
        self._stood_at: dict[TopicPartition, int] = {}
        self._unsaved: dict[TopicPartition, int] = {}
        self._unsaved_of = 0
        self._saved_at = 0.0

    @property
    def generation(self) -> int:
        """Changes whenever partitions were taken away."""
        return self._assignments.generation

    def assignment(self) -> frozenset[Place]:
        """The places that the group has given to this member."""
        return frozenset((place.topic, place.partition) for place in self._consumer.assignment())

    async def open(self) -> None:
        """Joins the group."""
        self._consumer.subscribe(self._topics, listener=self._assignments)
        try:
            await start(self._consumer)
        except BaseException:
            await self._consumer.stop()
            raise
        self._progress_at = self._measured_at = asyncio.get_running_loop().time()

    async def receive(self, timeout: float) -> KafkaDelivery | None:
        """The next records, or None. Raises ConsumerStuck."""
        self._resume()
        await self._save_when_due()
        try:
            async with asyncio.timeout(timeout + self._stuck_after):
                records = await self._consumer.getmany(timeout_ms=int(timeout * 1000), max_records=MOST_RECORDS)
        except TimeoutError:
            raise ConsumerStuck("the client does not come back from waiting for records") from None
        await self._measure()
        if not records:
            await self._watch()
            return None
        if any(found[-1].offset >= self._stood_at.pop(place, 0) for place, found in records.items()):
            self._progress_at = asyncio.get_running_loop().time()
        moved, self._assignments.moved = self._assignments.moved, False
        if moved:
            self._stood_at.clear()
        return KafkaDelivery(self, records, moved)

    async def look_behind(self) -> None:
        """One record back wherever we stand at the end that the broker told last."""
        ends = {place: self._consumer.highwater(place) for place in self._consumer.assignment()}
        with contextlib.suppress(TimeoutError, IllegalStateError):  # what moves just now is read anew anyway
            async with asyncio.timeout(PROBE_SECONDS):
                for place in ends.keys() - self._consumer.paused():
                    if (end := ends[place]) and await self._consumer.position(place) == end:
                        self._consumer.seek(place, end - 1)
                        self._stood_at[place] = end

    def put_off(self, offsets: Mapping[TopicPartition, int], generation: int) -> None:
        """Goes back to these offsets, and fetches nothing from there for a moment."""
        if generation != self._assignments.generation:
            return  # the next owner begins at the committed offsets, which are these
        for place, offset in offsets.items():
            self._consumer.pause(place)
            self._consumer.seek(place, offset)
        self._resume_at = asyncio.get_running_loop().time() + PUT_OFF_SECONDS

    def _resume(self) -> None:
        if self._resume_at is not None and asyncio.get_running_loop().time() >= self._resume_at:
            self._resume_at = None
            self._consumer.resume(*self._consumer.paused())

    async def _measure(self) -> None:
        """How far the broker is ahead, as far as it told with what it sent last: nothing is asked for this."""
        now = asyncio.get_running_loop().time()
        if now - self._measured_at < MEASURE_EVERY_SECONDS:
            return
        self._measured_at = now
        ends = {place: self._consumer.highwater(place) for place in self._consumer.assignment()}
        known = {place: end for place, end in ends.items() if end is not None}
        for place, end in known.items():
            behind = max(end - await self._consumer.position(place), 0)
            UNHEARD.labels(self._department, place.topic, place.partition).set(behind)
        for place in self._measured - known.keys():
            UNHEARD.remove(self._department, place.topic, place.partition)
        self._measured = set(known)

    async def _watch(self) -> None:
        """Tells silence from deafness. A broker that is away is neither: then there is nothing to hear."""
        now = asyncio.get_running_loop().time()
        if now - self._progress_at < self._stuck_after:
            return
        self._progress_at = now
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                behind = await self._behind()
        except (KafkaError, TimeoutError, IllegalStateError) as error:
            log.warning("broker-away", detail=str(error) or type(error).__name__)
            return
        if behind:
            raise ConsumerStuck(f"no record arrives of {behind} for {self._stuck_after:.0f} s")

    async def _behind(self) -> list[str]:
        """The places that have records for us, or all topics when the group has given us no answer."""
        assigned = self._consumer.assignment()
        if not self._assignments.is_settled:
            await self._consumer.end_offsets([TopicPartition(topic, 0) for topic in self._topics])
            return self._topics
        ends = await self._consumer.end_offsets(assigned) if assigned else {}
        return [
            f"{place.topic}/{place.partition}"
            for place, end in ends.items()
            if place not in self._consumer.paused()
            and end > max(await self._consumer.position(place), self._stood_at.get(place, 0))
        ]

    async def heard(self, offsets: Mapping[TopicPartition, int], generation: int) -> None:
        """Commits soon, unless partitions were taken away since: their new owner may be further by now."""
        if generation != self._unsaved_of:
            self._unsaved, self._unsaved_of = {}, generation
        self._unsaved.update(offsets)
        await self._save_when_due()

    async def _save_when_due(self) -> None:
        """Some times a second and not after each record: what a crash lets come again, the inbox knows."""
        if self._unsaved and asyncio.get_running_loop().time() - self._saved_at >= SAVE_EVERY_SECONDS:
            await self._save()

    async def _save(self) -> None:
        self._saved_at = asyncio.get_running_loop().time()
        offsets, self._unsaved = self._unsaved, {}
        if self._unsaved_of != self._assignments.generation or not offsets:
            return
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                # tidy: allow commit-outside-store these are Kafka offsets, committed after the database
                await self._consumer.commit(offsets)
        except (CommitFailedError, IllegalStateError, KafkaError, TimeoutError) as error:
            log.warning("offsets-not-committed", detail=str(error) or type(error).__name__)

    async def close(self) -> None:
        """Leaves the group, which knows then how far this member has heard."""
        await self._save()
        await self._consumer.stop()
