"""The hash chain of a log partition: each event's hash covers the one before, so no row can change unseen.

The SQL in `sql/` computes the same; `tests/integration/event_store` compares the two on every kind of value.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from shared.event_store.unit import NewEvent, StoredEvent

GENESIS: Final = bytes(32)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC, without passing through a float."""
    return (moment - _EPOCH) // _MICROSECOND


def link(previous: bytes, position: int, event: NewEvent | StoredEvent) -> bytes:
    """SHA-256 over the previous hash and every field of the event, separated by a byte that JSON text cannot hold."""
    line = "\x1f".join(
        (
            str(event.partition),
            str(position),
            event.stream,
            str(event.version),
            str(event.event_id),
            event.type,
            str(event.schema_version),
            str(microseconds(event.occurred_at)),
            str(microseconds(event.recorded_at)),
        )
    ).encode()
    return hashlib.sha256(previous + line + b"\x1f" + _bytes(event.data) + b"\x1f" + _bytes(event.metadata)).digest()


def _bytes(json: msgspec.Raw | bytes | str) -> bytes:
    return json.encode() if isinstance(json, str) else bytes(json)
