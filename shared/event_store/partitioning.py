"""Which log partition a stream belongs to: by its aggregate's id, so that one case stays in one order."""

from functools import lru_cache
from zlib import crc32

from shared.kernel.decider import StreamId, id_of
from shared.published.topics import PARTITIONS


def partition_of_key(key: str) -> int:
    """The partition of a message key. Our own hash, so that no client's default can move a key."""
    return crc32(key.encode()) % PARTITIONS


@lru_cache(maxsize=65536)
def partition_of(stream: StreamId) -> int:
    """The partition of a stream's events, and of what is published of them."""
    return partition_of_key(id_of(stream))
