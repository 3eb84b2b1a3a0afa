"""The life of a parked message: tried again by itself, then by an operator; and those behind it, in their order.

A fault is tried again after 1, 10 and 60 seconds, and then waits for an operator, like a rejection or a message that
cannot be read does at once. When the first of a stream is settled or discarded, those behind it are heard in
sequence, each in its own transaction. Only when nothing waits any more does the consumer hear the stream directly.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import FINAL, OPEN, ParkedMessage, ParkedStatus
from shared.handling.work import Done
from shared.kernel.clock import Clock
from shared.kernel.rejection import Ground, Rejection
from shared.messaging.consumer import Consumer
from shared.messaging.meaning import Poison
from shared.messaging.port import ParkingLot
from shared.messaging.set_aside import FIRST_DELAY, storable, taken_up
from shared.observability.counters import PARKED_NOW

DELAYS: Final = (FIRST_DELAY, timedelta(seconds=10), timedelta(seconds=60))
LEASE: Final = timedelta(seconds=30)
LINES: Final = 100
PAGE: Final = 100
NAP_SECONDS: Final = 0.5
MEASURE_EVERY_SECONDS: Final = 5.0

log = structlog.get_logger("parking")


class ParkedUnknown(Rejection):
    """No message with this id was set aside."""

    code = "shared.parking.unknown"
    ground = Ground.NOT_FOUND


class ParkedIsSettled(Rejection):
    """The message does not wait any more."""

    code = "shared.parking.settled"


class ParkedWaitsBehind(Rejection):
    """An earlier message of the same stream has to be settled first; this one follows by itself."""

    code = "shared.parking.waits-behind"


class ParkedUnreadable(Rejection):
    """A record that is no message cannot be heard; if it stood for one, the gap it leaves is refilled."""

    code = "shared.parking.unreadable"


class Parking:
    """One department's task that works through what was set aside."""

    def __init__(self, consumer: Consumer, lot: ParkingLot, clock: Clock) -> None:
        self._consumer = consumer
        self._department = consumer.department.name
        self._lot = lot
        self._clock = clock

    async def run(self) -> None:
        """Works through for ever."""
        now = asyncio.get_running_loop().time
        measured_at = -MEASURE_EVERY_SECONDS
        while True:
            try:
                await self.work_through()
                if now() - measured_at >= MEASURE_EVERY_SECONDS:
                    await self.measure()
                    measured_at = now()
            except StoreUnavailable as error:
                log.warning("store-away", detail=str(error))
            await asyncio.sleep(NAP_SECONDS)

    async def work_through(self) -> int:
        """Tries what is due, and all that follows from it; how many messages were settled."""
        settled = 0
        for topic, key in await self._lot.ready(self._clock.now(), LINES):
            settled += await self._work_through_line(topic, key)
        await self._consumer.forget_settled()
        return settled

    async def measure(self) -> None:
        """How much waits, for those who watch."""
        counts = await self._lot.counts()
        for status in OPEN:
            PARKED_NOW.labels(self._department, status).set(counts.get(status, 0))

    async def _work_through_line(self, topic: str, key: str) -> int:
        """From the first unsettled message of a stream on, until one fails."""
        settled = 0
        while page := await self._lot.line(topic, key, PAGE):
            for message in page:
                if not await self._settles(message):
                    return settled
                settled += 1
        return settled

    async def _settles(self, message: ParkedMessage) -> bool:
        """Tries it, if it is its time and nobody else does. The claim lapses, should this process end meanwhile."""
        now = self._clock.now()
        if message.status == ParkedStatus.PARKED or (message.next_try_at is not None and message.next_try_at > now):
            return False
        if not await self._lot.claim(message, now + LEASE):
            return False
        result = await self._consumer.hear_again(taken_up(message))
        if isinstance(result, Done):
            if result.earlier:
                await self._lot.settle(message.event_id)
            log.info("unparked", topic=message.topic, key=message.key, event_id=str(message.event_id))
            return True
        await self._put_back(message, result)
        return False

    async def _put_back(self, message: ParkedMessage, failure: Exception) -> None:
        attempts = message.attempts + (message.status == ParkedStatus.RETRYING)
        next_try_at: datetime | None = None
        match failure:
            case Rejection():
                cause, detail = f"rejected: {failure.code}", failure.detail
            case Poison():
                cause, detail = "unreadable", str(failure)
            case _:
                cause, detail = type(failure).__name__, str(failure)
                if attempts < len(DELAYS):
                    next_try_at = self._clock.now() + DELAYS[attempts]
        status = ParkedStatus.PARKED if next_try_at is None else ParkedStatus.RETRYING
        await self._lot.put_back(
            message.event_id, status=status, cause=cause, detail=storable(detail), next_try_at=next_try_at
        )
        log.error("failed-again", topic=message.topic, key=message.key, cause=cause, detail=detail, status=status)


class ParkingDesk:
    """What operators may do to parked messages, each time with a reason that is kept."""

    def __init__(self, lot: ParkingLot, clock: Clock) -> None:
        self.lot = lot
        self._clock = clock

    async def retry(self, event_id: UUID, actor: str, reason: str) -> None:
        """Tries the first of a stream at once; those behind it follow. Raises a Rejection."""
        message = await self._waiting(event_id)
        if message.status == ParkedStatus.UNREADABLE:
            raise ParkedUnreadable("discard it")
        if message.status == ParkedStatus.WAITING:
            raise ParkedWaitsBehind(f"an earlier message of {message.key} is to be settled first", key=message.key)
        if not await self.lot.retry(event_id, actor, reason, self._clock.now()):
            raise ParkedIsSettled("it was settled just now")

    async def discard(self, event_id: UUID, actor: str, reason: str) -> None:
        """Never hears it; those behind it follow. Asked again in the same words, nothing more. Raises a Rejection."""
        done_before = [entry for entry in await self.lot.audit(event_id) if entry.action == "discard"]
        if any((entry.actor, entry.reason) == (actor, reason) for entry in done_before):
            return
        await self._waiting(event_id)
        if not await self.lot.discard(event_id, actor, reason, self._clock.now()):
            raise ParkedIsSettled("it was settled just now")

    async def _waiting(self, event_id: UUID) -> ParkedMessage:
        message = await self.lot.one(event_id)
        if message is None:
            raise ParkedUnknown("nothing with this id was set aside", field="event_id")
        if message.status in FINAL:
            raise ParkedIsSettled(f"it is {message.status}")
        return message
