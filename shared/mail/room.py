"""The mail room: sends what a department's view says is waiting, at least once, and records what became of it.

What waits is a durable row, written in the transaction of the fact that it shows. A mail that was sent just before the
process died is sent again, under the same Message-ID. What became of it is a command to the aggregate, so that the row
leaves the queue in the transaction that says why.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import msgspec
import structlog

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Cause
from shared.handling.runtime import Runtime
from shared.handling.work import ByKey, Work
from shared.kernel.clock import derived_id
from shared.kernel.decider import Send
from shared.mail.port import Mail, MailDeferred, Mailer, MailRefused, MailServerAway, OutgoingMail, mail_of

PAGE: Final = 100
MOST_TRIES: Final = 8
FIRST_BACK_OFF: Final = timedelta(seconds=30)
NAP_SECONDS: Final = 1.0
AWAY_SECONDS: Final = 5.0

log = structlog.get_logger("mail")


class Turn(Protocol):
    """Who sends: one mail room per database."""

    async def is_mine(self) -> bool:
        """Whether this room is the one that sends now."""
        ...


class Alone:
    """Where there is only one mail room."""

    async def is_mine(self) -> bool:
        """Always."""
        return True


class MailRoom:
    """One department's."""

    def __init__(self, runtime: Runtime, outgoing: OutgoingMail, mailer: Mailer, turn: Turn | None = None) -> None:
        self._runtime = runtime
        self._outgoing = outgoing
        self._mailer = mailer
        self._turn = turn or Alone()
        self._tries: dict[str, tuple[int, datetime]] = {}

    async def run(self) -> None:
        """Sends for ever; a server that is away is asked more rarely."""
        while True:
            nap = NAP_SECONDS
            try:
                if await self._turn.is_mine():
                    await self.send_waiting()
            except MailServerAway as error:
                log.warning("mail-server-away", department=self._runtime.department.name, detail=str(error))
                nap = AWAY_SECONDS
            except StoreUnavailable as error:
                log.warning("database-away", department=self._runtime.department.name, detail=str(error))
            await asyncio.sleep(nap)

    async def send_waiting(self) -> int:
        """Sends all that waits and is not put off; how many left. Raises MailServerAway, StoreUnavailable."""
        left = 0
        async for identity, document in self._waiting():
            mail = mail_of(document)
            tries, not_before = self._tries.get(mail.key, (0, self._runtime.clock.now()))
            if not_before > self._runtime.clock.now():
                continue
            try:
                message_id = await self._mailer.send(mail)
            except MailServerAway:
                raise
            except MailDeferred as answer:
                await self._put_off(identity, mail, tries + 1, str(answer))
            except MailRefused as answer:
                await self._note_failed(identity, mail, str(answer))
            except Exception as fault:  # ours, about this mail: the department and all other mail go on
                log.exception("mail-failed", key=mail.key)
                await self._put_off(identity, mail, tries + 1, repr(fault))
            else:
                self._tries.pop(mail.key, None)
                await self._record(mail, self._outgoing.sent(identity, message_id, self._runtime.clock.now()))
                left += 1
        return left

    async def _waiting(self) -> AsyncIterator[tuple[str, Mapping[str, Any]]]:
        after: tuple[Any, str] | None = None
        while True:
            rows = await self._runtime.reader.page(
                self._outgoing.view, where=self._outgoing.waiting, order_by="id", after=after, limit=PAGE
            )
            for row in rows:
                yield row["id"], msgspec.json.decode(row["document"])
            if len(rows) < PAGE:
                return
            after = (rows[-1]["id"], rows[-1]["id"])

    async def _put_off(self, identity: str, mail: Mail, tries: int, answer: str) -> None:
        """Twice as long each time, until a person has to see to it."""
        if tries >= MOST_TRIES:
            await self._note_failed(identity, mail, f"{answer}, {tries} times")
            return
        back_off = FIRST_BACK_OFF * 2 ** (tries - 1)
        self._tries[mail.key] = (tries, self._runtime.clock.now() + back_off)
        log.warning("mail-deferred", key=mail.key, tries=tries, detail=answer)

    async def _note_failed(self, identity: str, mail: Mail, answer: str) -> None:
        self._tries.pop(mail.key, None)
        log.warning("mail-refused", key=mail.key, detail=answer)
        await self._record(mail, self._outgoing.failed(identity, answer, self._runtime.clock.now()))

    async def _record(self, mail: Mail, send: Send) -> None:
        cause_id = derived_id("mail", self._runtime.department.name, mail.key)
        cause = Cause(
            command_id=cause_id,
            actor="mail-room",
            correlation_id=cause_id,
            causation_id=cause_id,
            occurred_at=self._runtime.clock.now(),
        )
        once = ByKey(scope="mail-room", key=mail.key, fingerprint="")
        await self._runtime.writer.perform(Work(sends=(send,), cause=cause, once=once))
