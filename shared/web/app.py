"""The app factory: one FastAPI app per department, with the same refusals, health, metrics and log lines in all."""

import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from enum import Enum
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from shared.event_store.port import StoreFull, StoreUnavailable
from shared.handling.runtime import Runtime
from shared.kernel.clock import Ids
from shared.messaging.parking import ParkingDesk
from shared.observability.counters import REQUEST_SECONDS, REQUESTS
from shared.web.asking import CORRELATION, GuardedRoute, Permissions
from shared.web.auth import NotSignedIn, TokenVerifier
from shared.web.describing import describe
from shared.web.feed import FEED_PERMISSIONS, feed_routes
from shared.web.heads import HeadAsGet, Receive, Scope, Send
from shared.web.parking import PARKING_PERMISSIONS
from shared.web.parking import router as parking_routes
from shared.web.problems import AWAY, FULL, NOT_SIGNED_IN, REFUSAL, TOO_LARGE, answer_with_problems, refusals, refuse

LARGEST_BODY_BYTES: Final = 1_000_000

_CORRELATION: Final = b"x-correlation-id"
_ASKED_ALL_DAY: Final = frozenset({"say alive", "say ready", "tell numbers"})
"""Probes and scrapes: what they find well is not worth a line each time."""
_FEED: Final = feed_routes()
_MADE: Final[dict[tuple[int, str], tuple[APIRouter, list[GuardedRoute]]]] = {}
"""By the router's id, for routers have no hash; each is kept beside its routes, so that its id is nobody else's."""
_AT_MOST: Final = f"at most {LARGEST_BODY_BYTES} bytes"

log = structlog.get_logger("web")


class PermissionsIncomplete(Exception):
    """A route without a row in the permissions, or a row without a route: the app does not start."""


class Doorway:
    """Outermost layer, plain ASGI: limits the body, binds the log's context, logs and counts each request.

    Every line that is written while a request is answered, and the answer, carry its correlation id: the caller's
    own, where they sent one that is a UUID.
    """

    def __init__(self, app: Any, department: str, ids: Ids) -> None:
        self._app = app
        self._department = department
        self._ids = ids
        self._seconds = REQUEST_SECONDS.labels(department)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        structlog.contextvars.clear_contextvars()
        correlation = scope[CORRELATION] = _sent_correlation(scope) or self._ids.new()
        structlog.contextvars.bind_contextvars(correlation_id=str(correlation), department=self._department)
        scope[REFUSAL] = {}
        started = time.perf_counter()
        status = 500

        async def answer(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (_CORRELATION, str(correlation).encode())]
            await send(message)

        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        try:
            if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
                await refuse(TOO_LARGE, _AT_MOST, field="body")(scope, receive, answer)
            else:
                await self._app(scope, _bounded(receive), answer)
        finally:  # a fault comes through here too, for the server, after it was answered with 500
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, elapsed: float) -> None:
        self._seconds.observe(elapsed)
        name = getattr(scope.get("route"), "name", "unknown")
        REQUESTS.labels(self._department, name, status).inc()
        tell = log.debug if name in _ASKED_ALL_DAY and status < 400 else log.info
        tell(
            "request",
            method=scope["method"],
            path=scope["path"],
            route=name,
            status=status,
            ms=round(elapsed * 1000, 2),
            **scope[REFUSAL],
        )


def _sent_correlation(scope: Scope) -> UUID | None:
    """The caller's own id; None where they sent none, or something else."""
    sent = next((value for name, value in scope["headers"] if name == _CORRELATION), None)
    try:
        return None if sent is None else UUID(sent.decode("latin-1"))
    except ValueError:
        return None


def _bounded(receive: Receive) -> Receive:
    """Cuts off a body that is longer than it said, or that did not say."""
    received = 0

    async def take() -> MutableMapping[str, Any]:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY_BYTES:
            raise HTTPException(TOO_LARGE.status, _AT_MOST)
        return message

    return take


async def _not_signed_in(_: Request, error: Exception) -> Response:
    log.info("not-signed-in", detail=str(error))
    return refuse(
        NOT_SIGNED_IN,
        "send a bearer token that was issued for this department and has not expired",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _flat(router: APIRouter, prefix: str, tags: list[str | Enum]) -> Iterator[GuardedRoute]:
    """The routes of a router and of those in it, one after the other: nested routers are matched level by level,
    at every request anew. The outermost router names the chapter of the API page.
    """
    chapter = tags or router.tags
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield GuardedRoute(
                prefix + route.path,
                route.endpoint,
                name=route.name,
                methods=route.methods,
                status_code=route.status_code,
                response_model=route.response_model,
                response_class=route.response_class,
                responses=route.responses,
                description=route.description,
                tags=chapter or route.tags,
                operation_id=route.name.replace(" ", "-"),
                openapi_extra=route.openapi_extra,
            )
        else:
            yield from _flat(route.original_router, prefix, chapter)  # type: ignore[attr-defined]


def _routes_of(router: APIRouter, prefix: str) -> list[GuardedRoute]:
    """The same for all apps of a process, because routes take long to make; they keep nothing of an app."""
    made = _MADE.get((id(router), prefix))
    if made is None:
        made = _MADE[id(router), prefix] = router, list(_flat(router, prefix, []))
    return made[1]


def _check_permissions(names: set[str], permissions: Permissions, department: str) -> None:
    missing = sorted(names - permissions.keys())
    idle = sorted(permissions.keys() - names)
    if missing or idle:
        raise PermissionsIncomplete(
            f"{department}: routes without a permission {missing}; permissions without a route {idle}"
        )


def create_app(
    runtime: Runtime,
    routers: Iterable[APIRouter],
    permissions: Permissions,
    verifier: TokenVerifier,
    *,
    desk: ParkingDesk | None = None,
    ready: Callable[[], Awaitable[object]] | None = None,
) -> Any:
    """The department's API under ``/{department}``. Raises PermissionsIncomplete unless every route has its row.

    With a `desk`, operators work there on what was set aside. `ready` raises StoreUnavailable while the department
    cannot serve; when it is left out, a database that answers is enough.
    """
    department = runtime.department.name
    prefix = f"/{department}"

    app = FastAPIOffline(  # its API page brings its own scripts: no content network is needed
        title=f"o2c {department}",
        version="1",
        openapi_url=f"{prefix}/openapi.json",
        docs_url=f"{prefix}/docs",
        redoc_url=None,
        static_url=f"{prefix}/static",
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours: traceparent, /metrics, structlog
        swagger_ui_parameters={"persistAuthorization": True},
    )
    app.state.runtime = runtime
    app.state.permissions = {**permissions, **FEED_PERMISSIONS, **(PARKING_PERMISSIONS if desk else {})}
    app.state.verifier = verifier
    app.state.desk = desk
    app.state.ready = ready or runtime.store.next_deadline
    everywhere = (_FEED, parking_routes) if desk else (_FEED,)
    guarded = [route for router in (*routers, *everywhere) for route in _routes_of(router, prefix)]
    _check_permissions({route.name for route in guarded}, app.state.permissions, department)
    app.router.routes.extend(guarded)
    app.router.routes.extend(health_routes(prefix).routes)
    answer_with_problems(app)
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    describe(app, app.state.permissions)
    return Doorway(HeadAsGet(app), department, runtime.ids)


@cache
def health_routes(prefix: str) -> APIRouter:
    """Whether the process lives and can serve, and its numbers: open to all who reach it, and without detail.

    The app's `ready` raises StoreUnavailable while it cannot serve.
    """
    router = APIRouter(prefix=prefix, tags=["operations"])

    @router.get("/health/live", name="say alive", operation_id="say-alive")
    async def live() -> Mapping[str, str]:
        """The process runs."""
        return {"status": "alive"}

    @router.get("/health/ready", name="say ready", operation_id="say-ready", responses=refusals(AWAY, FULL))
    async def say_ready(request: Request) -> Response:
        """The process can serve: its database answers, and has room for what is written."""
        return await readiness(request.app.state.ready)

    @router.get("/metrics", name="tell numbers", include_in_schema=False)
    async def metrics() -> Response:
        """For Prometheus."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def readiness(ready: Callable[[], Awaitable[object]], **whose: Any) -> Response:
    """The answer to a probe: 200, or why it cannot serve now, with no more detail than `whose`."""
    try:
        await ready()
    except StoreFull:
        return refuse(FULL, "it can be read from, and not written to", **whose)
    except StoreUnavailable:
        return refuse(AWAY, "try again later", **whose)
    return Response(msgspec.json.encode({"status": "ready"}), media_type="application/json")
