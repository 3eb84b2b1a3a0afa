"""The transport as consumers and relays see it. Adapters: kafka, local, memory; one behaviour suite for all three."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from shared.messaging.envelope import Envelope


class Unreadable(Exception):
    """A record that is not a message of ours; carries what can be said about it."""


class Delivery(Protocol):
    """Some messages to hear, and the way to say that they were heard."""

    messages: Sequence[Envelope]

    async def done(self) -> None:
        """Call after the database has committed: these messages need not come again."""
        ...


class Subscription(Protocol):
    """A department's ear."""

    async def receive(self, timeout: float) -> Delivery | None:
        """The next messages, or None when none came in time. What was not `done` comes again."""
        ...

    async def close(self) -> None:
        """Stop listening."""
        ...


class Transport(Protocol):
    """Carries published events from outboxes to the departments that listen."""

    async def subscribe(
        self, department: str, topics: Sequence[str], positions: Mapping[tuple[str, int], int]
    ) -> Subscription:
        """Listen to these topics as that department, which has heard each (topic, partition) up to a sequence."""
        ...


Refill = Callable[[str, int, int, int], Awaitable[Sequence[Envelope]]]
"""Asks the owner of a topic to say again what it said: (topic, partition, after sequence, limit) -> messages in order."""
