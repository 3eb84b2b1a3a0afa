"""The staff at their departments' APIs: each call is one person's request; a refusal is an exception that says why."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Protocol
from uuid import uuid4

import httpx2

from deploy.embedded.staff import STAFF

Say = Callable[[str, str], None]
"""(department, sentence): told of each step as it happens."""


class CompanyDoors(Protocol):
    """How a journey gets at a company: a token per person, an HTTP client, and a way to let time pass."""

    client: httpx2.AsyncClient

    def token(self, person: str) -> str:
        """A token for one of the staff."""
        ...

    async def settle(self) -> None:
        """Gives the departments a chance to hear each other; called between polls."""
        ...


class Refused(Exception):
    """A department said no; carries the problem document."""

    def __init__(self, method: str, path: str, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{method} {path}: {status} {problem.get('code')}: {problem.get('detail')}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        """The stable code of the refusal."""
        return str(self.problem.get("code", ""))


class StillWaiting(Exception):
    """What a journey waited for did not come in time."""


class People:
    """All of the staff: ``await people.ask("sara.rep", "POST", "/sales/orders", {...})``."""

    def __init__(
        self,
        doors: CompanyDoors,
        say: Say = lambda _, __: None,
        *,
        patience_seconds: float = 20.0,
        first_nap_seconds: float = 0.002,
        longest_nap_seconds: float = 0.1,
        patient: bool = False,
    ) -> None:
        """Who is `patient` asks again, under the same key, while nobody answers or a department is not ready."""
        self._doors = doors
        self._headers = {person: {"Authorization": f"Bearer {doors.token(person)}"} for person in STAFF}
        self.say = say
        self._patience = patience_seconds
        self._first_nap = first_nap_seconds
        self._longest_nap = longest_nap_seconds
        self._patient = patient
        self.asked_again = 0

    async def ask(
        self, person: str, method: str, path: str, body: Mapping[str, Any] | None = None, *, key: str | None = None
    ) -> dict[str, Any]:
        """One request; its answer as JSON. Raises Refused."""
        headers = dict(self._headers[person])
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid4())
        answer = await self._answer(method, path, body, headers)
        if answer.status_code >= 400:
            raise Refused(method, path, answer.status_code, answer.json())
        found: dict[str, Any] = answer.json()
        return found

    async def _answer(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> httpx2.Response:
        give_up = time.monotonic() + self._patience
        nap = self._first_nap
        while True:
            enough = not self._patient or time.monotonic() > give_up
            try:
                answer = await self._doors.client.request(method, path, json=body, headers=headers)
                if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE or enough:
                    return answer
            except httpx2.TransportError:  # whether it was done is not known: the key makes asking again safe
                if enough:
                    raise
            self.asked_again += 1
            await asyncio.sleep(nap)
            nap = min(nap * 1.5, self._longest_nap)

    async def post(self, person: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A POST with a key of its own."""
        return await self.ask(person, "POST", path, body if body is not None else {})

    async def put(self, person: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """A PUT with a key of its own."""
        return await self.ask(person, "PUT", path, body)

    async def get(self, person: str, path: str) -> dict[str, Any]:
        """A GET."""
        return await self.ask(person, "GET", path)

    async def until(self, person: str, path: str, come: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Reads `path` until it is as hoped. A document that is not there yet is waited for too."""

        async def look() -> dict[str, Any] | None:
            try:
                found = await self.get(person, path)
            except Refused as refused:
                if refused.status == 404:
                    return None
                raise
            return found if come(found) else None

        return await self._patiently(look, f"{what} ({path})")

    async def _patiently(self, look: Callable[[], Awaitable[dict[str, Any] | None]], what: str) -> dict[str, Any]:
        give_up = time.monotonic() + self._patience
        nap = self._first_nap
        while True:
            await self._doors.settle()
            found = await look()
            if found is not None:
                return found
            if time.monotonic() > give_up:
                raise StillWaiting(what)
            await asyncio.sleep(nap)
            nap = min(nap * 1.5, self._longest_nap)
