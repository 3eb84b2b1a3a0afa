"""A message as it is set aside, and as it is taken up again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from shared.event_store.unit import ParkedMessage, ParkedStatus
from shared.kernel.clock import derived_id
from shared.messaging.envelope import Envelope, Unreadable, digest_of

FIRST_DELAY: Final = timedelta(seconds=1)
LONGEST_DETAIL: Final = 2000
FORGOTTEN: Final = "forgotten by its source"
"""The cause of a message that was heard from a source which was then restored from before it."""
COMING_AGAIN: Final = "comes again from its restored source"
"""The cause of one that its source had forgotten and was to say again by itself; it may come in another order."""
TOLD_AGAIN: Final = "told again, differently"
"""The cause of a message that was heard, and that its source, restored from before it, told otherwise since."""


def parked(message: Envelope, cause: str, detail: str, status: ParkedStatus, now: datetime) -> ParkedMessage:
    """The message with why it waits; one that is `retrying` is due for its first delayed try."""
    return ParkedMessage(
        event_id=message.event_id,
        topic=message.topic,
        partition=message.partition,
        seq=message.seq,
        key=message.key,
        type=message.type,
        headers=_headers_of(message),
        data=message.data if isinstance(message.data, bytes) else message.data.encode(),
        cause=cause,
        detail=storable(detail),
        parked_at=now,
        status=status,
        next_try_at=now + FIRST_DELAY if status == ParkedStatus.RETRYING else None,
    )


def parked_again(message: Envelope, now: datetime) -> ParkedMessage:
    """A message that was heard, told again in other words. It cannot be heard: what it leads to is there, and is named
    after it. So it stands for itself, under an id of its own, until a person has set right what the difference means.
    """
    detail = f"{message.event_id} was heard in other words, and what these would have led to did not happen"
    aside = parked(message, TOLD_AGAIN, detail, ParkedStatus.UNREADABLE, now)
    return replace(
        aside,
        event_id=id_told_again(message.event_id, digest_of(message)),
        headers={**aside.headers, "heard_as": str(message.event_id)},
    )


def id_told_again(event_id: UUID, digest: bytes) -> UUID:
    """Under which a message is set aside that came again in words of that digest."""
    return derived_id("told again", event_id, digest.hex())


def parked_record(record: Unreadable, now: datetime) -> ParkedMessage:
    """A record that is no message. It has no sequence, so its offset says where it stood."""
    return ParkedMessage(
        event_id=record.event_id,
        topic=record.topic,
        partition=record.partition,
        seq=record.offset,
        key=storable(record.key),
        type="unreadable",
        headers={storable(name): storable(value) for name, value in record.headers.items()},
        data=record.data,
        cause="unreadable",
        detail=storable(record.why),
        parked_at=now,
        status=ParkedStatus.UNREADABLE,
    )


def taken_up(message: ParkedMessage) -> Envelope:
    """The message as it came."""
    headers: Mapping[str, str] = message.headers
    return Envelope(
        topic=message.topic,
        partition=message.partition,
        seq=message.seq,
        key=message.key,
        event_id=message.event_id,
        type=message.type,
        epoch=int(headers["epoch"]),
        stream=headers["stream"],
        stream_version=int(headers["stream_version"]),
        occurred_at=datetime.fromisoformat(headers["occurred_at"]),
        causation_id=UUID(headers["causation_id"]),
        correlation_id=UUID(headers["correlation_id"]),
        trace=headers["trace"] or None,
        data=message.data,
        actor=headers.get("actor") or None,
    )


def _headers_of(message: Envelope) -> dict[str, str]:
    return {
        "stream": message.stream,
        "stream_version": str(message.stream_version),
        "epoch": str(message.epoch),
        "occurred_at": message.occurred_at.isoformat(),
        "causation_id": str(message.causation_id),
        "correlation_id": str(message.correlation_id),
        "trace": message.trace or "",
        "actor": message.actor or "",
    }


def storable(text: str) -> str:
    """Text that PostgreSQL takes: without NUL and lone surrogates, and not without end."""
    return text[:LONGEST_DETAIL].replace("\x00", "").encode(errors="replace").decode()
