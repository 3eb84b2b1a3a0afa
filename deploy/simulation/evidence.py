"""The proof over memory: the same invariants of the business as over databases, and those of the record retold."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from deploy.proof import business, waiting
from deploy.proof.evidence import Evidence, Logged
from deploy.proof.verdict import Verdict
from deploy.registry import SERVICES, service_named
from deploy.simulation.world import World
from shared.event_store.memory import MemoryEventStore
from shared.event_store.unit import StoredEvent
from shared.event_store.verifying import verify_partition
from shared.handling.department import Department
from shared.hosting.service import Service
from shared.kernel.decider import Fact, StreamId, id_of
from shared.messaging.consumer import subscribed_topics
from shared.projections.view import DocumentView
from shared.published.published import TYPES, topic_of, type_of
from shared.published.topics import owner_of

UNREADABLE: Final = "unreadable"
_metadata: Final = msgspec.json.Decoder().decode


class MemoryEvidence(Evidence):
    """What the invariants look at, of departments in memory. Facts are decoded once, and shared by all checks."""

    def __init__(self, stores: Mapping[str, MemoryEventStore], now: datetime) -> None:
        super().__init__({}, {}, now)
        object.__setattr__(self, "stores", stores)
        object.__setattr__(self, "_facts", {})

    stores: Mapping[str, MemoryEventStore]
    _facts: dict[str, dict[str, list[Logged]]]

    @property
    def departments(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self.stores)

    async def told(self, kind: type[Any]) -> list[Any]:
        """Every published event of that kind."""
        name = type_of(kind)
        department = name.partition(".")[0]
        if (department, name) not in self._read:
            decode = msgspec.json.Decoder(kind).decode
            outbox = self.stores[department].outbox
            self._read[department, name] = [
                decode(row.data) for place in sorted(outbox) for row in outbox[place] if row.type == name
            ]
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
            Logged(id_of(stream), department.codec.event(one.type, one.schema_version, one.data), one.occurred_at)
            for one in events
        ]
        for stream, events in store.streams.items()
    }


async def breaches(world: World) -> list[str]:
    """Everything that does not hold of the company, in the end."""
    evidence = MemoryEvidence(world.stores, world.clock.now())
    found: list[str] = []
    for check in (*business.CHECKS, *waiting.CHECKS):
        verdict: Verdict = await check(evidence)
        found.extend(f"{verdict.id}: {breach}" for breach in verdict.breaches)
    for service in SERVICES:
        store = world.stores[service.name]
        found.extend(f"I9: {breach}" for breach in _unsent(world, service.name))
        found.extend(f"I10: {breach}" for breach in _not_heard(world, service))
        found.extend(f"I13: {breach}" for breach in _views(store, service.department, evidence.logged(service.name)))
        found.extend(f"I19: {breach}" for breach in _set_aside(store, service.name))
        for partition in range(len(store.logs)):
            chain = await verify_partition(store, partition, None)
            if chain.broken_at is not None:
                found.append(f"I15: {service.name}/{partition} at {chain.broken_at}: {chain.problem}")
    return found


def is_at_rest(world: World) -> bool:
    """Whether all that was told is sent and heard, and nothing waits to be tried again."""
    return not any(
        breach
        for service in SERVICES
        for look in (
            _unsent(world, service.name),
            _not_heard(world, service),
            _set_aside(world.stores[service.name], service.name),
        )
        for breach in look
    )


def _unsent(world: World, name: str) -> Iterator[str]:
    sent = world.books[name].sent
    for place, rows in world.stores[name].outbox.items():
        if rows and (place not in sent or sent[place].seq < len(rows)):
            yield f"{place[0]}/{place[1]}: sent {sent.get(place)} of {len(rows)}"


def _not_heard(world: World, service: Service) -> Iterator[str]:
    """The inbox is exactly what was told to it."""
    kinds = service.department.heard_kinds()
    relevant = {name for name, kind in TYPES.items() if kind in kinds}
    told: dict[Any, str] = {}
    for topic in subscribed_topics(service.department):
        for place, rows in world.stores[owner_of(topic)].outbox.items():
            if place[0] == topic and topic in {topic_of(TYPES[name]) for name in relevant}:
                told |= {row.event_id: row.type for row in rows if row.type in relevant}
    heard = world.stores[service.name].inbox
    for event_id in told.keys() - heard.keys():
        yield f"{service.name} never heard {told[event_id]} {event_id}"
    for event_id in heard.keys() - told.keys():
        yield f"{service.name} heard {event_id}, which nobody told"


def _set_aside(store: MemoryEventStore, name: str) -> Iterator[str]:
    """The broker garbles records; nothing else may have been set aside and not settled."""
    for message in store.parked.values():
        if message.status not in (UNREADABLE, "settled"):
            yield f"{name}: {message.type} of {message.key} is {message.status}: {message.cause}: {message.detail}"


def _views(store: MemoryEventStore, department: Department, told: Mapping[str, list[Logged]]) -> Iterator[str]:
    """Every view is what its streams say."""
    built: dict[str, dict[str, Any]] = {view.name: {} for view in department.views}
    for stream, logged in told.items():
        views = department.views_of(StreamId(stream))
        if not views or not logged:
            continue
        state = department.decider_of(StreamId(stream)).fold(fact.data for fact in logged)
        # A document shows the state after the last fact; other views look at each.
        since = len(logged) - 1 if all(isinstance(view, DocumentView) for view in views) else 0
        pairs = zip(store.streams[StreamId(stream)][since:], logged[since:], strict=True)
        facts = [_fact(stored, fact) for stored, fact in pairs]
        for view in views:
            built[view.name] |= {row["id"]: row for row in view.rows(state, facts)}
    for view in department.views:
        shown = store.views[view.name]
        for identity in sorted(shown.keys() | built[view.name].keys()):
            if shown.get(identity) != built[view.name].get(identity):
                yield f"{department.name}.{view.name} {identity} is not what its stream says"


def _fact(stored: StoredEvent, logged: Logged) -> Fact[Any]:
    told = _metadata(stored.metadata)
    return Fact(
        data=logged.data,
        stream=stored.stream,
        version=stored.version,
        event_id=stored.event_id,
        occurred_at=stored.occurred_at,
        actor=told["actor"],
        correlation_id=told["correlation_id"],
        causation_id=told["causation_id"],
    )
