"""The hash chain of a log partition: each event's hash covers the one before, so no row can change unseen.

The SQL in `sql/` computes the same; `tests/integration/event_store` compares the two on every kind of value.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

GENESIS: Final = bytes(32)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC, without passing through a float."""
    return (moment - _EPOCH) // _MICROSECOND


def link(
    previous: bytes,
    *,
    partition: int,
    position: int,
    stream: str,
    version: int,
    event_id: UUID,
    type_name: str,
    schema_version: int,
    occurred_at: datetime,
    recorded_at: datetime,
    data: bytes,
    metadata: bytes,
) -> bytes:
    """SHA-256 over the previous hash and every field of the event, separated by a byte that JSON text cannot hold."""
    line = "\x1f".join(
        (
            str(partition),
            str(position),
            stream,
            str(version),
            str(event_id),
            type_name,
            str(schema_version),
            str(microseconds(occurred_at)),
            str(microseconds(recorded_at)),
        )
    ).encode()
    return hashlib.sha256(previous + line + b"\x1f" + data + b"\x1f" + metadata).digest()
