"""Fills gaps: asks a source to say again what is missing, and leaves one alone for a while that does not answer."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Final

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Position
from shared.messaging.envelope import Envelope
from shared.messaging.port import Place, Refill
from shared.published.topics import owner_of

REFILL_LIMIT: Final = 500
ASK_AGAIN_SECONDS: Final = 5.0


class SourceRestored(Exception):
    """A source speaks in a new epoch: it was restored from a backup, and what it said since then may differ."""

    def __init__(self, source: str, detail: str) -> None:
        super().__init__(detail)
        self.source = source


class SourceAway(Exception):
    """A gap cannot be filled now, as its source does not answer: the place has to wait, and nothing else does."""


def epoch_of(message: Envelope, known: Mapping[Place, Position], topics: Collection[str]) -> int:
    """The epoch that the message's source is known to speak in, by its other places; else the message's own.

    Of a place in which nothing was heard, a new epoch is only accepted from a source that nothing was heard of: there
    is nothing to reconcile then. Otherwise what is said here may build on what the source forgot elsewhere. Places of
    other topics, which are not heard any more, do not count: nobody reconciles them. Raises SourceRestored.
    """
    owner, epoch = owner_of(message.topic), message.epoch
    for (topic, _), position in known.items():
        if topic in topics and owner_of(topic) == owner:
            if position.epoch < message.epoch:
                detail = f"it is in epoch {message.epoch}, {topic} was heard until {position.epoch}"
                raise SourceRestored(message.source, detail)
            epoch = max(epoch, position.epoch)
    return epoch


class Sources:
    """The departments that a consumer hears, as far as they can be asked."""

    def __init__(self, refill: Refill, ask_again_after: float) -> None:
        self._refill = refill
        self._ask_again_after = ask_again_after
        self._away_until: dict[str, float] = {}

    async def missed(self, message: Envelope, expected: int) -> Sequence[Envelope]:
        """A page of what was said from `expected` on and before the message. Never empty.

        Raises SourceAway, SourceRestored.
        """
        said = await self._said(message, expected - 1, REFILL_LIMIT)
        if any(one.epoch > message.epoch for one in said):
            raise SourceRestored(message.source, f"it refills from a later epoch than {message.epoch}")
        missed = [one for one in said if one.seq < message.seq]
        if [one.seq for one in missed] != list(range(expected, expected + len(missed))) or not missed:
            raise SourceAway(f"from {expected} on is not to be had again")
        return missed

    async def all_of(self, message: Envelope, epoch: int) -> AsyncIterator[Sequence[Envelope]]:
        """All that the source of the message says in its place, in pages. Raises SourceAway, SourceRestored."""
        after = 0
        while said := await self._said(message, after, REFILL_LIMIT):
            if any(one.epoch > epoch for one in said):
                raise SourceRestored(message.source, f"it tells in a later epoch than {epoch}")
            yield said
            after = said[-1].seq

    async def whole(self, message: Envelope) -> Envelope:
        """The message itself, where the broker only held a reference to it. Raises SourceAway."""
        if not message.elsewhere:
            return message
        for one in await self._said(message, message.seq - 1, 1):
            if one.event_id == message.event_id:
                return one
        raise SourceAway(f"{message.seq} is not to be had from its source")

    async def _said(self, message: Envelope, after: int, limit: int) -> Sequence[Envelope]:
        """Each try may take seconds, in which nothing else is heard: so one that is away is not asked all the time."""
        clock = asyncio.get_running_loop().time
        if self._away_until.get(message.source, 0.0) > clock():
            raise SourceAway(f"{message.source} did not answer just now")
        try:
            return await self._refill(message.topic, message.partition, after, limit)
        except StoreUnavailable as error:
            self._away_until[message.source] = clock() + self._ask_again_after
            raise SourceAway(str(error)) from error
