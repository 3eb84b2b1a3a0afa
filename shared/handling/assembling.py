"""From drafts to the one unit to commit: events, outbox, deadlines, views, snapshots, and the guards of once-ness."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from shared.event_store.codec import encode
from shared.event_store.partitioning import partition_of
from shared.event_store.unit import (
    Cause,
    DeadlineName,
    DeadlineRow,
    Key,
    NewEvent,
    Snapshot,
    StreamVersion,
    Unit,
)
from shared.handling.department import Department
from shared.handling.desk import Desk, Draft
from shared.handling.work import ByDeadline, ByKey, ByMessage, Done, Work
from shared.kernel.decider import Fact, StreamId, id_of


def assemble(department: Department, desk: Desk, works: Sequence[Work], drafts: Mapping[int, Draft]) -> Unit:
    """Everything the drafts want, as the one thing to commit."""
    unit = Unit()
    facts_of: dict[StreamId, list[Fact[Any]]] = {}
    reads: dict[StreamId, int] = {}
    for index, draft in drafts.items():
        work = works[index]
        _guard_once(unit, work, draft)
        metadata = msgspec.Raw(encode(_metadata(work.cause)))
        for fact in draft.facts:
            facts_of.setdefault(fact.stream, []).append(fact)
            unit.events.append(_new_event(fact, metadata))
        unit.outbox.extend(draft.messages)
        reads.update({stream: version for stream, version in draft.seen.items() if stream not in reads})
    unit.events.sort(key=lambda event: event.partition)
    unit.reads = [
        StreamVersion(stream=stream, version=version) for stream, version in reads.items() if stream not in facts_of
    ]
    _time(unit, drafts.values())
    _project(department, unit, desk, facts_of)
    return unit


def _time(unit: Unit, drafts: Iterable[Draft]) -> None:
    """The last word on each deadline; what set it is as if every draft had been committed by itself."""
    last: dict[tuple[StreamId, str], DeadlineRow | DeadlineName] = {}
    cleared: dict[tuple[StreamId, str], DeadlineName] = {}
    for draft in drafts:
        for key, change in draft.deadlines.items():
            earlier = last.get(key)
            if isinstance(change, DeadlineName):
                cleared[key] = last[key] = change
                continue
            if isinstance(earlier, DeadlineRow):
                if earlier.due_at != change.due_at:  # it does not go back to what set it before this batch
                    cleared[key] = DeadlineName(stream=change.stream, name=change.name)
                change = change.after(earlier)
            last[key] = change
    unit.deadlines_cleared = list(cleared.values())
    unit.deadlines_set = [change for change in last.values() if isinstance(change, DeadlineRow)]


def _guard_once(unit: Unit, work: Work, draft: Draft) -> None:
    match work.once:
        case ByKey(scope=scope, key=key, fingerprint=fingerprint):
            came_to = done(work, draft)
            outcome = {
                "id": came_to.id,
                "version": came_to.version,
                "events": [str(event) for event in came_to.events],
            }
            unit.keys.append(
                Key(
                    scope=scope,
                    key=key,
                    fingerprint=fingerprint,
                    outcome=outcome,
                    used_at=draft.now,
                )
            )
        case ByMessage(heard=heard, position=position, was_parked=was_parked):
            unit.heard.append(heard)
            if position is not None and position not in unit.positions:
                unit.positions.append(position)
            if was_parked:
                unit.unparked.append(heard.event_id)
        case ByDeadline(claim=claim):
            unit.deadlines_claimed.append(claim)


def _project(department: Department, unit: Unit, desk: Desk, facts_of: Mapping[StreamId, list[Fact[Any]]]) -> None:
    """Inline views and snapshots of the streams that the batch appends to."""
    for stream, facts in facts_of.items():
        held = desk.written()[stream]
        for view in department.views_of(stream):
            unit.rows.setdefault(view.name, []).extend(view.rows(held.state, facts))
        every = department.decider_of(stream).snapshot_every
        if every and held.version // every > (held.version - len(facts)) // every:
            unit.snapshots.append(
                Snapshot(
                    stream=stream,
                    version=held.version,
                    shape=type(held.state).__name__,
                    data=msgspec.Raw(encode(held.state)),
                )
            )


def done(work: Work, draft: Draft) -> Done:
    """What a work came to: the id and version of the stream that it answers with."""
    stream = work.answer or (work.sends[0].to if work.sends else None)
    if stream is None:
        return Done(id="", version=0)
    held = draft.states.get(stream)
    version = held.version if held is not None else draft.seen.get(stream, 0)
    return Done(id=id_of(stream), version=version, events=draft.event_ids())


def _metadata(cause: Cause) -> dict[str, Any]:
    found: dict[str, Any] = {
        "command_id": cause.command_id,
        "actor": cause.actor,
        "correlation_id": cause.correlation_id,
        "causation_id": cause.causation_id,
    }
    if cause.reason is not None:
        found["reason"] = cause.reason
    if cause.trace is not None:
        found["trace"] = cause.trace
    return found


def _new_event(fact: Fact[Any], metadata: msgspec.Raw) -> NewEvent:
    return NewEvent(
        partition=partition_of(fact.stream),
        stream=fact.stream,
        version=fact.version,
        event_id=fact.event_id,
        type=fact.data.__event_name__,
        schema_version=fact.data.__event_version__,
        occurred_at=fact.occurred_at,
        recorded_at=fact.recorded_at,
        data=msgspec.Raw(encode(fact.data)),
        metadata=metadata,
    )
