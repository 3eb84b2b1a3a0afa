"""Walks the hash chains of a department's log and names the first position that is not as it was written."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.chain import GENESIS, link
from shared.event_store.port import EventStore


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one partition: how many events were looked at, and where the chain first breaks."""

    partition: int
    events: int
    head: str
    broken_at: int | None = None
    problem: str = ""


async def verify_partition(
    store: EventStore, partition: int, head: tuple[int, bytes] | None, progress: Callable[[int], Any] = lambda _: None
) -> Verdict:
    """Every hash from the beginning, no position missing, no version of a stream missing or twice, and the head."""
    previous, position = GENESIS, 0
    versions: dict[str, int] = {}
    async for event in store.read_log(partition, 0):
        if event.position != position + 1:
            return _broken(partition, position, previous, position + 1, "an event is missing")
        if link(previous, event.position, event) != event.hash:
            return _broken(partition, position, previous, event.position, "the event is not as it was written")
        if event.version != versions.get(event.stream, 0) + 1:
            return _broken(partition, position, previous, event.position, f"version {event.version} of {event.stream}")
        versions[event.stream] = event.version
        previous, position = event.hash, event.position
        if position % 1000 == 0:
            progress(1000)
    progress(position % 1000)
    if head is not None and head[0] > position:
        return _broken(partition, position, previous, position + 1, f"the log ends before its head at {head[0]}")
    if head is not None and head != (position, previous):
        return _broken(partition, position, previous, head[0] + 1, "the head is not the hash of the last event")
    return Verdict(partition=partition, events=position, head=previous.hex())


def _broken(partition: int, events: int, head: bytes, at: int, problem: str) -> Verdict:
    return Verdict(partition=partition, events=events, head=head.hex(), broken_at=at, problem=problem)


async def heads_of(engine: AsyncEngine) -> dict[int, tuple[int, bytes]]:
    """The head of each partition as the database has it: position and hash of the last event."""
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT partition, position, hash FROM log_head ORDER BY partition"))
        return {row.partition: (row.position, row.hash) for row in rows}
