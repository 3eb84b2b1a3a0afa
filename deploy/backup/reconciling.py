"""`o2c reconcile`: what restored departments forgot that others heard, or say otherwise; and their consumers go on.

Per pair of a source and a consumer: the messages that the consumer heard, or set aside to hear them later, and that the
source's outbox does not hold (any more), or holds as something that the consumer does not hear. Where there are none,
nothing is split, and the consumer takes up the source's epoch at once. Where there are some, a person has to see them,
set right what they mean, and accept: each is then kept as discarded, with the reason, and one that still waited is
never heard. A source that forgot something and speaks in no new epoch was put back by other means than `o2c restore`:
it gets one.

What a message or a deadline led to has ids that are made of its cause. Where the cause is still to come to the source,
it says the same again by itself: nobody has to decide anything about that. Where it said something else, the consumer
has set that aside, and a person has to see it, as if it were forgotten.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg

from deploy.backup.restoring import begin_epoch
from deploy.embedded.company import Access
from shared.event_store.postgres_relay import RELAY_LOCK
from shared.event_store.unit import DeadlineRow
from shared.hosting.service import Service
from shared.messaging.consumer import subscribed_topics
from shared.messaging.set_aside import COMING_AGAIN, FORGOTTEN, TOLD_AGAIN
from shared.messaging.versions import base_of, heard_by
from shared.processes.deadlines import cause_of
from shared.published.topics import owner_of

PAGE: Final = 5000
_CAME: Final = """
SELECT event_id, type, topic, partition, seq, stream, outcome AS status, heard_at AS came_at, caused_by,
    EXISTS (SELECT FROM parked p WHERE p.event_id = i.event_id
        AND (p.cause = $3 OR p.headers->>'comes_again' IS NOT NULL)) AS was_expected
FROM inbox i
WHERE topic = ANY($1) AND NOT EXISTS (SELECT FROM parked p WHERE p.event_id = i.event_id AND p.cause = $2)
UNION ALL
SELECT event_id, type, topic, partition, seq, headers->>'stream', status, parked_at,
    (headers->>'causation_id')::uuid, headers->>'comes_again' IS NOT NULL
FROM parked p
WHERE topic = ANY($1) AND status IN ('waiting', 'retrying', 'parked')
    AND NOT EXISTS (SELECT FROM inbox i WHERE i.event_id = p.event_id)
ORDER BY topic, partition, seq
"""
_TOLD: Final = """
SELECT o.event_id, o.type
FROM unnest($1::text[], $2::smallint[], $3::bigint[], $4::uuid[]) AS h(topic, partition, seq, id)
JOIN outbox o ON o.topic = h.topic AND o.partition = h.partition AND o.seq = h.seq AND o.event_id = h.id
"""
_TOLD_ELSEWHERE: Final = "SELECT event_id, type FROM outbox WHERE event_id = ANY($1)"
_HEARD: Final = "SELECT event_id FROM inbox WHERE event_id = ANY($1)"
_DEADLINES: Final = "SELECT stream, name, due_at, correlation_id, set_by FROM deadlines"
_TOLD_AGAIN_ROWS: Final = """
SELECT event_id, type, headers->>'stream' AS stream, headers->>'heard_as' AS heard_as, parked_at AS came_at FROM parked
WHERE topic = ANY($1) AND cause = $2 AND status = 'unreadable' ORDER BY topic, partition, seq
"""
_POSITIONS: Final = "SELECT topic, partition, next_seq, epoch FROM heard_positions WHERE topic = ANY($1)"
_TAKE_UP: Final = """
UPDATE heard_positions SET epoch = $1, next_seq = least(next_seq, coalesce((
    SELECT h.last_seq + 1 FROM unnest($2::text[], $3::smallint[], $4::bigint[]) AS h(topic, partition, last_seq)
    WHERE h.topic = heard_positions.topic AND h.partition = heard_positions.partition), 1))
WHERE topic = ANY($5)
"""
_NOTE: Final = """
INSERT INTO inbox (event_id, type, topic, partition, seq, stream, outcome, heard_at)
SELECT event_id, type, topic, partition, seq, headers->>'stream', 'discarded', $2 FROM parked
WHERE event_id = ANY($1) AND status IN ('waiting', 'retrying', 'parked')
ON CONFLICT DO NOTHING
"""
_KEEP: Final = """
INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at, status)
SELECT event_id, topic, partition, seq, stream, type, '{}', '', $2, $3, $4, 'discarded' FROM inbox
WHERE event_id = ANY($1)
ON CONFLICT (event_id) DO UPDATE SET cause = excluded.cause, detail = excluded.detail, status = 'discarded',
    next_try_at = NULL
"""
_EXPECT: Final = """
INSERT INTO parked (event_id, topic, partition, seq, key, type, headers, data, cause, detail, parked_at, status)
SELECT event_id, topic, partition, seq, stream, type, '{}', '', $2, $3, $4, 'settled' FROM inbox
WHERE event_id = ANY($1)
ON CONFLICT (event_id) DO UPDATE SET cause = excluded.cause, detail = excluded.detail WHERE parked.status = 'settled'
"""
_EXPECT_ASIDE: Final = """
UPDATE parked SET headers = (headers::jsonb || '{"comes_again": "by itself"}')::json
WHERE event_id = ANY($1) AND status IN ('waiting', 'retrying', 'parked')
"""
_DISCARD: Final = "UPDATE parked SET status = 'discarded' WHERE event_id = ANY($1)"
_AUDIT: Final = """
INSERT INTO parked_audit (event_id, action, actor, reason, acted_at)
SELECT unnest($1::uuid[]), 'discard', $2, $3, $4
"""
_RELAY_LEADS: Final = """
SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.objid = $1 AND d.datname = current_database())
"""
_EMBEDDED_AT_WORK: Final = """
SELECT NOT EXISTS (SELECT FROM relay_positions) AND EXISTS (
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = $1)
"""

Connection: TypeAlias = "asyncpg.Connection[Any]"


class AtWork(Exception):
    """Somebody hears while positions are to be set; the message says who."""


@dataclass(frozen=True)
class Forgotten:
    """A message that the consumer heard or set aside, and that its source does not tell it.

    `status` is what became of it here: `heard`, `discarded` by a person, or, where it was not heard yet, `parked`,
    `retrying` or `waiting`. `came_at` is when that was. `caused_by` is what its source said it for, where that was
    kept; `was_expected`: it was to come again by itself, when somebody looked before.
    """

    event_id: UUID
    type: str
    stream: str
    status: str
    came_at: datetime
    caused_by: UUID | None = None
    was_expected: bool = False


@dataclass(frozen=True)
class ToldAgain:
    """A message that the consumer heard, and that its source told again in other words since.

    They are set aside under `event_id`; `heard_as` is the id of the message itself.
    """

    event_id: UUID
    heard_as: str
    type: str
    stream: str
    came_at: datetime


@dataclass
class Pair:
    """What one consumer knows of one source."""

    source: str
    consumer: str
    epoch: int
    is_new_epoch: bool
    topics: list[str]
    forgotten: list[Forgotten] = field(default_factory=list)
    coming_again: list[Forgotten] = field(default_factory=list)
    told_again: list[ToldAgain] = field(default_factory=list)
    last_common: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def is_split(self) -> bool:
        """Whether a person has to decide: the source does not know what the consumer heard, or knows it otherwise."""
        return bool(self.forgotten or self.told_again)

    @property
    def was_put_back(self) -> bool:
        """Whether something is missing in the source that was not missing when somebody looked before."""
        return any(not one.was_expected for one in (*self.forgotten, *self.coming_again))


class Reconciliation:
    """Over the owners' connections to all databases."""

    def __init__(self, services: Iterable[Service], access: Mapping[str, Access], owners: Mapping[str, Connection]):
        self._services = list(services)
        self._hears = {service.name: heard_by(service.department) for service in self._services}
        self._access = access
        self._owners = owners

    async def pairs(self, *, may_begin: bool = False) -> list[Pair]:
        """Every consumer with every source that it listens to.

        The first look may begin an epoch for a source that was put back by other means: what came of the look follows.
        """
        found = [
            await self._look(source, service.name, topics)
            for service in self._services
            for topics in (subscribed_topics(service.department),)
            for source in sorted({owner_of(topic) for topic in topics} - {service.name})
        ]
        put_back = {pair.source for pair in found if pair.was_put_back and not pair.is_new_epoch}
        for source in sorted(put_back) if may_begin else ():
            epoch = await begin_epoch(self._owners[source])
            for pair in found:
                if pair.source == source:
                    pair.epoch, pair.is_new_epoch = epoch, True
        return found

    async def _look(self, source: str, consumer: str, heard: list[str]) -> Pair:
        topics = [topic for topic in heard if owner_of(topic) == source]
        epoch = await self._owners[source].fetchval("SELECT source_epoch FROM relay_state")
        positions = await self._owners[consumer].fetch(_POSITIONS, topics)
        pair = Pair(source, consumer, epoch, any(row["epoch"] != epoch for row in positions), topics)
        connection = self._owners[consumer]
        async with connection.transaction():  # which a cursor needs; nothing is written
            page: list[Any] = []
            async for row in connection.cursor(_CAME, topics, FORGOTTEN, COMING_AGAIN, prefetch=PAGE):
                page.append(row)
                if len(page) == PAGE:
                    await self._compare(pair, page)
                    page = []
            await self._compare(pair, page)
        await self._expect(pair)
        pair.told_again = [
            ToldAgain(**dict(row)) for row in await connection.fetch(_TOLD_AGAIN_ROWS, topics, TOLD_AGAIN)
        ]
        return pair

    async def _compare(self, pair: Pair, came: list[Any]) -> None:
        columns = [[row[name] for row in came] for name in ("topic", "partition", "seq", "event_id")]
        source = self._owners[pair.source]
        told = self._reaching(pair.consumer, came, await source.fetch(_TOLD, *columns))
        others = [row["event_id"] for row in came if row["event_id"] not in told]
        elsewhere = self._reaching(pair.consumer, came, await source.fetch(_TOLD_ELSEWHERE, others))
        for row in came:
            if row["event_id"] in told:
                pair.last_common[row["topic"], row["partition"]] = row["seq"]
            elif row["event_id"] not in elsewhere:
                pair.forgotten.append(Forgotten(**{name: row[name] for name in Forgotten.__dataclass_fields__}))

    def _reaching(self, consumer: str, came: list[Any], told: list[Any]) -> set[UUID]:
        """Those told as what the consumer hears, or as what they came as: of anything else it never learns."""
        came_as = {row["event_id"]: base_of(row["type"]) for row in came}
        return {
            event_id
            for event_id, base in ((row["event_id"], base_of(row["type"])) for row in told)
            if base in self._hears[consumer] or base == came_as[event_id]
        }

    async def _expect(self, pair: Pair) -> None:
        """Tells what comes again from what is forgotten: its cause is still to come to the source."""
        causes = {one.caused_by for one in pair.forgotten if one.caused_by is not None}
        if not causes:
            return
        to_come = {
            cause_of(pair.source, DeadlineRow(**dict(row))) for row in await self._owners[pair.source].fetch(_DEADLINES)
        }
        for other in self._owners.keys() - {pair.source}:
            to_come |= await self._which(other, _TOLD_ELSEWHERE, causes)
        to_come -= await self._which(pair.source, _HEARD, causes)
        pair.coming_again = [one for one in pair.forgotten if one.caused_by in to_come]
        pair.forgotten = [one for one in pair.forgotten if one.caused_by not in to_come]

    async def _which(self, department: str, query: str, ids: Collection[UUID]) -> set[UUID]:
        """Those of the ids that the query finds there."""
        return {row[0] for row in await self._owners[department].fetch(query, list(ids))} if ids else set()

    async def accept(self, pair: Pair, actor: str, reason: str) -> None:
        """The consumer goes on where all is heard that both know; what the source forgot is kept as discarded.

        That is never after the place that it had written down. A delivery is heard in waves, one message of each stream
        at a time: a consumer that died meanwhile has heard later messages of a place, and not yet all before them. What
        comes again is noticed by its inbox.

        What comes again by itself is noted: it may come in another order. What of it was not heard yet waits on, until
        its source's words replace it with the note.
        """
        connection, now = self._owners[pair.consumer], datetime.now(UTC)
        ids = [one.event_id for one in pair.forgotten]
        detail = f"{pair.source} was restored from a backup and does not know it"
        places = list(pair.last_common)
        async with connection.transaction():
            if ids:
                await connection.execute(_NOTE, ids, now)
                await connection.execute(_KEEP, ids, FORGOTTEN, detail, now)
            again = [one.event_id for one in pair.told_again]
            if pair.is_split:
                await connection.execute(_DISCARD, again)
                await connection.execute(_AUDIT, [*ids, *again], actor, reason, now)
            if pair.coming_again:
                expected = [one.event_id for one in pair.coming_again]
                told = f"{pair.source} was restored from a backup and says it again by itself"
                await connection.execute(_EXPECT, expected, COMING_AGAIN, told, now)
                await connection.execute(_EXPECT_ASIDE, expected)
            await connection.execute(
                _TAKE_UP,
                pair.epoch,
                [topic for topic, _ in places],
                [partition for _, partition in places],
                list(pair.last_common.values()),
                pair.topics,
            )

    async def nobody_hears(self) -> None:
        """Raises AtWork while a worker, or the embedded company, is at work."""
        for name, owner in self._owners.items():
            if await owner.fetchval(_RELAY_LEADS, RELAY_LOCK):
                raise AtWork(f"the worker of {name} is at work: stop all workers first; the APIs may stay")
            if await owner.fetchval(_EMBEDDED_AT_WORK, self._access[name].app_role):
                raise AtWork("the company is open: close it first")


@asynccontextmanager
async def reconciliation(services: Iterable[Service], access: Mapping[str, Access]) -> AsyncIterator[Reconciliation]:
    """Opens a connection to each database."""
    async with AsyncExitStack() as stack:
        owners: dict[str, Connection] = {}
        for name, way in access.items():
            owners[name] = await asyncpg.connect(way.owner_dsn)
            stack.push_async_callback(owners[name].close)
        yield Reconciliation(services, access, owners)
