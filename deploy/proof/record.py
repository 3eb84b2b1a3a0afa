"""The invariants of the record itself: messages, effects, views, chains (I9 to I13, I15)."""

from typing import Any, Final
from uuid import UUID

from deploy.departments import service_named
from deploy.proof.evidence import Evidence, invariant
from deploy.proof.verdict import Found
from deploy.registry import SERVICES
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.verifying import heads_of, verify_partition
from shared.hosting.opening import engine_for
from shared.hosting.service import Service
from shared.messaging.set_aside import COMING_AGAIN, FORGOTTEN, id_told_again
from shared.messaging.versions import heard_by
from shared.projections.rebuilding import Rebuild

_OUTBOX_ENDS: Final = """
SELECT topic, partition, max(seq) AS last, count(*) AS rows FROM outbox GROUP BY 1, 2 ORDER BY 1, 2
"""
_OUTBOX_WITHOUT_EVENT: Final = """
SELECT o.event_id, o.type FROM outbox o LEFT JOIN events e USING (event_id) WHERE e.event_id IS NULL LIMIT 5
"""
_SHARED_IDS: Final = """
SELECT event_id, count(*) AS events, string_agg(DISTINCT type, ', ') AS types FROM events
GROUP BY event_id HAVING count(*) > 1 LIMIT 5
"""
_SENT: Final = "SELECT topic, partition, sent_seq FROM relay_positions"
_TOLD_IN_ANY_VERSION: Final = "SELECT event_id, type FROM outbox WHERE regexp_replace(type, '\\.v\\d+$', '') = ANY($1)"
_INBOX: Final = "SELECT event_id FROM inbox"
_WORDS_HEARD: Final = "SELECT event_id, digest FROM inbox WHERE digest IS NOT NULL"
# As `digest_of` a message has it.
_WORDS_TOLD: Final = """
SELECT event_id, substring(sha256(convert_to(
    concat_ws(E'\\x1f', regexp_replace(type, '\\.v\\d+$', ''), stream, data::text), 'UTF8')) FOR 16)
FROM outbox WHERE regexp_replace(type, '\\.v\\d+$', '') = ANY($1)
"""
_PARKED: Final = "SELECT event_id FROM parked"
_FORGOTTEN: Final = "SELECT event_id FROM parked WHERE cause = $1"
_INBOX_ORDER: Final = """
SELECT event_id, topic, seq FROM (
    SELECT event_id, topic, seq, lag(seq) OVER (PARTITION BY topic, stream ORDER BY committed_at, seq) AS before
    FROM inbox i WHERE outcome <> 'discarded'
        AND NOT EXISTS (SELECT FROM parked p WHERE p.event_id = i.event_id AND p.cause = ANY($1))) told
WHERE before >= seq LIMIT 5
"""
_EFFECTS: Final = """
SELECT i.event_id, i.type, count(DISTINCT e.recorded_at) AS transactions
FROM inbox i JOIN events e ON (e.metadata->>'causation_id')::uuid = i.event_id
GROUP BY 1, 2
"""


@invariant(
    "I9",
    "every published event is in the outbox once, numbered without gaps, in the log, and sent where there is a relay; "
    "no two events share an id",
    may_be_empty="nothing was published yet",
)
async def outbox_is_gapless(evidence: Evidence, found: Found) -> None:
    """Sequences 1 to N per (topic, partition), each row with its event in the log, where ids are of one event each."""
    for name in evidence.access:
        ends = await evidence.rows(name, _OUTBOX_ENDS)
        for topic, partition, last, rows in ends:
            found.looked_at += rows
            if last != rows:
                found.breach(f"{topic}/{partition}: {rows} rows, last sequence {last}")
        for event_id, type_name in await evidence.rows(name, _OUTBOX_WITHOUT_EVENT):
            found.breach(f"{name}: {type_name} {event_id} was published and is not in the log")
        for event_id, events, types in await evidence.rows(name, _SHARED_IDS):
            found.breach(f"{name}: {events} events have the id {event_id}: {types}")
        for unsent in await _unsent(evidence, name):
            found.breach(unsent)


async def _unsent(evidence: Evidence, name: str) -> list[str]:
    """What the relay has not sent; a company without Kafka has no relay, and no positions of one."""
    sent = {(topic, partition): seq for topic, partition, seq in await evidence.rows(name, _SENT)}
    if not sent:
        return []
    return [
        f"{topic}/{partition}: sent up to {sent.get((topic, partition), 0)} of {last}"
        for topic, partition, last, _ in await evidence.rows(name, _OUTBOX_ENDS)
        if sent.get((topic, partition), 0) < last
    ]


async def _told_to(evidence: Evidence, service: Service) -> dict[UUID, str]:
    """The published events that the department reacts to, by id: in any version, even one unknown to this code."""
    bases = heard_by(service.department)
    return await _of_sources(evidence, bases, _TOLD_IN_ANY_VERSION)


async def _of_sources(evidence: Evidence, bases: frozenset[str], query: str) -> dict[UUID, Any]:
    """What the sources of those types of events have of each that they told."""
    told: dict[UUID, Any] = {}
    for source in {base.partition(".")[0] for base in bases} & evidence.access.keys():
        told |= {row[0]: row[1] for row in await evidence.rows(source, query, list(bases))}
    return told


async def _inbox_and_parked(evidence: Evidence, service: Service) -> tuple[set[UUID], set[UUID]]:
    """What was heard; and what was set aside, whatever became of it: a person who discards a message says why."""
    heard = {row[0] for row in await evidence.rows(service.name, _INBOX)}
    return heard, {row[0] for row in await evidence.rows(service.name, _PARKED)}


async def is_at_rest(evidence: Evidence) -> bool:
    """Whether all that was told is sent and heard, or parked: only then departments can agree."""
    for service in SERVICES:
        if await _unsent(evidence, service.name):
            return False
        heard, parked = await _inbox_and_parked(evidence, service)
        if (await _told_to(evidence, service)).keys() - heard - parked:
            return False
    return True


@invariant(
    "I10",
    "each department heard exactly what was told to it, in these words, or has it parked",
    may_be_empty="nothing was told to anybody yet",
)
async def heard_is_what_was_told(evidence: Evidence, found: Found) -> None:
    """Per consumer, inbox and parked together are exactly the relevant published events.

    What a restored source forgot, and a person accepted as such, is on record as discarded. What it told again in other
    words is parked by itself, whatever a person made of it.
    """
    for service in SERVICES:
        told = await _told_to(evidence, service)
        heard, parked = await _inbox_and_parked(evidence, service)
        found.looked_at += len(told)
        for one in told.keys() - heard - parked:
            found.breach(f"{service.name} never heard {told[one]} {one}")
        forgotten = {row[0] for row in await evidence.rows(service.name, _FORGOTTEN, FORGOTTEN)}
        for one in heard - told.keys() - forgotten:
            found.breach(f"{service.name} heard {one}, which nobody told")
        words = await _of_sources(evidence, heard_by(service.department), _WORDS_TOLD)
        for one, digest in await evidence.rows(service.name, _WORDS_HEARD):
            if words.get(one, digest) != digest and id_told_again(one, words[one]) not in parked:
                found.breach(f"{service.name} heard {told[one]} {one} as {digest.hex()}, told is {words[one].hex()}")


@invariant(
    "I11", "per stream, messages were heard in the order of its versions", may_be_empty="nobody heard anything yet"
)
async def heard_in_order(evidence: Evidence, found: Found) -> None:
    """By the order in which they were committed.

    What a person discarded was not heard; and what a restored source forgot, or says again, has sequences that it gives
    once more.
    """
    for name in evidence.access:
        found.looked_at += (await evidence.rows(name, "SELECT count(*) FROM inbox"))[0][0]
        for event_id, topic, seq in await evidence.rows(name, _INBOX_ORDER, [FORGOTTEN, COMING_AGAIN]):
            found.breach(f"{name}: {topic} sequence {seq} ({event_id}) was heard after a later one")


@invariant(
    "I12", "every message had its effects once, in one transaction", may_be_empty="no message led to anything yet"
)
async def effects_once(evidence: Evidence, found: Found) -> None:
    """All that a message led to carries its id and one moment of recording."""
    for name in evidence.access:
        for event_id, type_name, transactions in await evidence.rows(name, _EFFECTS):
            found.require(
                transactions == 1, f"{name}: {type_name} {event_id} had effects in {transactions} transactions"
            )


@invariant("I13", "every view equals its rebuild from the log, row by row")
async def views_equal_the_log(evidence: Evidence, found: Found) -> None:
    """All views of all departments, into shadow tables."""
    for name, access in evidence.access.items():
        department = service_named(name).department
        for view in department.views:
            rebuild = Rebuild(department, view, evidence.connections[name])
            try:
                rebuilt = await rebuild.run(app_role=access.app_role, swap=False)
            except Exception as error:  # a history that cannot be read is the breach; the other views are looked at too
                found.breach(f"{name}.{view.name} cannot be rebuilt: {type(error).__name__}: {error}")
                continue
            found.looked_at += rebuilt.rows
            if rebuilt.differing:
                examples = "; ".join(rebuilt.examples[:3])
                found.breach(f"{name}.{view.name}: {rebuilt.differing} rows: {examples}")


@invariant("I15", "every hash chain holds from the first event to the head")
async def chains_hold(evidence: Evidence, found: Found) -> None:
    """Positions 1 to N, every hash, the heads."""
    for name, access in evidence.access.items():
        engine = engine_for(access.app_dsn)
        store = PostgresEventStore(engine)
        try:
            for partition, head in (await heads_of(engine)).items():
                chain = await verify_partition(store, partition, head)
                found.looked_at += chain.events
                if chain.broken_at is not None:
                    found.breach(f"{name}/{partition} at {chain.broken_at}: {chain.problem}")
        finally:
            await store.close()
            await engine.dispose()


OF_ONE_DEPARTMENT: Final = (views_equal_the_log, chains_hold)
"""What each department's database says by itself: these take longest, and may be asked of a few of them."""

CHECKS: Final = (
    outbox_is_gapless,
    heard_is_what_was_told,
    heard_in_order,
    effects_once,
    *OF_ONE_DEPARTMENT,
)
