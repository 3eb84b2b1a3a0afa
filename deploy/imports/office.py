"""The staff of an imported company at their desks: every request under a key that is derived from the files.

A request that was made before, by a run that was killed, is answered as then and changes nothing.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from deploy.journeys.people import People, Refused

AT_ONCE: Final = 12
TRIES: Final = 10
PAGE: Final = 200


class Office:
    """Asks as one of the staff, so many at a time, and once more where a department could not answer."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def post(self, person: str, path: str, body: Mapping[str, Any] | None, key: str) -> dict[str, Any]:
        """One POST. Raises Refused."""
        return await self._ask(person, "POST", path, body if body is not None else {}, key)

    async def put(self, person: str, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        """One PUT. Raises Refused."""
        return await self._ask(person, "PUT", path, body, key)

    async def get(self, person: str, path: str) -> dict[str, Any]:
        """One document. Raises Refused."""
        return await self._ask(person, "GET", path, None, None)

    async def all(self, person: str, path: str, **where: str) -> list[dict[str, Any]]:
        """Everything that a list or queue shows, over all its pages."""
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            query = {"limit": str(PAGE), **where} | ({"cursor": cursor} if cursor else {})
            page = await self.get(person, f"{path}?{urlencode(query)}")
            found += page["items"]
            cursor = page["next"]
        return found

    async def _ask(
        self, person: str, method: str, path: str, body: Mapping[str, Any] | None, key: str | None
    ) -> dict[str, Any]:
        async with self._gate:
            for attempt in range(TRIES):
                try:
                    return await self._people.ask(person, method, path, body, key=key)
                except Refused as refused:
                    if refused.status < 500:
                        raise
                    await asyncio.sleep(0.1 * (attempt + 1))
            return await self._people.ask(person, method, path, body, key=key)


def said(refused: Refused) -> str:
    """A refusal in words for the list of bad rows."""
    problem = refused.problem
    named = [f"{one['field']}: {one['problem']}" for one in problem.get("errors", [])]
    return f"{problem.get('code')}: {'; '.join(named) or problem.get('detail') or problem.get('title')}"
