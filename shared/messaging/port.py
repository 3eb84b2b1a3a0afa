"""What messaging needs of the world. Adapters of the transport: kafka, local, memory; one behaviour suite for all."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

import msgspec

from shared.event_store.port import OutboxRow
from shared.event_store.unit import ParkedMessage, ParkedStatus
from shared.messaging.envelope import Envelope, Unreadable

Place = tuple[str, int]
"""A topic and a partition of it: where one order of messages is kept."""


PUT_OFF_SECONDS: Final = 1.0
LAST_RECORDS: Final = 20
"""How far back from an offset a relay looks for what it said: repetitions may stand behind its last word."""


class Delivery(Protocol):
    """Some messages to hear, and the way to say that they were heard."""

    @property
    def messages(self) -> Sequence[Envelope]:
        """In order per place."""
        ...

    @property
    def unreadable(self) -> Sequence[Unreadable]:
        """Records among them that are no messages of ours: to be set aside, never to be skipped."""
        ...

    @property
    def moved(self) -> bool:
        """Places were given to this ear since the last delivery: what others heard there has to be looked up."""
        ...

    def put_off(self, places: Collection[Place]) -> None:
        """The messages of these places come again, the first one first, after PUT_OFF_SECONDS."""
        ...

    async def done(self) -> None:
        """Call after the database has committed: these messages, but those put off, need not come again."""
        ...


class Subscription(Protocol):
    """A department's ear."""

    async def receive(self, timeout: float) -> Delivery | None:
        """The next messages, or None when none came in time. After a restart, what was not `done` comes again."""
        ...

    async def look_behind(self) -> None:
        """Has the last message come again of every place that is at its end.

        A topic that was lost and filled again may end just where the listener stands, with messages before that which
        it never heard. Nothing would show it until the next one; the last one is a repetition, or too early.
        """
        ...

    async def close(self) -> None:
        """Stop listening."""
        ...


class Transport(Protocol):
    """Carries published events from outboxes to the departments that listen."""

    async def subscribe(self, department: str, topics: Sequence[str], positions: Mapping[Place, int]) -> Subscription:
        """Listen to these topics as that department, which has heard each place up to before a sequence."""
        ...


Refill = Callable[[str, int, int, int], Awaitable[Sequence[Envelope]]]
"""Asks the owner of a topic to say again what it said: (topic, partition, after sequence, limit) -> messages in order.

Raises StoreUnavailable when the owner does not answer.
"""


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """The broker has every message of a place up to `seq`, the `count` just sent at `first_offset` to `offset`.

    Offsets are -1 where the broker did not tell.
    """

    topic: str
    partition: int
    seq: int
    count: int
    first_offset: int
    offset: int


class PublishFailed(Exception):
    """Not everything was acknowledged; carries what was. The publisher is of no more use: make a new one.

    Nothing is known about the rest: it may be there or not, so it is sent again. Messages that are `too_large` can
    only be sent as a reference to the feed.
    """

    def __init__(
        self,
        reason: str,
        *,
        acknowledged: Sequence[Acknowledged] = (),
        too_large: frozenset[UUID] = frozenset(),
    ) -> None:
        super().__init__(reason)
        self.acknowledged = acknowledged
        self.too_large = too_large


class TopicsMissing(Exception):
    """The broker does not know these topics, and has all of the other messages: carries what it acknowledged."""

    def __init__(self, topics: frozenset[str], acknowledged: Sequence[Acknowledged]) -> None:
        super().__init__(f"there is no topic {', '.join(sorted(topics))}")
        self.topics = topics
        self.acknowledged = acknowledged


class Publisher(Protocol):
    """The relay's way to the broker."""

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        """Sends all in order and waits until the broker has them, within its own deadline.

        Raises PublishFailed, TopicsMissing.
        """
        ...

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        """The offset after the last record of each place; a place of a topic that does not exist is left out."""
        ...

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        """Per place, those of our messages that are among the last records before that offset, in order."""
        ...

    async def close(self) -> None:
        """Gives the connection up, without waiting for what was not acknowledged."""
        ...


class LeadLost(Exception):
    """Another relay leads this outbox, or the connection that held the lead is gone."""


class Lead(msgspec.Struct, frozen=True):
    """The right to send: the fence that tells it from earlier ones, and the epoch of the source."""

    fence: int
    epoch: int


class SentUpTo(msgspec.Struct, frozen=True):
    """How far a place was sent, and at which offset of the broker its last message stands (-1: not known)."""

    seq: int
    offset: int


class Backlog(msgspec.Struct, frozen=True):
    """What waits in an outbox: how many rows, and how many seconds the oldest of them."""

    rows: int
    oldest_seconds: float


class Outbox(Protocol):
    """One relay's hold on a department's outbox. At most one leads at a time."""

    async def take_the_lead(self) -> Lead | None:
        """The lead with a higher fence than any before it; None while somebody else has it."""
        ...

    async def unsent(self, lead: Lead, per_place: int) -> Sequence[OutboxRow]:
        """The next rows of every place, in order. Raises LeadLost: reading is also the check that we still lead."""
        ...

    async def mark_sent(self, lead: Lead, acknowledged: Sequence[Acknowledged]) -> None:
        """Remembers what the broker has. Raises LeadLost, and changes nothing, when somebody leads by now."""
        ...

    async def sent(self) -> Mapping[Place, SentUpTo]:
        """How far every place was sent, also those where nothing was. Raises LeadLost."""
        ...

    async def rewind(self, lead: Lead, to: Mapping[Place, SentUpTo]) -> None:
        """The broker lost what came after: it is to be sent again. Raises LeadLost."""
        ...

    async def known(self, messages: Sequence[Envelope]) -> frozenset[UUID]:
        """The ids of those that the outbox holds where the broker has them."""
        ...

    async def begin_epoch(self, lead: Lead, epoch: int) -> int:
        """The database was put back behind what it had said: from now on it speaks in that epoch, or in a later one.

        Raises LeadLost.
        """
        ...

    async def backlog(self) -> Backlog:
        """What waits to be sent, also for one that does not lead. Raises LeadLost, StoreUnavailable."""
        ...

    async def resign(self) -> None:
        """Gives the lead up, if it was held."""
        ...


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator did to a parked message, and why."""

    event_id: UUID
    action: str
    actor: str
    reason: str
    acted_at: datetime


class ParkingLot(Protocol):
    """The messages that a department set aside."""

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
        """Those that match, in order of their event ids, after one of them; `open_only` those in no final state."""
        ...

    async def one(self, event_id: UUID) -> ParkedMessage | None:
        """The message with that id."""
        ...

    async def ready(self, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        """The (topic, key) pairs whose first unsettled message may be tried now."""
        ...

    async def line(self, topic: str, key: str, limit: int) -> Sequence[ParkedMessage]:
        """The unsettled messages of a (topic, key) in order."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """How many messages are in each of the states that are not final."""
        ...

    async def claim(self, message: ParkedMessage, until: datetime) -> bool:
        """Takes the message for a try that ends before `until`; False when it is not as it was any more.

        A claim of a message that was tried before counts as an attempt.
        """
        ...

    async def put_back(
        self, event_id: UUID, *, status: ParkedStatus, cause: str, detail: str, next_try_at: datetime | None
    ) -> None:
        """After a try that failed."""
        ...

    async def settle(self, event_id: UUID) -> None:
        """It turned out to have been heard: nothing waits for it."""
        ...

    async def retry(self, event_id: UUID, actor: str, reason: str, now: datetime) -> bool:
        """An operator wants it tried at once; False when it is not one that can be. Audited."""
        ...

    async def discard(self, event_id: UUID, actor: str, reason: str, now: datetime) -> bool:
        """An operator wants it never heard; False when it is not one that waits. Audited.

        A message enters the inbox as `discarded`, so that inbox and parked together hold all that was published.
        """
        ...

    async def audit(self, event_id: UUID) -> Sequence[AuditEntry]:
        """What operators did to it, oldest first."""
        ...
