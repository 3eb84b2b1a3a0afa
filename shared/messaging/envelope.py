"""A message on its way, and its CloudEvents 1.0 binary form for Kafka: attributes in headers, data as the value."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from shared.event_store.port import OutboxRow
from shared.published.topics import owner_of


class BadEnvelope(Exception):
    """Headers that are not those of our messages."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """One published event with everything a consumer needs to order, deduplicate and trace it."""

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

    @property
    def source(self) -> str:
        """The department that published it."""
        return owner_of(self.topic)


def from_outbox(row: OutboxRow, epoch: int) -> Envelope:
    """An outbox row as a message."""
    fields = {name: getattr(row, name) for name in OutboxRow.__struct_fields__}
    return Envelope(epoch=epoch, **fields)


_PLAIN: Final = "application/json"


def to_headers(message: Envelope, fence: int) -> list[tuple[str, bytes]]:
    """CloudEvents binary binding for Kafka, with our extension attributes. Source: CloudEvents Kafka binding 1.0.2."""
    headers = {
        "ce_specversion": "1.0",
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
    if message.trace is not None:
        headers["traceparent"] = message.trace
    return [(name, value.encode()) for name, value in headers.items()]


def from_kafka(
    topic: str, partition: int, key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]
) -> Envelope:
    """The message behind a Kafka record. Raises BadEnvelope when the headers are not ours."""
    try:
        found = {name: content.decode() for name, content in headers}
        return Envelope(
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
            data=value,
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise BadEnvelope(f"{topic}/{partition}: {error!r}") from error
