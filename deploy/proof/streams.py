"""I14: every history can be told again: each stream folds from its first event to the state that is known of it."""

from collections.abc import AsyncIterator
from typing import Any

from deploy.departments import service_named
from deploy.proof.evidence import Evidence, invariant
from deploy.proof.verdict import Found
from shared.handling.department import Department
from shared.kernel.decider import StreamId


@invariant("I14", "every stream counts 1 to N and folds, without an unknown event, to what its snapshot says")
async def every_stream_folds(evidence: Evidence, found: Found) -> None:
    """By today's code, in every department."""
    for name in evidence.departments:
        department = service_named(name).department
        snapshots = {row[0]: row for row in await evidence.snapshots(name)}
        async for stream, events in _streams(evidence, name):
            try:
                _fold(found, department, stream, events, snapshots.pop(stream, None))
            except Exception as error:  # whatever today's code raises about a stored history is the breach
                found.breach(f"{name}: {stream} does not fold: {type(error).__name__}: {error}")
        for stream in snapshots:
            found.breach(f"{name}: {stream} has a snapshot and no history")


async def _streams(evidence: Evidence, name: str) -> AsyncIterator[tuple[StreamId, list[Any]]]:
    held: list[Any] = []
    async for row in evidence.log(name):
        if held and held[0][0] != row[0]:
            yield StreamId(held[0][0]), held
            held = []
        held.append(row)
    if held:
        yield StreamId(held[0][0]), held


def _fold(found: Found, department: Department, stream: StreamId, events: list[Any], snapshot: Any | None) -> None:
    found.looked_at += len(events)
    decider, codec = department.decider_of(stream), department.codec
    state = decider.initial
    for expected, (_, version, name, schema_version, data) in enumerate(events, 1):
        if version != expected:
            found.breach(f"{department.name}: {stream} has version {version} in place of {expected}")
            return
        state = decider.evolve(state, codec.event(name, schema_version, data))
        if snapshot is not None and snapshot[1] == version and codec.knows_shape(decider.category, snapshot[2]):
            kept = codec.snapshot(decider.category, snapshot[2], snapshot[3])
            found.require(kept == state, f"{department.name}: the snapshot of {stream} at {version} is not its history")
    if snapshot is not None and snapshot[1] > len(events):
        found.breach(f"{department.name}: the snapshot of {stream} is at {snapshot[1]}, after its last event")
