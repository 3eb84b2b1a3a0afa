"""A relay's hold on the outbox of a memory store, with the same lead and fences."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import OutboxRow
from shared.kernel.clock import Clock
from shared.messaging.envelope import Envelope
from shared.messaging.port import Acknowledged, Backlog, Lead, LeadLost, Place, SentUpTo


class RelayBook:
    """What the relays of one memory store share: who leads, and how far was sent."""

    def __init__(self) -> None:
        self.fence = 0
        self.leader: MemoryOutbox | None = None
        self.sent: dict[Place, SentUpTo] = {}


class MemoryOutbox:
    """The outbox of one memory store, as one relay holds it."""

    def __init__(self, store: MemoryEventStore, book: RelayBook, clock: Clock) -> None:
        self._store = store
        self._book = book
        self._clock = clock

    async def take_the_lead(self) -> Lead | None:
        """A fence higher than any before, unless somebody leads."""
        if self._book.leader is not None:
            return None
        self._book.leader = self
        self._book.fence += 1
        return Lead(self._book.fence, self._store.epoch)

    def _check(self, lead: Lead) -> None:
        if self._book.leader is not self or self._book.fence != lead.fence:
            raise LeadLost(f"fence {lead.fence} is not the highest any more")

    def _upto(self, place: Place) -> SentUpTo:
        return self._book.sent.get(place, SentUpTo(0, -1))

    async def unsent(self, lead: Lead, per_place: int) -> Sequence[OutboxRow]:
        """The next rows of every place, in order."""
        self._check(lead)
        found: list[OutboxRow] = []
        for place, rows in self._store.outbox.items():
            after = self._upto(place).seq
            found.extend(rows[after : after + per_place])
        return found

    async def mark_sent(self, lead: Lead, acknowledged: Sequence[Acknowledged]) -> None:
        """Remembers what the broker has."""
        self._check(lead)
        for one in acknowledged:
            before = self._upto((one.topic, one.partition))
            offset = one.offset if one.offset >= 0 else before.offset
            self._book.sent[one.topic, one.partition] = SentUpTo(max(before.seq, one.seq), offset)

    async def sent(self) -> Mapping[Place, SentUpTo]:
        """How far every place was sent."""
        return {place: self._upto(place) for place in self._store.outbox} | self._book.sent

    async def rewind(self, lead: Lead, to: Mapping[Place, SentUpTo]) -> None:
        """The broker lost what came after."""
        self._check(lead)
        self._book.sent |= to

    async def known(self, messages: Sequence[Envelope]) -> frozenset[UUID]:
        """By their places and sequences."""
        held = self._store.outbox
        rows = [row for one in messages for row in held.get((one.topic, one.partition), [])[one.seq - 1 : one.seq]]
        return frozenset(row.event_id for row in rows)

    async def begin_epoch(self, lead: Lead, epoch: int) -> int:
        """The store is another one from now on."""
        self._check(lead)
        self._store.epoch = epoch
        return epoch

    async def backlog(self) -> Backlog:
        """What waits to be sent."""
        waiting = [row for place, rows in self._store.outbox.items() for row in rows[self._upto(place).seq :]]
        oldest = min((row.occurred_at for row in waiting), default=self._clock.now())
        return Backlog(len(waiting), max((self._clock.now() - oldest).total_seconds(), 0.0))

    async def resign(self) -> None:
        """Lets another lead."""
        if self._book.leader is self:
            self._book.leader = None
