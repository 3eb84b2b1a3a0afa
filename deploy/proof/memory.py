"""The proof over departments in memory: the invariants of the business as over databases, those of the record retold.

I9 leaves out what a relay has sent; I12 is for databases, where the transactions of a message can be told apart.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from deploy.departments import service_named
from deploy.proof import business, waiting
from deploy.proof.evidence import Evidence, Logged, invariant
from deploy.proof.verdict import Found, Verdict
from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import OutboxRow
from shared.event_store.unit import UNSETTLED, ParkedStatus, StoredEvent
from shared.event_store.verifying import verify_partition
from shared.handling.department import Department
from shared.handling.inline_view import InlineView
from shared.kernel.decider import Fact, StreamId, category_of, id_of
from shared.messaging.envelope import digest_of
from shared.messaging.versions import base_of, heard_by, readers_for
from shared.projections.view import DocumentView
from shared.published.published import type_of

_metadata: Final = msgspec.json.Decoder().decode


@dataclass(frozen=True)
class MemoryEvidence(Evidence):
    """What the invariants look at, of departments in memory. Facts are decoded once, and shared by all checks."""

    stores: Mapping[str, MemoryEventStore] = field(default_factory=dict)
    _facts: dict[str, dict[str, list[Logged]]] = field(default_factory=dict)

    @classmethod
    def of(cls, stores: Mapping[str, MemoryEventStore], now: datetime) -> "MemoryEvidence":
        """Of these stores, at that moment of the company's time."""
        return cls({}, {}, now, stores=stores)

    @property
    def departments(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self.stores)

    async def told(self, kind: type[Any]) -> list[Any]:
        """Every published event of that kind, in whichever version it was told."""
        name = type_of(kind)
        department = name.partition(".")[0]
        if (department, name) not in self._read:
            readers = readers_for(kind)
            outbox = self.stores[department].outbox
            told = (row for place in sorted(outbox) for row in outbox[place])
            self._read[department, name] = [readers[row.type](row.data) for row in told if row.type in readers]
        return self._read[department, name]

    async def documents(self, department: str, view: str) -> list[Any]:
        """Every document of a view."""
        rows = self.stores[department].views[view]
        return [rows[identity]["document"] for identity in sorted(rows)]

    async def facts(self, department: str, *kinds: type[Any]) -> list[Logged]:
        """Every private fact of those kinds, stream by stream."""
        wanted = set(kinds)
        facts = self.logged(department)
        return [fact for stream in sorted(facts) for fact in facts[stream] if type(fact.data) in wanted]

    def logged(self, department: str) -> dict[str, list[Logged]]:
        """Every private fact by stream, decoded once."""
        if department not in self._facts:
            self._facts[department] = _decoded(self.stores[department], service_named(department).department)
        return self._facts[department]

    async def journal_lines(self) -> list[Any]:
        """The lines of the books."""
        return [
            (
                row["entry_id"],
                row["account"],
                row["role"],
                row["party"],
                row["debit_minor"] - row["credit_minor"],
                row["currency"],
                row["source"],
            )
            for row in self.stores["accounting"].views["journal_line"].values()
        ]

    async def snapshots(self, department: str) -> list[Any]:
        """Stream, version, shape, data."""
        held = self.stores[department].snapshots.values()
        return [(one.stream, one.version, one.shape, bytes(one.data)) for one in held]

    async def deadlines(self, department: str) -> list[Any]:
        """Stream, name, moment."""
        return [(one.stream, one.name, one.due_at) for one in self.stores[department].deadlines.values()]

    async def log(self, department: str) -> AsyncIterator[Any]:
        """The whole log, stream by stream."""
        streams = self.stores[department].streams
        for stream in sorted(streams):
            for stored in streams[stream]:
                yield stored.stream, stored.version, stored.type, stored.schema_version, stored.data


def _decoded(store: MemoryEventStore, department: Department) -> dict[str, list[Logged]]:
    return {
        stream: [
            Logged(
                id_of(stream),
                department.codec.event(one.type, one.schema_version, one.data),
                one.occurred_at,
                one.event_id,
            )
            for one in events
        ]
        for stream, events in store.streams.items()
    }


@invariant(
    "I9", "every published event is in the outbox once, numbered without gaps, and in the log; no two share an id"
)
async def outbox_is_gapless(evidence: Evidence, found: Found) -> None:
    """Sequences 1 to N per (topic, partition), each row with its event in the log, where ids are of one event each."""
    for name, store in _stores(evidence).items():
        logged: set[UUID] = set()
        for event in (event for log in store.logs for event in log):
            found.require(
                event.event_id not in logged, f"{name}: {event.type} has an id that another has: {event.event_id}"
            )
            logged.add(event.event_id)
        for (topic, partition), rows in store.outbox.items():
            found.looked_at += len(rows)
            if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
                found.breach(f"{topic}/{partition} is not numbered without gaps")
            for row in rows:
                if row.event_id not in logged:
                    found.breach(f"{name}: {row.type} {row.event_id} was published and is not in the log")


def told_to(stores: Mapping[str, MemoryEventStore], department: Department) -> dict[UUID, OutboxRow]:
    """The published events that the department reacts to, by id."""
    bases = heard_by(department)
    sources = {base.partition(".")[0] for base in bases} & stores.keys()
    return {
        row.event_id: row
        for source in sources
        for rows in stores[source].outbox.values()
        for row in rows
        if base_of(row.type) in bases
    }


@invariant("I10", "each department heard exactly what was told to it")
async def heard_is_what_was_told(evidence: Evidence, found: Found) -> None:
    """Per consumer, the inbox, and what a person discarded, are exactly the relevant published events."""
    stores = _stores(evidence)
    for name, store in stores.items():
        told = told_to(stores, service_named(name).department)
        found.looked_at += len(told)
        discarded = {one.event_id for one in store.parked.values() if one.status == ParkedStatus.DISCARDED}
        for event_id in told.keys() - store.inbox.keys() - discarded:
            found.breach(f"{name} never heard {told[event_id].type} {event_id}")
        for event_id in store.inbox.keys() - told.keys():
            found.breach(f"{name} heard {event_id}, which nobody told")
        for event_id in store.inbox.keys() & told.keys():
            heard, said = store.inbox[event_id].digest, digest_of(told[event_id])
            if heard not in (None, said):
                found.breach(f"{name} heard {told[event_id].type} {event_id} as {heard.hex()}, told is {said.hex()}")


@invariant("I11", "per stream, messages were heard in the order of its versions")
async def heard_in_order(evidence: Evidence, found: Found) -> None:
    """By the order in which they were committed. What a person discarded was not heard."""
    for name, store in _stores(evidence).items():
        last: dict[tuple[str, str], int] = {}
        for heard in (one for one in store.inbox.values() if one.outcome != "discarded"):
            place = (heard.topic, heard.stream)
            in_order = heard.seq > last.get(place, 0)
            found.require(in_order, f"{name}: {heard.topic} sequence {heard.seq} was heard after a later one")
            last[place] = heard.seq


@invariant("I13", "every view equals its rebuild from the log, row by row")
async def views_equal_the_log(evidence: Evidence, found: Found) -> None:
    """All of all departments, but for one that follows the log where nobody has it follow."""
    assert isinstance(evidence, MemoryEvidence)
    for name, store in evidence.stores.items():
        department = service_named(name).department
        followed = {view for view, _ in store.feed_positions}
        views = [one for one in department.views if one.name in followed or one.name not in department.follow_up]
        built = _rebuilt(store, department, views, evidence.logged(name))
        for view in views:
            shown = store.views[view.name]
            for identity in sorted(shown.keys() | built[view.name].keys()):
                same = shown.get(identity) == built[view.name].get(identity)
                found.require(same, f"{name}.{view.name} {identity} is not what its stream says")


def _rebuilt(
    store: MemoryEventStore, department: Department, every: Sequence[InlineView], told: Mapping[str, list[Logged]]
) -> dict[str, dict[str, Any]]:
    built: dict[str, dict[str, Any]] = {view.name: {} for view in every}
    for stream, logged in told.items():
        views = [view for view in every if view.decider.category == category_of(StreamId(stream))]
        if not views or not logged:
            continue
        state = department.decider_of(StreamId(stream)).fold(fact.data for fact in logged)
        # A document shows the state after the last fact; other views look at each.
        since = len(logged) - 1 if all(isinstance(view, DocumentView) for view in views) else 0
        pairs = zip(store.streams[StreamId(stream)][since:], logged[since:], strict=True)
        facts = [_fact(stored, fact) for stored, fact in pairs]
        for view in views:
            built[view.name] |= {row["id"]: row for row in view.rows(state, facts)}
    return built


def _fact(stored: StoredEvent, logged: Logged) -> Fact[Any]:
    told = _metadata(stored.metadata)
    return Fact(
        data=logged.data,
        stream=stored.stream,
        version=stored.version,
        event_id=stored.event_id,
        occurred_at=stored.occurred_at,
        recorded_at=stored.recorded_at,
        actor=told["actor"],
        correlation_id=told["correlation_id"],
        causation_id=told["causation_id"],
    )


@invariant("I15", "every hash chain holds from the first event to the head")
async def chains_hold(evidence: Evidence, found: Found) -> None:
    """Positions 1 to N, every hash."""
    for name, store in _stores(evidence).items():
        for partition in range(len(store.logs)):
            chain = await verify_partition(store, partition, None)
            found.looked_at += chain.events
            if chain.broken_at is not None:
                found.breach(f"{name}/{partition} at {chain.broken_at}: {chain.problem}")


@invariant("I19", "nothing that was set aside waits any more", may_be_empty="nothing was set aside")
async def nothing_waits_aside(evidence: Evidence, found: Found) -> None:
    """Each was heard in the end, discarded by a person, or no message at all."""
    for name, store in _stores(evidence).items():
        for one in store.parked.values():
            words = f"{name}: {one.type} of {one.key} is {one.status}: {one.cause}: {one.detail}"
            found.require(one.status not in UNSETTLED, words)


def _stores(evidence: Evidence) -> Mapping[str, MemoryEventStore]:
    assert isinstance(evidence, MemoryEvidence)
    return evidence.stores


CHECKS: Final = (
    outbox_is_gapless,
    heard_is_what_was_told,
    heard_in_order,
    views_equal_the_log,
    chains_hold,
    nothing_waits_aside,
)


async def prove_in_memory(stores: Mapping[str, MemoryEventStore], now: datetime) -> list[Verdict]:
    """All verdicts about departments that have settled, by the number of their invariant."""
    evidence = MemoryEvidence.of(stores, now)
    verdicts = [await check(evidence) for check in (*business.CHECKS, *CHECKS, *waiting.CHECKS)]
    return sorted(verdicts, key=lambda verdict: int(verdict.id[1:]))
