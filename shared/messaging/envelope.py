"""A message on its way, and its CloudEvents 1.0 forms.

Binary for Kafka (attributes in headers, data as the value), structured for the feed over HTTP.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from shared.event_store.partitioning import partition_of_key
from shared.event_store.port import OutboxRow
from shared.kernel.clock import derived_id
from shared.published.topics import owner_of


class BadEnvelope(Exception):
    """Headers that are not those of our messages."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One published event with everything a consumer needs to order, deduplicate and trace it.

    `elsewhere`: the broker does not take a message of that size, so the data is to be had from the owner's feed.
    `committed_at`: when its source knew of it, to measure how long messages take. `actor`: the person who did it; none
    where it followed by rule. Older versions tell neither.
    """

    topic: str
    partition: int
    seq: int
    key: str
    event_id: UUID
    type: str
    epoch: int
    stream: str
    stream_version: int
    occurred_at: datetime
    causation_id: UUID
    correlation_id: UUID
    trace: str | None
    data: bytes | str
    elsewhere: bool = False
    committed_at: datetime | None = None
    actor: str | None = None

    @property
    def source(self) -> str:
        """The department that published it."""
        return owner_of(self.topic)


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """A record on one of our topics that is not a message of ours, kept byte for byte, and what is wrong with it."""

    topic: str
    partition: int
    offset: int
    key: str
    headers: Mapping[str, str]
    data: bytes
    why: str

    @property
    def event_id(self) -> UUID:
        """Where it was found and what it holds: a topic that is made anew starts its offsets again."""
        return derived_id("unreadable", self.topic, self.partition, self.offset, sha256(self.data).hexdigest())


def digest_of(message: Envelope | OutboxRow) -> bytes:
    """Of what a message says, and about what; whoever hears it again can tell whether it says the same.

    The proof asks the databases for the same sum of what they hold. Who tells another version says no less.
    """
    data = message.data if isinstance(message.data, bytes) else message.data.encode()
    words = b"\x1f".join((message.type.rpartition(".v")[0].encode(), message.stream.encode(), data))
    return sha256(words).digest()[:DIGEST_BYTES]


def from_outbox(row: OutboxRow, epoch: int) -> Envelope:
    """An outbox row as a message."""
    fields = {name: getattr(row, name) for name in OutboxRow.__struct_fields__}
    return Envelope(epoch=epoch, **fields)


_PLAIN: Final = "application/json"
DIGEST_BYTES: Final = 16
LARGEST_SEQUENCE: Final = 2**63 - 1
LATEST_EPOCH: Final = 2**31 - 2
"""What the databases can hold, and one more may be begun after it."""
_SPEC: Final = "1.0"


def to_headers(message: Envelope, fence: int) -> list[tuple[str, bytes]]:
    """CloudEvents binary binding for Kafka, with our extension attributes. Source: CloudEvents Kafka binding 1.0.2."""
    headers = {
        "ce_specversion": _SPEC,
        "ce_id": str(message.event_id),
        "ce_source": f"/{message.source}",
        "ce_type": message.type,
        "ce_time": message.occurred_at.isoformat(),
        "ce_subject": message.stream,
        "ce_partitionkey": message.key,
        "ce_sequence": str(message.seq),
        "ce_sourceepoch": str(message.epoch),
        "ce_streamversion": str(message.stream_version),
        "ce_causationid": str(message.causation_id),
        "ce_correlationid": str(message.correlation_id),
        "ce_fence": str(fence),
        "content-type": _PLAIN,
    }
    if message.committed_at is not None:
        headers["ce_committedat"] = message.committed_at.isoformat()
    if message.actor is not None:
        headers["ce_actor"] = message.actor
    if message.trace is not None:
        headers["traceparent"] = message.trace
    if message.elsewhere:  # the CloudEvents extension "dataref", also known as a claim check
        headers["ce_dataref"] = f"{feed_path(message.topic, message.partition)}?after={message.seq - 1}&limit=1"
    return [(name, value.encode()) for name, value in headers.items()]


def feed_path(topic: str, partition: int) -> str:
    """Where the owner of a topic offers it over HTTP."""
    return f"/{owner_of(topic)}/feed/{topic}/{partition}"


def from_kafka(
    topic: str, partition: int, key: bytes | None, value: bytes | None, headers: Sequence[tuple[str, bytes]]
) -> Envelope:
    """The message behind a Kafka record. Raises BadEnvelope when it is not one that the topic's owner sent there."""
    try:
        found = {name: content.decode() for name, content in headers}
        message = Envelope(
            topic=topic,
            partition=partition,
            seq=int(found["ce_sequence"]),
            key=(key or b"").decode(),
            event_id=UUID(found["ce_id"]),
            type=found["ce_type"],
            epoch=int(found["ce_sourceepoch"]),
            stream=found["ce_subject"],
            stream_version=int(found["ce_streamversion"]),
            occurred_at=datetime.fromisoformat(found["ce_time"]),
            causation_id=UUID(found["ce_causationid"]),
            correlation_id=UUID(found["ce_correlationid"]),
            trace=found.get("traceparent"),
            data=value or b"",
            elsewhere="ce_dataref" in found,
            committed_at=_moment(found.get("ce_committedat")),
            actor=found.get("ce_actor"),
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise BadEnvelope(f"{topic}/{partition}: {error!r}") from error
    _check(message, found, value)
    return message


def is_type_of(source: str, type_name: str) -> bool:
    """Whether a department may call an event of its own so: ``sales.order.placed.v1``."""
    base, _, version = type_name.rpartition(".v")
    return base.startswith(f"{source}.") and version.isdecimal()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _check(message: Envelope, headers: Mapping[str, str], value: bytes | None) -> None:
    faults = {
        "there is no value": value is None,
        "it is not CloudEvents 1.0": headers.get("ce_specversion") != _SPEC,
        "the source does not own the topic": headers.get("ce_source") != f"/{message.source}",
        "the key belongs to another partition": partition_of_key(message.key) != message.partition,
        "the type is not one of the source's": not is_type_of(message.source, message.type),
        "sequences count from 1": not 1 <= message.seq <= LARGEST_SEQUENCE,
        "no epoch is that late": not 0 <= message.epoch <= LATEST_EPOCH,
        "a time has no offset": any(
            moment is not None and moment.tzinfo is None for moment in (message.occurred_at, message.committed_at)
        ),
        "text with NUL": any("\x00" in text for text in headers.values()) or "\x00" in message.key,
    }
    for fault, is_so in faults.items():
        if is_so:
            raise BadEnvelope(f"{message.topic}/{message.partition}: {fault}")


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The structured JSON form. Source: CloudEvents JSON format 1.0.2."""

    specversion: str
    id: UUID
    source: str
    type: str
    time: datetime
    subject: str
    partitionkey: str
    sequence: str
    sourceepoch: int
    streamversion: int
    causationid: UUID
    correlationid: UUID
    datacontenttype: str
    data: msgspec.Raw
    traceparent: str | None = None
    committedat: datetime | None = None
    actor: str | None = None


def to_cloud_event(message: Envelope) -> CloudEvent:
    """For the feed; the data stays byte for byte what was stored."""
    return CloudEvent(
        specversion=_SPEC,
        id=message.event_id,
        source=f"/{message.source}",
        type=message.type,
        time=message.occurred_at,
        subject=message.stream,
        partitionkey=message.key,
        sequence=str(message.seq),
        sourceepoch=message.epoch,
        streamversion=message.stream_version,
        causationid=message.causation_id,
        correlationid=message.correlation_id,
        datacontenttype=_PLAIN,
        data=msgspec.Raw(message.data if isinstance(message.data, bytes) else message.data.encode()),
        traceparent=message.trace,
        committedat=message.committed_at,
        actor=message.actor,
    )


def from_cloud_event(topic: str, partition: int, event: CloudEvent) -> Envelope:
    """A message that came over the feed. Raises ValueError for a sequence that is not a number."""
    return Envelope(
        topic=topic,
        partition=partition,
        seq=int(event.sequence),
        key=event.partitionkey,
        event_id=event.id,
        type=event.type,
        epoch=event.sourceepoch,
        stream=event.subject,
        stream_version=event.streamversion,
        occurred_at=event.time,
        causation_id=event.causationid,
        correlation_id=event.correlationid,
        trace=event.traceparent,
        data=bytes(event.data),
        committed_at=event.committedat,
        actor=event.actor,
    )
