"""The desk at which a request is served: who asks, once per key, from what they saw; and the answer they get."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
import structlog
from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.routing import Match
from starlette.types import Scope

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Cause
from shared.handling.runtime import Runtime
from shared.handling.work import ByKey, KeyReused, SomebodyWasFaster, UnknownDocument, Work
from shared.kernel.clock import derived_id
from shared.kernel.decider import Send, StreamId
from shared.kernel.rejection import Ground, Rejection
from shared.web.auth import NotSignedIn, Principal, RoleMissing, TokenVerifier

Permissions = Mapping[str, frozenset[str]]
LONGEST_KEY: Final = 255
LONGEST_PARAMETER: Final = 200
PATIENCE_SECONDS: Final = 5.0
"""Nobody who asks waits longer for a database that hangs."""
_TRACE: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_ETAG: Final = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
_PRINCIPAL: Final = "o2c.principal"
CORRELATION: Final = "o2c.correlation"
"""Where a request's scope keeps the id of the chain of events that it belongs to."""


class KeyMissing(Rejection):
    """A write needs an Idempotency-Key, so that it can be repeated safely."""

    code = "shared.request.idempotency-key-missing"
    ground = Ground.UNACCEPTABLE


class HeaderInvalid(Rejection):
    """A header is not of the form we know."""

    code = "shared.request.header-invalid"
    ground = Ground.UNACCEPTABLE


class NulCharacter(Rejection):
    """Text may not contain the NUL character."""

    code = "shared.request.nul-character"
    ground = Ground.UNACCEPTABLE


class UnknownParameter(Rejection):
    """The address names a parameter that there is not: passed over, it would answer another question."""

    code = "shared.request.unknown-parameter"
    ground = Ground.UNACCEPTABLE


ALWAYS: Final = (
    KeyMissing,
    KeyReused,
    HeaderInvalid,
    NulCharacter,
    RoleMissing,
    SomebodyWasFaster,
    UnknownDocument,
)
"""The refusals that any write may answer with, whatever it is about."""


class DocumentRef(BaseModel):
    """Where the written document stands now; the version is also its ETag."""

    id: str = Field(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])
    version: int = Field(examples=[3])
    repeated: bool = Field(default=False, description="true when this key was used before and nothing new happened")


@dataclass(slots=True)
class Asking:
    """One authenticated, authorised request."""

    runtime: Runtime
    principal: Principal
    response: Response
    key: str
    scope: str
    fingerprint: str
    expected_version: int | None
    correlation_id: UUID
    trace: str | None
    now: datetime

    @property
    def person(self) -> str:
        """Who asks."""
        return self.principal.person

    @property
    def today(self) -> date:
        """The business day, in UTC."""
        return self.now.date()

    def new_id(self, purpose: str = "") -> str:
        """The id of a document that this request creates: the same for every repetition of the request."""
        return str(derived_id(self.scope, self.key, purpose))

    async def perform(
        self, *sends: Send, answer: StreamId | None = None, creates: bool = False, reason: str | None = None
    ) -> DocumentRef:
        """Runs the commands in one transaction; answers with the first one's document, or with `answer`'s.

        A document that does not exist is a 404 unless the request `creates` it.
        """
        cause_id = self.runtime.ids.new()
        structlog.contextvars.bind_contextvars(command_id=str(cause_id), causation_id=str(cause_id))
        work = Work(
            sends=sends,
            cause=Cause(
                command_id=cause_id,
                actor=self.person,
                correlation_id=self.correlation_id,
                causation_id=cause_id,
                occurred_at=self.now,
                reason=reason,
                trace=self.trace,
            ),
            once=ByKey(scope=self.scope, key=self.key, fingerprint=self.fingerprint),
            answer=answer or sends[0].to,
            expected_version=self.expected_version,
            must_exist=not creates,
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                done = await self.runtime.writer.perform(work)
        except TimeoutError as late:  # the writer tries on; the key tells whoever asks again what came of it
            raise StoreUnavailable("no answer in time") from late
        self.response.headers["ETag"] = f'"{done.version}"'
        return DocumentRef(id=done.id, version=done.version, repeated=done.earlier)

    async def row(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """A row of a view, as a hint for a command: decisions check it again on the aggregates."""
        return await self.runtime.reader.get(view, identity)

    async def document(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """The document that a view shows, decoded."""
        found = await self.row(view, identity)
        if found is None:
            return None
        decoded: Mapping[str, Any] = msgspec.json.decode(found["document"])
        return decoded


def _version_of(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    found = _ETAG.fullmatch(if_match)
    if found is None:
        raise HeaderInvalid('If-Match takes the ETag of the document, such as "3"', field="If-Match")
    return int(found[1])


def _correlation(request: Request) -> UUID:
    """What the doorway gave the request: the caller's own, or a new one. Theirs has to be of the form of ours."""
    given = request.headers.get("X-Correlation-Id")
    known: UUID = request.scope[CORRELATION]
    if given is not None and given.lower() != str(known):
        raise HeaderInvalid("X-Correlation-Id takes a UUID", field="X-Correlation-Id")
    return known


def _trace(request: Request) -> str | None:
    """The W3C trace context, where there is one. What is not of its form is ignored, as that standard asks."""
    given = request.headers.get("traceparent")
    return given if given is not None and _TRACE.fullmatch(given) else None


def authenticate(request: Request) -> Principal:
    """Who asks, and that one of their roles may do this. Raises NotSignedIn, RoleMissing."""
    known: Principal | None = request.scope.get(_PRINCIPAL)
    if known is not None:
        return known
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("no bearer token")
    verifier: TokenVerifier = request.app.state.verifier
    principal = verifier.verify(token.strip())
    permissions: Permissions = request.app.state.permissions
    needed = permissions[request.scope["route"].name]
    if not needed & principal.roles:
        raise RoleMissing(f"needs one of: {', '.join(sorted(needed))}", needed=sorted(needed))
    structlog.contextvars.bind_contextvars(person=principal.person)
    request.scope[_PRINCIPAL] = principal
    return principal


class GuardedRoute(APIRoute):
    """A route that is closed to whoever may not use it, before any of their request is read."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._first_words = path.partition("{")[0]
        self._parameters = frozenset(_parameters_of(self.dependant))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it is this route's request; most are told apart by their first words, before the pattern is tried."""
        if not scope["path"].startswith(self._first_words) and not scope.get("root_path"):
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, behind its guard."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            authenticate(request)
            if request.scope["query_string"]:
                self._check_parameters(request)
            return await handle(request)

        return guarded

    def _check_parameters(self, request: Request) -> None:
        """A list looks at its filters itself. Raises UnknownParameter, RequestValidationError."""
        names_its_filters = bool(self.openapi_extra and "parameters" in self.openapi_extra)
        seen: set[str] = set()
        for name, _ in request.query_params.multi_items():
            if name not in self._parameters and not names_its_filters:
                known = ", ".join(sorted(self._parameters)) or "none"
                raise UnknownParameter(f"there are: {known}", field=name[:LONGEST_PARAMETER])
            if name in seen:  # only one of the two would count, in silence
                place = ("query", name[:LONGEST_PARAMETER])
                raise RequestValidationError([{"type": "repeated", "loc": place, "msg": "given more than once"}])
            seen.add(name)


def _parameters_of(dependant: Dependant) -> Iterator[str]:
    yield from (one.alias for one in dependant.query_params)
    for other in dependant.dependencies:
        yield from _parameters_of(other)


async def asking(request: Request, response: Response) -> Asking:
    """The dependency of every write route. The headers it reads are described in `describing.py`."""
    principal = authenticate(request)
    runtime: Runtime = request.app.state.runtime
    idempotency_key = request.headers.get("Idempotency-Key")
    body = await request.body()
    if b"\x00" in body or b"\\u0000" in body:
        raise NulCharacter("the body contains NUL", field="body")
    if idempotency_key is None:
        raise KeyMissing("send a key of your own making, such as a UUID", field="Idempotency-Key")
    if not (0 < len(idempotency_key) <= LONGEST_KEY and idempotency_key.isascii() and idempotency_key.isprintable()):
        raise HeaderInvalid("1 to 255 printable ASCII characters", field="Idempotency-Key")
    correlation_id = _correlation(request)
    path = request.url.path
    return Asking(
        runtime=runtime,
        principal=principal,
        response=response,
        key=idempotency_key,
        scope=f"{principal.person} {request.method} {request.scope['route'].path}",
        fingerprint=sha256(b"\n".join((path.encode(), body))).hexdigest(),
        expected_version=_version_of(request.headers.get("If-Match")),
        correlation_id=correlation_id,
        trace=_trace(request),
        now=runtime.clock.now(),
    )


Ask = Annotated[Asking, Depends(asking)]
"""Annotate a route's parameter with it: the request's desk."""


async def looking(request: Request) -> Runtime:
    """The dependency of every read route: the department that is looked at. Who may look was asked by the guard."""
    runtime: Runtime = request.app.state.runtime
    return runtime


Look = Annotated[Runtime, Depends(looking)]
"""Annotate a route's parameter with it: what it reads from."""
