"""The staff of the simulated company: the same journeys as over HTTP, straight to the route functions.

A request is a task of the API process that serves it, and dies with it. Its answer may be lost. Whoever gets none asks
again under the same key, for ever, and must then get the same answer.
"""

import asyncio
import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, Final

import msgspec
from fastapi import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from deploy.embedded.staff import STAFF
from deploy.journeys.people import People, Refused
from deploy.registry import SERVICES
from deploy.simulation.processes import Process
from deploy.simulation.world import World
from shared.event_store.port import StoreUnavailable
from shared.handling.work import TooMuchContention
from shared.kernel.rejection import Rejection
from shared.web.asking import Asking
from shared.web.auth import Principal
from shared.web.problems import STATUS_OF

PRINCIPALS: Final = {person: Principal(person, frozenset(roles)) for person, roles in STAFF.items()}
LOOK_AGAIN_SECONDS: Final = 20.0
NAP_SECONDS: Final = 0.2

_to_builtins = msgspec.json.Decoder().decode


class NoAnswer(Exception):
    """The connection broke before the answer came: whether it was done is not known."""


class Contradiction(Exception):
    """A repeated request was answered otherwise than before."""


@dataclass(frozen=True)
class Route:
    """A route function as a request finds it."""

    department: str
    method: str
    name: str
    path: str
    words: tuple[str, ...]
    endpoint: Any
    body: type[BaseModel] | None
    takes: frozenset[str]
    allowed: frozenset[str]

    def parameters(self, words: tuple[str, ...]) -> dict[str, str] | None:
        """The parameters in the path, or None when it is another route's."""
        found: dict[str, str] = {}
        for own, word in zip(self.words, words, strict=True):
            if own.startswith("{"):
                found[own[1:-1]] = word
            elif own != word:
                return None
        return found


def _flat(routes: Iterable[Any]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _flat(route.original_router.routes)


def _table() -> dict[tuple[str, str, int], list[Route]]:
    table: dict[tuple[str, str, int], list[Route]] = {}
    for service in SERVICES:
        for route in _flat(item for router in service.routers for item in router.routes):
            method = "".join(route.methods or ())
            signature = inspect.signature(route.endpoint).parameters
            words = tuple(route.path.strip("/").split("/"))
            found = Route(
                department=service.name,
                method=method,
                name=route.name,
                path=f"/{service.name}{route.path}",
                words=words,
                endpoint=route.endpoint,
                body=signature["body"].annotation if "body" in signature else None,
                takes=frozenset(signature),
                allowed=service.permissions[route.name],
            )
            table.setdefault((service.name, method, len(words)), []).append(found)
    return table


_ROUTES: Final = _table()


def route_of(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """Who serves it. Raises LookupError."""
    department, *words = path.strip("/").split("/")
    for route in _ROUTES[department, method, len(words)]:
        parameters = route.parameters(tuple(words))
        if parameters is not None:
            return route, parameters
    raise LookupError(f"{method} {path}")


def _scope(person: str, route: Route) -> str:
    """Whose keys these are."""
    return f"{person} {route.method} {route.path}"


class SimulatedStaff(People):
    """All of the staff, over a world that may fail them."""

    def __init__(self, world: World, mark: str) -> None:
        """`mark` tells the keys of this run from those of others."""
        self._world = world
        self._mark = mark
        self._keys = 0
        self.say = lambda _, __: None
        self.asked_again = 0

    def new_key(self) -> str:
        """A key that nobody used before."""
        self._keys += 1
        return f"{self._mark}-{self._keys}"

    async def nap(self, mean: float) -> None:
        """People take their time."""
        await asyncio.sleep(self._world.chance.expovariate(1 / mean))

    def took(self, turn: str) -> None:
        """A turn that no kind of fact tells."""
        self._world.turns[turn] += 1

    def now(self) -> datetime:
        """What the clock on their wall says."""
        return self._world.clock.now()

    def today(self) -> date:
        """The business day."""
        return self._world.clock.now().date()

    def let_pass(self, days: int) -> None:
        """The company sleeps over so many days."""
        self._world.sleep_over(days)

    async def ask(
        self, person: str, method: str, path: str, body: Mapping[str, Any] | None = None, *, key: str | None = None
    ) -> dict[str, Any]:
        """One request, asked again under its key until it is answered. Raises Refused."""
        bare, _, query = path.partition("?")
        route, parameters = route_of(method, bare)
        if not PRINCIPALS[person].roles & route.allowed:
            raise Refused(method, path, 403, {"code": "shared.auth.role-missing", "detail": person})
        if "ask" not in route.takes:
            found: dict[str, Any] = await self._patiently_ask(
                route, lambda process: self._read(process, route, parameters, query)
            )
            return found
        name = key or self.new_key()
        request = (person, route, parameters, body, name, bare)
        faults = self._world.faults
        if faults.strike("asked-twice", faults.weather.asked_twice):
            told = await asyncio.gather(self._write(*request), self._write(*request), return_exceptions=True)
            return self._the_same(route, told[0], told[1])
        return await self._write(*request)

    @staticmethod
    def _the_same(route: Route, first: Any, second: Any) -> dict[str, Any]:
        """Both tellings of one request are answered alike, but for who says that it was done before.

        One may have been refused before the other was done: what stood against it can have gone meanwhile.
        """
        answers = [one for one in (first, second) if not isinstance(one, Refused)] or [first, second]
        for one in answers:
            if isinstance(one, BaseException):
                raise one
        if any((one["id"], one["version"]) != (answers[0]["id"], answers[0]["version"]) for one in answers):
            raise Contradiction(f"{route.name}: {first} and {second}")
        found: dict[str, Any] = answers[0]
        return found

    async def _write(
        self, person: str, route: Route, parameters: Mapping[str, str], body: Any, key: str, path: str
    ) -> dict[str, Any]:
        told = msgspec.json.encode(body)
        answered: dict[str, Any] = await self._patiently_ask(
            route,
            lambda process: self._perform(process, person, route, parameters, body, told, key, path),
            key=(_scope(person, route), key),
        )
        self._world.trace(person, f"{route.name}: {answered['id']}@{answered['version']}")
        return answered

    async def _patiently_ask(self, route: Route, request: Any, *, key: tuple[str, str] | None = None) -> Any:
        """Raises Refused, and Contradiction where a write that was done before, by its key, is refused."""
        world = self._world
        while True:
            process = world.api(route.department)
            was_done = key in world.stores[route.department].keys
            try:
                answer = await self._served(process, request)
                if not world.faults.strike("answer-lost", world.faults.weather.answer_lost):
                    return answer
                world.trace("the net", f"loses the answer to {route.name}")
            except (NoAnswer, StoreUnavailable, TooMuchContention):
                pass
            except Rejection as rejection:
                if was_done:
                    raise Contradiction(f"{route.name}: done, and then refused ({rejection.code})") from rejection
                if not world.faults.strike("answer-lost", world.faults.weather.answer_lost):
                    world.trace("the staff", f"{route.name}: refused, {rejection.code}")
                    problem = {"code": rejection.code, "detail": rejection.detail, **rejection.facts}
                    raise Refused(route.method, route.path, STATUS_OF[rejection.ground], problem) from rejection
            self.asked_again += 1
            await self.nap(NAP_SECONDS)

    async def _served(self, process: Process, request: Any) -> Any:
        """The answer, from a task that dies with the process. Raises NoAnswer."""
        task = process.spawn(request(process))
        await asyncio.wait([task])
        if task.cancelled():
            raise NoAnswer
        return task.result()

    async def _perform(
        self,
        process: Process,
        person: str,
        route: Route,
        parameters: Mapping[str, str],
        body: Any,
        told: bytes,
        key: str,
        path: str,
    ) -> dict[str, Any]:
        ask = Asking(
            runtime=process.runtime,
            principal=PRINCIPALS[person],
            response=Response(),
            key=key,
            scope=_scope(person, route),
            fingerprint=sha256(path.encode() + b"\n" + told).hexdigest(),
            expected_version=None,
            correlation_id=process.runtime.ids.new(),
            trace=None,
            now=process.runtime.clock.now(),
        )
        arguments: dict[str, Any] = {**parameters, "ask": ask}
        if route.body is not None:
            arguments["body"] = route.body.model_validate(body)
        answer = await route.endpoint(**arguments)
        return {"id": answer.id, "version": answer.version}

    async def _read(self, process: Process, route: Route, parameters: Mapping[str, str], query: str) -> Any:
        arguments: dict[str, Any] = {**parameters, "runtime": process.runtime}
        if "request" in route.takes:  # a list looks at its filters itself
            filters = dict(pair.split("=", 1) for pair in query.split("&")) if query else {}
            arguments["request"] = SimpleNamespace(query_params=filters)
        answer = await route.endpoint(**arguments)
        return _to_builtins(answer.body)

    async def until(self, person: str, path: str, come: Any, what: str) -> dict[str, Any]:
        """Reads `path` whenever something that it names has changed, until it is as hoped."""
        department = path.split("/", 2)[1]
        named = path.rpartition("=" if "?" in path else "/")[2]
        while True:
            try:
                found = await self.get(person, path)
                if come(found):
                    return found
            except Refused as refused:
                if refused.status != 404:
                    raise
            await self._world.change(department, named, LOOK_AGAIN_SECONDS)
