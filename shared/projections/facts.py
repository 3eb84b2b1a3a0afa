"""Facts as the log tells them again: for views that are made from it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.event_store.codec import Codec
from shared.kernel.decider import Fact, StreamId


class _Told(msgspec.Struct):
    actor: str
    correlation_id: UUID
    causation_id: UUID


_told = msgspec.json.Decoder(_Told)


def fact_of(
    codec: Codec,
    *,
    stream: str,
    version: int,
    type: str,
    schema_version: int,
    data: bytes | str,
    event_id: UUID,
    occurred_at: datetime,
    recorded_at: datetime,
    metadata: bytes | str,
) -> Fact[Any]:
    """A stored event as the fact that it was when it was decided, in the newest shape."""
    told = _told.decode(metadata)
    return Fact(
        data=codec.event(type, schema_version, data),
        stream=StreamId(stream),
        version=version,
        event_id=event_id,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        actor=told.actor,
        correlation_id=told.correlation_id,
        causation_id=told.causation_id,
    )
