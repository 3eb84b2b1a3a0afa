"""The relay: sends what the outbox holds to the broker, in order, at least once.

One relay leads per database, under a lock that its own connection holds. Everything it knows is in the database: after
any error it gives its publisher up and reads again where it was. What is sent twice carries the same event id.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from itertools import count
from typing import Final
from uuid import UUID

import msgspec
import structlog

from shared.event_store.port import OutboxRow, StoreUnavailable
from shared.event_store.unit import Committed, Unit
from shared.messaging.envelope import Envelope, from_outbox
from shared.messaging.port import (
    LAST_RECORDS,
    Acknowledged,
    Lead,
    LeadLost,
    Outbox,
    Place,
    Publisher,
    PublishFailed,
    SentUpTo,
    TopicsMissing,
)
from shared.observability.counters import OLDEST_UNSENT_SECONDS, SENT, TOO_LARGE, UNSENT

PER_PLACE: Final = 200
SHORTEST_NAP_SECONDS: Final = 0.005
LONGEST_NAP_SECONDS: Final = 0.05
STANDBY_SECONDS: Final = 0.5
CHECK_EVERY_SECONDS: Final = 15.0
MEASURE_EVERY_SECONDS: Final = 1.0
MISSING_FOR_SECONDS: Final = 5.0
FIRST_BACK_OFF_SECONDS: Final = 0.1
LONGEST_BACK_OFF_SECONDS: Final = 3.0

log = structlog.get_logger("relay")


class Relay:
    """One department's voice."""

    def __init__(
        self,
        department: str,
        outbox: Outbox,
        connect: Callable[[], Awaitable[Publisher]],
        *,
        check_every: float = CHECK_EVERY_SECONDS,
        naps: tuple[float, float] = (SHORTEST_NAP_SECONDS, LONGEST_NAP_SECONDS),
    ) -> None:
        """`connect` makes a new publisher, and raises PublishFailed when the broker does not answer.

        `naps` between two looks, the shortest and the longest, may be long where every commit wakes the relay.
        """
        self._department = department
        self._outbox = outbox
        self._connect = connect
        self._check_every = check_every
        self._shortest_nap, self._longest_nap = naps
        self._woken = asyncio.Event()
        self._stopping = False
        self._too_large: set[UUID] = set()
        self._missing_until: dict[str, float] = {}
        self._offsets: dict[Place, int] = {}
        self._unseen: set[Place] = set()
        self._epoch = 0
        self._back_off = FIRST_BACK_OFF_SECONDS

    def wake(self) -> None:
        """There may be something to send."""
        self._woken.set()

    def committed(self, unit: Unit, _: Committed) -> None:
        """A listener for commits in the same process."""
        if unit.outbox:
            self._woken.set()

    async def run(self) -> None:
        """Leads whenever it can, until it is told to stop."""
        while not self._stopping:
            try:
                lead = await self._outbox.take_the_lead()
                if lead is None:
                    await self._measure()  # whoever leads may hang, or its host be lost: nobody else would tell
                else:
                    log.info("leads", department=self._department, fence=lead.fence)
                    await self._lead(lead)
            except (LeadLost, StoreUnavailable) as error:
                log.warning("lead-lost", department=self._department, detail=str(error))
            finally:
                await self._outbox.resign()
            if not self._stopping:
                await asyncio.sleep(STANDBY_SECONDS)

    def stop(self) -> None:
        """Lets `run` return as soon as all is sent that is there to be sent, or that the broker takes."""
        self._stopping = True
        self._woken.set()

    async def _lead(self, lead: Lead) -> None:
        """Sends until the lead is lost; whatever goes wrong with the broker is tried anew with a new publisher."""
        sent = await self._outbox.sent()
        self._offsets = {place: upto.offset for place, upto in sent.items()}
        self._unseen = set(sent)
        self._epoch = lead.epoch
        while True:
            publisher: Publisher | None = None
            try:
                publisher = await self._connect()
                await self._look_back(lead, publisher)
                await self._look_for_loss(lead, publisher)
                await self._send_on(lead, publisher)
            except PublishFailed as failed:
                self._too_large |= failed.too_large
                log.warning("publish-failed", department=self._department, detail=str(failed))
            finally:
                if publisher is not None:
                    await publisher.close()
            if self._stopping:
                return
            await self._measure()
            await asyncio.sleep(self._back_off)
            self._back_off = min(self._back_off * 2, LONGEST_BACK_OFF_SECONDS)

    async def _send_on(self, lead: Lead, publisher: Publisher) -> None:
        """Sends until it is told to stop and nothing is left, looking more rarely while there is nothing to send."""
        now = asyncio.get_running_loop().time
        checked_at = measured_at = now()
        nap = self._shortest_nap
        while True:
            self._woken.clear()
            if await self._send_once(lead, publisher):
                self._back_off = FIRST_BACK_OFF_SECONDS
                nap = self._shortest_nap
            elif self._stopping:
                return
            else:
                await self._sleep(nap)
                nap = min(nap * 2, self._longest_nap)
            if now() - measured_at >= MEASURE_EVERY_SECONDS:
                await self._measure()
                measured_at = now()
            if now() - checked_at >= self._check_every:
                await self._look_for_loss(lead, publisher)
                checked_at = now()

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _send_once(self, lead: Lead, publisher: Publisher) -> bool:
        """One round over all places; whether the broker took anything."""
        rows = await self._rows_to_send(lead, publisher)
        if not rows:
            return False
        try:
            acknowledged = await publisher.send([self._message(row) for row in rows], lead.fence)
        except TopicsMissing as missing:
            self._wait_for(missing.topics)
            acknowledged = missing.acknowledged
        except PublishFailed as failed:
            await self._note(lead, publisher, failed.acknowledged)
            raise
        await self._note(lead, publisher, acknowledged)
        return bool(acknowledged)

    async def _rows_to_send(self, lead: Lead, publisher: Publisher) -> list[OutboxRow]:
        """What waits for topics that are there. Nothing is said at a place before it was looked at what is there."""
        now = asyncio.get_running_loop().time()
        waiting = await self._outbox.unsent(lead, PER_PLACE)
        rows = [row for row in waiting if self._missing_until.get(row.topic, now) <= now]
        if any((row.topic, row.partition) in self._unseen for row in rows):
            await self._look_back(lead, publisher)
            self._wait_for({row.topic for row in rows if (row.topic, row.partition) in self._unseen})
        return [row for row in rows if (row.topic, row.partition) not in self._unseen]

    def _wait_for(self, topics: Collection[str]) -> None:
        if topics:
            log.warning("topics-missing", department=self._department, topics=sorted(topics))
            until = asyncio.get_running_loop().time() + MISSING_FOR_SECONDS
            self._missing_until |= dict.fromkeys(topics, until)

    def _message(self, row: OutboxRow) -> Envelope:
        """A row as it is sent: one that the broker does not take becomes a reference to the feed, and an alarm."""
        message = from_outbox(row, self._epoch)
        if row.event_id not in self._too_large:
            return message
        TOO_LARGE.labels(self._department, row.topic).inc()
        log.error("too-large-for-the-broker", topic=row.topic, key=row.key, seq=row.seq, bytes=len(row.data))
        return msgspec.structs.replace(message, data=b"", elsewhere=True)

    async def _note(self, lead: Lead, publisher: Publisher, acknowledged: Sequence[Acknowledged]) -> None:
        """Marks what the broker has; where it stands before what was sent earlier, the broker lost something."""
        if not acknowledged:
            return
        before = {
            (one.topic, one.partition): one.first_offset
            for one in acknowledged
            if 0 <= one.first_offset <= self._offsets.get((one.topic, one.partition), -1)
        }
        # Before anything is marked: what is not known to be lost would never be sent again.
        last = await publisher.last_messages(before) if before else {}
        await self._outbox.mark_sent(lead, acknowledged)
        for one in acknowledged:
            SENT.labels(self._department, one.topic).inc(one.count)
            if one.offset >= 0:
                self._offsets[one.topic, one.partition] = one.offset
        if before:
            reached = {place: self._reached(last[place], end) for place, end in before.items()}
            again = {place: SentUpTo(seq, self._offsets[place]) for place, seq in reached.items()}
            await self._rewind(lead, again)

    async def _look_back(self, lead: Lead, publisher: Publisher) -> None:
        """Begins a new epoch where the broker has what the outbox never held. Once per lead and place that is there.

        Everything is in the outbox before it is sent. So the database was put back behind what it had said, by other
        means than `o2c restore`: those who heard that have to stop, as after a restore, until somebody has looked.
        """
        if not self._unseen:
            return
        ends = await publisher.ends(list(self._unseen))
        last = await publisher.last_messages(ends)
        said = [message for messages in last.values() for message in messages if message.epoch >= self._epoch]
        known = await self._outbox.known(said)
        forgotten = [one for one in said if one.epoch > self._epoch or one.event_id not in known]
        if forgotten:
            self._epoch = await self._outbox.begin_epoch(lead, max(one.epoch for one in forgotten) + 1)
            log.error(
                "database-was-put-back",
                department=self._department,
                epoch=self._epoch,
                places=sorted({(one.topic, one.partition) for one in forgotten}),
                action="run `o2c reconcile`: docs/howto/back-up-and-restore.md",
            )
        self._unseen -= ends.keys()

    async def _look_for_loss(self, lead: Lead, publisher: Publisher) -> None:
        """A place that ends before what was sent to it lost messages: its topic was made anew, or its end cut off."""
        sent = {place: upto for place, upto in (await self._outbox.sent()).items() if upto.seq > 0}
        ends = await publisher.ends(list(sent))
        short = {place: end for place, end in ends.items() if end <= sent[place].offset}
        if short:
            last = await publisher.last_messages(short)
            again = {place: min(self._reached(last[place], end), sent[place].seq) for place, end in short.items()}
            await self._rewind(lead, {place: SentUpTo(seq, short[place] - 1) for place, seq in again.items()})

    async def _rewind(self, lead: Lead, to: dict[Place, SentUpTo]) -> None:
        log.error("broker-lost-messages", department=self._department, places=sorted(to))
        await self._outbox.rewind(lead, to)
        self._offsets |= {place: upto.offset for place, upto in to.items()}

    async def _measure(self) -> None:
        backlog = await self._outbox.backlog()
        UNSENT.labels(self._department).set(backlog.rows)
        OLDEST_UNSENT_SECONDS.labels(self._department).set(backlog.oldest_seconds)

    def _reached(self, messages: Sequence[Envelope], end: int) -> int:
        """Up to which sequence the broker has them, by its last messages before that offset; 0 for none.

        Those of an earlier epoch may be of other events. Where the messages are all that there is, none may be missing.
        """
        sequences = {message.seq for message in messages if message.epoch == self._epoch}
        if end > LAST_RECORDS:
            return max(sequences, default=0)
        return next(seq for seq in count() if seq + 1 not in sequences)
