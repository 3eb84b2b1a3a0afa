"""The relay: sends what the outbox holds to the broker, in order, at least once.

One relay leads per database, under a lock that its own connection holds. Everything it knows is in the database: after
any error it gives its publisher up and reads again where it was. What is sent twice carries the same event id.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

import msgspec
import structlog

from shared.event_store.port import OutboxRow, StoreUnavailable
from shared.event_store.unit import Committed, Unit
from shared.messaging.envelope import Envelope, from_outbox
from shared.messaging.port import (
    Acknowledged,
    Backlog,
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
                if lead is not None:
                    log.info("leads", department=self._department, fence=lead.fence)
                    await self._lead(lead)
            except (LeadLost, StoreUnavailable) as error:
                log.warning("lead-lost", department=self._department, detail=str(error))
            finally:
                await self._outbox.resign()
                self._show(Backlog(0, 0.0))  # who leads tells how much waits
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
        looked_back = False
        while True:
            publisher: Publisher | None = None
            try:
                publisher = await self._connect()
                if not looked_back:
                    lead = await self._look_back(lead, publisher, list(sent))
                    looked_back = True
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
        now = asyncio.get_running_loop().time()
        rows = await self._outbox.unsent(lead, PER_PLACE)
        messages = [self._message(row, lead.epoch) for row in rows if self._missing_until.get(row.topic, now) <= now]
        if not messages:
            return False
        try:
            acknowledged = await publisher.send(messages, lead.fence)
        except TopicsMissing as missing:
            log.warning("topics-missing", department=self._department, topics=sorted(missing.topics))
            self._missing_until |= dict.fromkeys(missing.topics, now + MISSING_FOR_SECONDS)
            acknowledged = missing.acknowledged
        except PublishFailed as failed:
            await self._note(lead, publisher, failed.acknowledged)
            raise
        await self._note(lead, publisher, acknowledged)
        return bool(acknowledged)

    def _message(self, row: OutboxRow, epoch: int) -> Envelope:
        """A row as it is sent: one that the broker does not take becomes a reference to the feed, and an alarm."""
        message = from_outbox(row, epoch)
        if row.event_id not in self._too_large:
            return message
        TOO_LARGE.labels(self._department, row.topic).inc()
        log.error("too-large-for-the-broker", topic=row.topic, key=row.key, seq=row.seq, bytes=len(row.data))
        return msgspec.structs.replace(message, data=b"", elsewhere=True)

    async def _note(self, lead: Lead, publisher: Publisher, acknowledged: Sequence[Acknowledged]) -> None:
        """Marks what the broker has; where it stands before what was sent earlier, the broker lost something."""
        if not acknowledged:
            return
        await self._outbox.mark_sent(lead, acknowledged)
        before: dict[Place, int] = {}
        for one in acknowledged:
            place = (one.topic, one.partition)
            SENT.labels(self._department, one.topic).inc(one.count)
            if 0 <= one.first_offset <= self._offsets.get(place, -1):
                before[place] = one.first_offset
            if one.offset >= 0:
                self._offsets[place] = one.offset
        if before:
            last = await publisher.last_messages(before)
            await self._rewind(lead, {place: SentUpTo(_highest(last[place]), self._offsets[place]) for place in before})

    async def _look_back(self, lead: Lead, publisher: Publisher, places: Sequence[Place]) -> Lead:
        """The lead; in a new epoch where the broker has what the outbox never held.

        Everything is in the outbox before it is sent. So the database was put back behind what it had said, by other
        means than `o2c restore`: those who heard that have to stop, as after a restore, until somebody has looked.
        """
        last = await publisher.last_messages(await publisher.ends(places))
        said = [message for messages in last.values() for message in messages if message.epoch >= lead.epoch]
        known = await self._outbox.known(lead, said)
        forgotten = [one for one in said if one.epoch > lead.epoch or one.event_id not in known]
        if not forgotten:
            return lead
        begun = await self._outbox.begin_epoch(lead, max(one.epoch for one in forgotten) + 1)
        log.error(
            "database-was-put-back",
            department=self._department,
            epoch=begun.epoch,
            places=sorted({(one.topic, one.partition) for one in forgotten}),
            action="run `o2c reconcile`: docs/howto/back-up-and-restore.md",
        )
        return begun

    async def _look_for_loss(self, lead: Lead, publisher: Publisher) -> None:
        """A place that ends before what was sent to it lost messages: its topic was made anew, or its end cut off."""
        sent = {place: upto for place, upto in (await self._outbox.sent()).items() if upto.seq > 0}
        ends = await publisher.ends(list(sent))
        short = {place: end for place, end in ends.items() if end <= sent[place].offset}
        if short:
            last = await publisher.last_messages(short)
            again = {place: min(_highest(last[place]), sent[place].seq) for place in short}
            await self._rewind(lead, {place: SentUpTo(seq, short[place] - 1) for place, seq in again.items()})

    async def _rewind(self, lead: Lead, to: dict[Place, SentUpTo]) -> None:
        log.error("broker-lost-messages", department=self._department, places=sorted(to))
        await self._outbox.rewind(lead, to)
        self._offsets |= {place: upto.offset for place, upto in to.items()}

    async def _measure(self) -> None:
        self._show(await self._outbox.backlog())

    def _show(self, backlog: Backlog) -> None:
        UNSENT.labels(self._department).set(backlog.rows)
        OLDEST_UNSENT_SECONDS.labels(self._department).set(backlog.oldest_seconds)


def _highest(messages: Sequence[Envelope]) -> int:
    """The highest sequence among them; 0 when there is none."""
    return max((message.seq for message in messages), default=0)
