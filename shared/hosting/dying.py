"""Death at an exact point, for the fault tests: ``O2C_DIE_AT=after-send-before-mark:3``.

A process that is started with this variable kills itself with SIGKILL when it comes to that point for the third time:
nothing is finished, closed or said good-bye to. Without the variable nothing is wrapped, and this costs nothing.
"""

import os
import signal
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog

from shared.handling.handler import CommandHandler
from shared.messaging.envelope import Envelope, Unreadable
from shared.messaging.port import Acknowledged, Delivery, Place, Publisher, Subscription

DIE_AT: Final = "O2C_DIE_AT"

log = structlog.get_logger("process")


class Point(StrEnum):
    """Where a process can be made to die: between two things of which the second never happens."""

    AFTER_SEND = "after-send-before-mark"
    AFTER_COMMIT = "after-commit-before-offset"
    BEFORE_ANSWER = "after-commit-before-answer"


class BadDoom(ValueError):
    """The variable names no point, or no count."""


@dataclass
class Doom:
    """Which point is deadly, and how many more times it is passed alive."""

    point: Point | None = None
    passes: int = 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Doom":
        """What the variable says; nothing is deadly without it. Raises BadDoom."""
        text = (os.environ if environment is None else environment).get(DIE_AT, "")
        if not text:
            return cls()
        name, _, count = text.partition(":")
        if name not in set(Point) or not count.isdigit() or int(count) == 0:
            raise BadDoom(f"{DIE_AT}={text}: it takes one of {', '.join(Point)}, a colon, and a count from 1 on")
        log.warning("will-die", point=name, time=int(count))
        return cls(Point(name), int(count) - 1)

    def reach(self, point: Point) -> None:
        """The process is at this point."""
        if point is not self.point:
            return
        if self.passes:
            self.passes -= 1
            return
        log.warning("dies", point=str(point))
        os.kill(os.getpid(), signal.SIGKILL)

    def over_answers(self, handler: CommandHandler) -> None:
        """After a commit nobody who asked has an answer yet: deadly there, where that was asked for."""
        if self.point is Point.BEFORE_ANSWER:
            handler.on_commit(lambda _, __: self.reach(Point.BEFORE_ANSWER))

    def over_subscription(self, subscription: Subscription) -> Subscription:
        """The subscription, deadly where that was asked for."""
        return _MortalSubscription(subscription, self) if self.point is Point.AFTER_COMMIT else subscription

    def over_publishers(self, connect: Callable[[], Awaitable[Publisher]]) -> Callable[[], Awaitable[Publisher]]:
        """The maker of publishers, deadly where that was asked for."""
        if self.point is not Point.AFTER_SEND:
            return connect

        async def connect_mortal() -> Publisher:
            return _MortalPublisher(await connect(), self)

        return connect_mortal


class _MortalSubscription:
    def __init__(self, subscription: Subscription, doom: Doom) -> None:
        self._subscription = subscription
        self._doom = doom

    async def receive(self, timeout: float) -> Delivery | None:
        delivery = await self._subscription.receive(timeout)
        return None if delivery is None else _MortalDelivery(delivery, self._doom)

    async def look_behind(self) -> None:
        await self._subscription.look_behind()

    async def close(self) -> None:
        await self._subscription.close()


class _MortalDelivery:
    def __init__(self, delivery: Delivery, doom: Doom) -> None:
        self._delivery = delivery
        self._doom = doom

    @property
    def messages(self) -> Sequence[Envelope]:
        return self._delivery.messages

    @property
    def unreadable(self) -> Sequence[Unreadable]:
        return self._delivery.unreadable

    @property
    def moved(self) -> bool:
        return self._delivery.moved

    def put_off(self, places: Collection[Place]) -> None:
        self._delivery.put_off(places)

    async def done(self) -> None:
        self._doom.reach(Point.AFTER_COMMIT)
        await self._delivery.done()


class _MortalPublisher:
    def __init__(self, publisher: Publisher, doom: Doom) -> None:
        self._publisher = publisher
        self._doom = doom

    async def send(self, messages: Sequence[Envelope], fence: int) -> Sequence[Acknowledged]:
        acknowledged = await self._publisher.send(messages, fence)
        self._doom.reach(Point.AFTER_SEND)
        return acknowledged

    async def ends(self, places: Sequence[Place]) -> Mapping[Place, int]:
        return await self._publisher.ends(places)

    async def last_messages(self, ends: Mapping[Place, int]) -> Mapping[Place, Sequence[Envelope]]:
        return await self._publisher.last_messages(ends)

    async def close(self) -> None:
        await self._publisher.close()
