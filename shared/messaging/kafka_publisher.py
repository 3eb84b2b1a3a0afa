"""How a relay speaks to Kafka: an idempotent producer, thrown away after any error, and eyes for what is lost."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from shared.messaging.envelope import BadEnvelope, Envelope, from_kafka, to_headers
from shared.messaging.kafka_starting import start
from shared.messaging.port import LAST_RECORDS, Acknowledged, Place, PublishFailed, TopicsMissing

DEADLINE_SECONDS: Final = 10.0
METADATA_SECONDS: Final = 2.0
CLOSING_SECONDS: Final = 10.0
LARGEST_MESSAGE_BYTES: Final = 1_000_000

SAFE: Final[Mapping[str, Any]] = {
    "acks": "all",
    "enable_idempotence": True,
    "max_request_size": LARGEST_MESSAGE_BYTES,
    "max_batch_size": 128 * 1024,
    "linger_ms": 0,
    "request_timeout_ms": 5000,
    "retry_backoff_ms": 50,
}
"""Nothing counts as sent before all in-sync replicas have it, and no retry of the client doubles or reorders it."""

log = structlog.get_logger("kafka")


class UnsafeProducer(Exception):
    """The client was not set up as promised."""


def kafka_publisher(
    bootstrap: str, client: str, security: Mapping[str, Any] | None = None
) -> Callable[[], Awaitable["KafkaPublisher"]]:
    """What a relay connects with; `client` names the department to the broker."""

    async def connect() -> KafkaPublisher:
        options = {**(security or {}), "bootstrap_servers": bootstrap, "client_id": f"{client}.relay"}
        publisher = KafkaPublisher(options)
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                await publisher.open()
        except (KafkaError, OSError, TimeoutError) as error:
            await publisher.close()
            raise PublishFailed(f"no broker: {error or type(error).__name__}") from error
        except BaseException:
            await publisher.close()
            raise
        return publisher

    return connect


class KafkaPublisher:
    """One producer's life."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = dict(options)
        self._producer = AIOKafkaProducer(**{**options, **SAFE})
        self._reader: Any = None
        self._known: set[str] = set()

    async def open(self) -> None:
        """Connects. Raises UnsafeProducer rather than send with less than acks=all and idempotence."""
        sender = self._producer._sender
        if sender._acks != -1 or sender._txn_manager is None:
            raise UnsafeProducer("the producer is not idempotent with acks=all")
        await start(self._producer)

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        """All in order, each to its explicit partition; the deadline is ours, as the client would retry for ever."""
        waiting: list[tuple[Envelope, asyncio.Future[Any]]] = []
        too_large: set[UUID] = set()
        missing: set[str] = set()
        problem: Exception | None = None
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                missing = await self._missing({message.topic for message in messages})
                stopped: set[Place] = set()
                for message in messages:
                    place = (message.topic, message.partition)
                    if message.topic in missing or place in stopped:
                        continue
                    try:
                        waiting.append((message, await self._enqueue(message, fence)))
                    except MessageSizeTooLargeError:
                        too_large.add(message.event_id)
                        stopped.add(place)
                if waiting:
                    await asyncio.wait([future for _, future in waiting])
        except (KafkaError, OSError, AssertionError, TimeoutError) as error:
            problem = error
        finally:
            for _, future in waiting:
                future.cancel()  # whatever has not come by now, nobody waits for
        acknowledged = _acknowledged(waiting)
        for message, future in waiting:
            failure = _failure(future)
            if isinstance(failure, MessageSizeTooLargeError):
                too_large.add(message.event_id)
            problem = problem or failure
        if problem or too_large:
            reason = repr(problem) if problem else "a message is larger than the broker takes"
            raise PublishFailed(reason, acknowledged=acknowledged, too_large=frozenset(too_large)) from problem
        if missing:
            raise TopicsMissing(frozenset(missing), acknowledged)
        return acknowledged

    async def _missing(self, topics: set[str]) -> set[str]:
        """Those of the topics that the broker does not know."""
        looked_for = sorted(topics - self._known)
        asked = [asyncio.wait_for(self._producer.partitions_for(topic), METADATA_SECONDS) for topic in looked_for]
        missing: set[str] = set()
        for topic, answer in zip(looked_for, await asyncio.gather(*asked, return_exceptions=True), strict=True):
            if isinstance(answer, TimeoutError):
                missing.add(topic)
            elif isinstance(answer, BaseException):
                raise answer
            else:
                self._known.add(topic)
        return missing

    async def _enqueue(self, message: Envelope, fence: int) -> "asyncio.Future[Any]":
        value = message.data if isinstance(message.data, bytes) else message.data.encode()
        future: asyncio.Future[Any] = await self._producer.send(
            message.topic,
            value,
            key=message.key.encode(),
            partition=message.partition,
            headers=to_headers(message, fence),
        )
        return future

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """The offset after the last record of each place, for topics that exist."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                missing = await self._missing({topic for topic, _ in places})
                wanted = [TopicPartition(*place) for place in places if place[0] not in missing]
                ends = await (await self._eyes()).end_offsets(wanted) if wanted else {}
                return {(place.topic, place.partition): end for place, end in ends.items()}
        except (KafkaError, OSError, TimeoutError) as error:
            raise PublishFailed(f"the ends of the topics cannot be read: {error!r}") from error

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        """A few records back from there: repetitions by an earlier leader may stand behind the highest sequence."""
        before = {TopicPartition(*place): end for place, end in ends.items() if end > 0}
        found: dict[Place, list[Envelope]] = {place: [] for place in ends}
        if not before:
            return found
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                reader = await self._eyes()
                reader.assign(list(before))
                starts = await reader.beginning_offsets(list(before))
                for where, end in before.items():
                    reader.seek(where, max(starts[where], end - LAST_RECORDS))
                # By position, not by what came: markers of other people's transactions are offsets without a record.
                while wanted := [where for where, end in before.items() if await reader.position(where) < end]:
                    for where, records in (await reader.getmany(*wanted, timeout_ms=200)).items():
                        found[where].extend(_ours(record for record in records if record.offset < before[where]))
                reader.unsubscribe()  # or it would go on fetching, for nobody
        except (KafkaError, OSError, TimeoutError) as error:
            raise PublishFailed(f"the last records of {sorted(ends)} cannot be read: {error!r}") from error
        return found

    async def _eyes(self) -> Any:
        """A consumer outside of any group, made when it is needed first."""
        if self._reader is None:
            reader = AIOKafkaConsumer(
                **self._options, enable_auto_commit=False, auto_offset_reset="earliest", request_timeout_ms=5000
            )
            try:
                await start(reader)
            except BaseException:
                await reader.stop()
                raise
            self._reader = reader
        return self._reader

    async def close(self) -> None:
        """Ends both clients, whatever state they are in."""
        endings = [self._end_producer]
        if self._reader is not None:
            endings.append(self._reader.stop)
        for end in endings:
            try:
                await asyncio.wait_for(end(), CLOSING_SECONDS)
            except Exception as error:  # a client that broke down inside: there is nothing left to save
                log.warning("client-not-closed", detail=repr(error))

    async def _end_producer(self) -> None:
        """Gives up what was not acknowledged: `stop` alone would wait for it, which may be for ever.

        The sender ends first. While it runs it may put a batch back that was given up, and break down over that.
        """
        await self._producer._sender.close()
        self._producer._message_accumulator.fail_all(KafkaError("given up"))
        await self._producer.stop()


def _failure(future: "asyncio.Future[Any]") -> Exception | None:
    """Why it is not known to be sent."""
    if not future.done() or future.cancelled():
        return TimeoutError("no acknowledgement in time")
    error = future.exception()
    return error if isinstance(error, Exception) else None


def _acknowledged(sent: Sequence[tuple[Envelope, "asyncio.Future[Any]"]]) -> list[Acknowledged]:
    """Per place, what the broker surely has without a hole."""
    found: dict[Place, Acknowledged] = {}
    stopped: set[Place] = set()
    for message, future in sent:
        place = (message.topic, message.partition)
        if place in stopped or _failure(future) is not None:
            stopped.add(place)
            continue
        offset: int = future.result().offset
        before = found.get(place)
        found[place] = Acknowledged(
            topic=message.topic,
            partition=message.partition,
            seq=message.seq,
            count=before.count + 1 if before else 1,
            first_offset=before.first_offset if before else offset,
            offset=offset,
        )
    return list(found.values())


def _ours(records: Iterable[Any]) -> Iterator[Envelope]:
    """Those that are messages of ours."""
    for record in records:
        with contextlib.suppress(BadEnvelope):
            yield from_kafka(record.topic, record.partition, record.key, record.value, record.headers)
