"""The parking lot of a memory store: the same answers as PostgreSQL gives."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from shared.event_store.memory import MemoryEventStore
from shared.event_store.unit import FINAL, OPEN, UNSETTLED, Heard, ParkedMessage, ParkedStatus
from shared.messaging.port import AuditEntry


class MemoryParkingLot:
    """The parked messages of one memory store."""

    def __init__(self, store: MemoryEventStore) -> None:
        self._store = store
        self._audit: list[AuditEntry] = []

    async def listed(
        self,
        *,
        topic: str | None = None,
        key: str | None = None,
        status: ParkedStatus | None = None,
        open_only: bool = False,
        after: UUID | None = None,
        limit: int = 100,
    ) -> Sequence[ParkedMessage]:
        """Those that match, in order of their event ids, after one of them."""
        found = [
            message
            for message in self._store.parked.values()
            if topic in (None, message.topic)
            and key in (None, message.key)
            and status in (None, message.status)
            and not (open_only and message.status in FINAL)
            and (after is None or message.event_id > after)
        ]
        return sorted(found, key=lambda message: message.event_id)[:limit]

    async def one(self, event_id: UUID) -> ParkedMessage | None:
        """The message with that id."""
        return self._store.parked.get(event_id)

    def _unsettled(self) -> Iterable[ParkedMessage]:
        waiting = [message for message in self._store.parked.values() if message.status in UNSETTLED]
        return sorted(waiting, key=lambda message: message.seq)

    async def ready(self, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        """The (topic, key) pairs whose first unsettled message may be tried now."""
        heads: dict[tuple[str, str], ParkedMessage] = {}
        for message in self._unsettled():
            heads.setdefault((message.topic, message.key), message)
        return [line for line in sorted(heads) if _may_be_tried(heads[line], now)][:limit]

    async def line(self, topic: str, key: str, limit: int) -> Sequence[ParkedMessage]:
        """The unsettled messages of a (topic, key) in order."""
        return [m for m in self._unsettled() if (m.topic, m.key) == (topic, key)][:limit]

    async def counts(self) -> Mapping[str, int]:
        """How many messages are in each of the states that are not final."""
        return Counter(one.status for one in self._store.parked.values() if one.status not in FINAL)

    async def claim(self, message: ParkedMessage, until: datetime) -> bool:
        """Compares with what was seen."""
        was_seen = self._store.parked.get(message.event_id) == message
        if not was_seen or message.status not in (ParkedStatus.WAITING, ParkedStatus.RETRYING):
            return False
        attempts = message.attempts + (message.status == ParkedStatus.RETRYING)
        self._change(message.event_id, status=ParkedStatus.RETRYING, attempts=attempts, next_try_at=until)
        return True

    def _change(self, event_id: UUID, **changes: object) -> None:
        self._store.parked[event_id] = msgspec.structs.replace(self._store.parked[event_id], **changes)

    async def put_back(
        self, event_id: UUID, *, status: ParkedStatus, cause: str, detail: str, next_try_at: datetime | None
    ) -> None:
        """After a try that failed."""
        if self._store.parked[event_id].status == ParkedStatus.RETRYING:
            self._change(event_id, status=status, cause=cause, detail=detail, next_try_at=next_try_at)

    async def settle(self, event_id: UUID) -> None:
        """It turned out to have been heard."""
        if self._store.parked[event_id].status in UNSETTLED:
            self._change(event_id, status=ParkedStatus.SETTLED, next_try_at=None)

    async def retry(self, event_id: UUID, actor: str, reason: str, now: datetime) -> bool:
        """Due at once."""
        message = self._store.parked.get(event_id)
        if message is None or message.status not in (ParkedStatus.RETRYING, ParkedStatus.PARKED):
            return False
        self._change(event_id, status=ParkedStatus.RETRYING, next_try_at=now)
        self._note(event_id, "retry", actor, reason, now)
        return True

    async def discard(self, event_id: UUID, actor: str, reason: str, now: datetime) -> bool:
        """Never to be heard. An unreadable record was never published, so the inbox does not hear of it."""
        message = self._store.parked.get(event_id)
        if message is None or message.status not in OPEN:
            return False
        self._change(event_id, status=ParkedStatus.DISCARDED, next_try_at=None)
        if message.status != ParkedStatus.UNREADABLE:
            heard = Heard(
                event_id=event_id,
                type=message.type,
                topic=message.topic,
                partition=message.partition,
                seq=message.seq,
                stream=message.headers["stream"],
                outcome="discarded",
                heard_at=now,
            )
            self._store.inbox.setdefault(event_id, heard)
        self._note(event_id, "discard", actor, reason, now)
        return True

    def _note(self, event_id: UUID, action: str, actor: str, reason: str, now: datetime) -> None:
        self._audit.append(AuditEntry(event_id=event_id, action=action, actor=actor, reason=reason, acted_at=now))

    async def audit(self, event_id: UUID) -> Sequence[AuditEntry]:
        """What operators did to it, oldest first."""
        return [entry for entry in self._audit if entry.event_id == event_id]


def _may_be_tried(head: ParkedMessage, now: datetime) -> bool:
    due = head.next_try_at is not None and head.next_try_at <= now
    return head.status == ParkedStatus.WAITING or (head.status == ParkedStatus.RETRYING and due)
