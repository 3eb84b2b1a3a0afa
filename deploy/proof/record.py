"""The invariants of the record itself: messages, effects, views, chains, deadlines (I9 to I13, I15, I16)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from deploy.proof.evidence import Evidence, Verdict
from deploy.registry import SERVICES
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.verifying import heads_of, verify_partition
from shared.hosting.opening import engine_for
from shared.hosting.service import Service
from shared.messaging.consumer import subscribed_topics
from shared.projections.rebuilding import Rebuild
from shared.published.published import TYPES, topic_of
from shared.published.topics import owner_of

OVERDUE_AFTER: Final = timedelta(seconds=60)

_OUTBOX_GAPS: Final = """
SELECT topic, partition, max(seq) AS last, count(*) AS rows FROM outbox GROUP BY 1, 2 ORDER BY 1, 2
"""
_OUTBOX_WITHOUT_EVENT: Final = """
SELECT o.event_id FROM outbox o LEFT JOIN events e USING (event_id) WHERE e.event_id IS NULL LIMIT 5
"""
_INBOX_ORDER: Final = """
SELECT event_id, topic, seq FROM (
    SELECT event_id, topic, seq, lag(seq) OVER (PARTITION BY topic, stream ORDER BY committed_at, seq) AS before
    FROM inbox) told WHERE before >= seq LIMIT 5
"""
_EFFECTS: Final = """
SELECT i.event_id, count(DISTINCT e.recorded_at) AS transactions
FROM inbox i JOIN events e ON (e.metadata->>'causation_id')::uuid = i.event_id
GROUP BY 1
"""


async def outbox_is_gapless(evidence: Evidence) -> Verdict:
    """I9: sequences 1 to N per (topic, partition), each row with its event in the log."""
    breaches: list[str] = []
    looked_at = 0
    for name in evidence.access:
        for topic, partition, last, rows in await evidence.rows(name, _OUTBOX_GAPS):
            looked_at += rows
            if last != rows:
                breaches.append(f"{topic}/{partition}: {rows} rows, last sequence {last}")
        for (event_id,) in await evidence.rows(name, _OUTBOX_WITHOUT_EVENT):
            breaches.append(f"{name}: outbox row {event_id} has no event")
    rule = "every published event is in the outbox once, numbered without gaps, and in the log"
    return Verdict("I9", rule, looked_at, tuple(breaches))


def _relevant(service: Service) -> list[str]:
    heard = service.department.heard_kinds()
    topics = set(subscribed_topics(service.department))
    return [name for name, kind in TYPES.items() if topic_of(kind) in topics and kind in heard]


async def heard_is_what_was_told(evidence: Evidence) -> Verdict:
    """I10: per consumer, inbox and parked together are exactly the relevant published events."""
    breaches: list[str] = []
    looked_at = 0
    for service in SERVICES:
        relevant = _relevant(service)
        told: dict[object, str] = {}
        for source in {owner_of(topic_of(TYPES[name])) for name in relevant} & evidence.access.keys():
            rows = await evidence.rows(source, "SELECT event_id, type FROM outbox WHERE type = ANY($1)", relevant)
            told |= {row[0]: row[1] for row in rows}
        heard = {row[0] for row in await evidence.rows(service.name, "SELECT event_id FROM inbox")}
        waiting = "SELECT event_id FROM parked WHERE status IN ('waiting', 'retrying', 'parked')"
        heard |= {row[0] for row in await evidence.rows(service.name, waiting)}
        looked_at += len(told)
        breaches += [f"{service.name} never heard {told[one]} {one}" for one in list(told.keys() - heard)[:5]]
        breaches += [f"{service.name} heard {one}, which nobody told" for one in list(heard - told.keys())[:5]]
    rule = "each department heard exactly what was told to it, or has it parked"
    return Verdict("I10", rule, looked_at, tuple(breaches))


async def heard_in_order(evidence: Evidence) -> Verdict:
    """I11: per stream, in the order of its versions."""
    breaches: list[str] = []
    looked_at = 0
    for name in evidence.access:
        looked_at += (await evidence.rows(name, "SELECT count(*) FROM inbox"))[0][0]
        for event_id, topic, seq in await evidence.rows(name, _INBOX_ORDER):
            breaches.append(f"{name}: {topic} sequence {seq} ({event_id}) was heard after a later one")
    return Verdict("I11", "per stream, messages were heard in the order of its versions", looked_at, tuple(breaches))


async def effects_once(evidence: Evidence) -> Verdict:
    """I12: all that a message led to was written in one transaction: it had its effect once."""
    breaches: list[str] = []
    looked_at = 0
    for name in evidence.access:
        for event_id, transactions in await evidence.rows(name, _EFFECTS):
            looked_at += 1
            if transactions != 1:
                breaches.append(f"{name}: {event_id} had effects in {transactions} transactions")
    return Verdict("I12", "every message had its effects once, in one transaction", looked_at, tuple(breaches[:20]))


async def views_equal_the_log(evidence: Evidence) -> Verdict:
    """I13: every view equals its rebuild from the events, row by row."""
    breaches: list[str] = []
    looked_at = 0
    for service in SERVICES:
        access = evidence.access[service.name]
        for view in service.department.views:
            rebuild = Rebuild(service.department, view, evidence.connections[service.name])
            found = await rebuild.run(app_role=access.app_role, swap=False)
            looked_at += found.rows
            if found.differing:
                breaches.append(f"{service.name}.{view.name}: {found.differing} rows: {'; '.join(found.examples[:3])}")
    return Verdict("I13", "every view equals its rebuild from the log, row by row", looked_at, tuple(breaches))


async def chains_hold(evidence: Evidence) -> Verdict:
    """I15: positions 1 to N, every hash, the heads."""
    breaches: list[str] = []
    looked_at = 0
    for name, access in evidence.access.items():
        engine = engine_for(access.app_dsn)
        store = PostgresEventStore(engine)
        for partition, head in (await heads_of(engine)).items():
            found = await verify_partition(store, partition, head)
            looked_at += found.events
            if found.broken_at is not None:
                breaches.append(f"{name}/{partition} at {found.broken_at}: {found.problem}")
        await store.close()
        await engine.dispose()
    return Verdict("I15", "every hash chain holds from the first event to the head", looked_at, tuple(breaches))


async def nobody_waits_unnoticed(evidence: Evidence, now: datetime | None = None) -> Verdict:
    """I16: no deadline is overdue, and every unfinished fulfilment has a deadline for what it waits for."""
    limit = (now or datetime.now(UTC)) - OVERDUE_AFTER
    breaches: list[str] = []
    looked_at = 0
    for name in evidence.access:
        for stream, waits_for, due in await evidence.rows(name, "SELECT stream, name, due_at FROM deadlines"):
            looked_at += 1
            if due < limit:
                breaches.append(f"{name}: {waits_for} of {stream} was due at {due}")
    rule = "no deadline has passed without being fired"
    return Verdict("I16", rule, looked_at, tuple(breaches[:20]), may_be_empty=True)
