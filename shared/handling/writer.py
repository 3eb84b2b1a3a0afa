"""Group commit: what is asked at the same moment is decided one after the other and committed in one transaction.

One writer per process and department. Works of one process never conflict with each other, and the price of a
commit is shared. Every caller still gets its own answer, and only after the commit.
"""

import asyncio
from collections import deque
from collections.abc import Hashable, Sequence
from typing import Final

from shared.handling.handler import CommandHandler, Result
from shared.handling.work import ByDeadline, ByKey, ByMessage, Done, Work

MOST_WORKS: Final = 64


def _identity(work: Work) -> Hashable:
    match work.once:
        case ByKey(scope=scope, key=key):
            return (scope, key)
        case ByMessage(heard=heard):
            return heard.event_id
        case ByDeadline(claim=claim):
            return (claim.stream, claim.name)


class Writer:
    """The queue in front of the command handler."""

    def __init__(self, handler: CommandHandler) -> None:
        self.handler = handler
        self._waiting: deque[tuple[Work, asyncio.Future[Result]]] = deque()
        self._running: asyncio.Task[None] | None = None

    async def perform(self, work: Work) -> Done:
        """The work's outcome. Raises its Rejection, its fault, or StoreUnavailable.

        A caller that is cancelled leaves the work to finish: half a transaction cannot be left behind.
        """
        (result,) = await self.perform_all([work])
        if isinstance(result, Exception):
            raise result
        return result

    async def perform_all(self, works: Sequence[Work]) -> list[Result]:
        """The outcome of each work, in order."""
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Result]] = [loop.create_future() for _ in works]
        self._waiting.extend(zip(works, futures, strict=True))
        if self._running is None or self._running.done():
            self._running = loop.create_task(self._run())
        return [await asyncio.shield(future) for future in futures]

    async def drain(self) -> None:
        """Waits until everything asked for is answered."""
        while self._running is not None and not self._running.done():
            await asyncio.wait([self._running])

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # let those who ask at this very moment join the group
            group = self._next_group()
            try:
                results: Sequence[Result] = await self.handler.execute([work for work, _ in group])
            except Exception as error:  # whatever went wrong belongs to those who asked, not to the queue
                results = [error] * len(group)
            for (_, future), result in zip(group, results, strict=True):
                if not future.done():
                    future.set_result(result)

    def _next_group(self) -> list[tuple[Work, asyncio.Future[Result]]]:
        """As many waiting works as fit, but never the same request, message or deadline twice in one transaction."""
        group: list[tuple[Work, asyncio.Future[Result]]] = []
        identities: set[Hashable] = set()
        while self._waiting and len(group) < MOST_WORKS:
            identity = _identity(self._waiting[0][0])
            if identity in identities:
                break
            identities.add(identity)
            group.append(self._waiting.popleft())
        return group
