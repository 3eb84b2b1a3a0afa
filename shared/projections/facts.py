"""Facts as the log tells them again: for views that are made from it."""

from typing import Any
from uuid import UUID

import msgspec

from shared.event_store.codec import Codec
from shared.event_store.unit import StoredEvent
from shared.kernel.decider import Fact


class _Told(msgspec.Struct):
    actor: str
    correlation_id: UUID
    causation_id: UUID


_told = msgspec.json.Decoder(_Told)


def fact_of(codec: Codec, stored: StoredEvent) -> Fact[Any]:
    """A stored event as the fact that it was when it was decided, in the newest shape."""
    told = _told.decode(stored.metadata)
    return Fact(
        data=codec.event(stored.type, stored.schema_version, stored.data),
        stream=stored.stream,
        version=stored.version,
        event_id=stored.event_id,
        occurred_at=stored.occurred_at,
        recorded_at=stored.recorded_at,
        actor=told.actor,
        correlation_id=told.correlation_id,
        causation_id=told.causation_id,
    )
