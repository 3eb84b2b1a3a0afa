"""The app factory: one FastAPI app per department, with the same refusals, health, metrics and log lines in all."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec
import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.event_store.port import StoreUnavailable
from shared.handling.runtime import Runtime
from shared.observability.counters import REQUEST_SECONDS, REQUESTS
from shared.web.asking import Permissions
from shared.web.auth import NotSignedIn, TokenVerifier
from shared.web.feed import FEED_PERMISSIONS, feed_routes
from shared.web.problems import answer_with_problems, problem

LARGEST_BODY_BYTES: Final = 1_000_000

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = structlog.get_logger("web")


class PermissionsIncomplete(Exception):
    """A route without a row in the permissions, or a row without a route: the app does not start."""


class Doorway:
    """Outermost layer, plain ASGI: limits the body, binds the log's context, logs and counts each request."""

    def __init__(self, app: Any, department: str) -> None:
        self._app = app
        self._department = department
        self._seconds = REQUEST_SECONDS.labels(department)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        structlog.contextvars.clear_contextvars()
        started = time.perf_counter()
        status = 500

        async def answer(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
            refusal = problem(
                413,
                "shared.request.too-large",
                "The body is too large",
                f"at most {LARGEST_BODY_BYTES} bytes",
            )
            await refusal(scope, receive, answer)
        else:
            await self._app(scope, _bounded(receive), answer)
        elapsed = time.perf_counter() - started
        self._seconds.observe(elapsed)
        route = scope.get("route")
        name = getattr(route, "name", "unknown")
        REQUESTS.labels(self._department, name, status).inc()
        log.info(
            "request",
            department=self._department,
            method=scope["method"],
            path=scope["path"],
            route=name,
            status=status,
            ms=round(elapsed * 1000, 2),
        )


def _bounded(receive: Receive) -> Receive:
    """Cuts off a body that is longer than it said, or that did not say."""
    received = 0

    async def take() -> MutableMapping[str, Any]:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY_BYTES:
            return {"type": "http.disconnect"}
        return message

    return take


async def _not_signed_in(_: Request, error: Exception) -> Response:
    log.info("not-signed-in", detail=str(error))
    return problem(
        401,
        "shared.auth.not-signed-in",
        "A valid token is needed",
        "send a bearer token that was issued for this department and has not expired",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _names(router: APIRouter) -> set[str]:
    """The names of all routes, those of included routers too."""
    names: set[str] = set()
    for route in router.routes:
        if isinstance(route, APIRoute):
            names.add(route.name)
        else:
            names |= _names(route.original_router)  # type: ignore[attr-defined]
    return names


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
    version: str = "1",
    lifespan: Callable[[], Any] | None = None,
) -> Any:
    """The department's API under ``/{department}``. Raises PermissionsIncomplete unless every route has its row."""
    department = runtime.department.name
    prefix = f"/{department}"

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        if lifespan is None:
            yield
        else:
            async with lifespan():
                yield

    app = FastAPIOffline(  # its API page brings its own scripts: no content network is needed
        title=f"o2c {department}",
        version=version,
        openapi_url=f"{prefix}/openapi.json",
        docs_url=f"{prefix}/docs",
        redoc_url=None,
        static_url=f"{prefix}/static",
        lifespan=living,
        swagger_ui_parameters={"persistAuthorization": True},
    )
    app.state.runtime = runtime
    app.state.permissions = {**permissions, **FEED_PERMISSIONS}
    app.state.verifier = verifier
    business = APIRouter(prefix=prefix)
    for router in (*routers, feed_routes()):
        business.include_router(router)
    _check_permissions(_names(business), app.state.permissions, department)
    app.include_router(business)
    app.include_router(_health(runtime, prefix))
    answer_with_problems(app)
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    _describe_tokens(app)
    return Doorway(app, department)


def _describe_tokens(app: FastAPI) -> None:
    """The OpenAPI document says that a bearer token is needed, so that its page can ask for one."""
    describe = app.openapi

    def with_tokens() -> dict[str, Any]:
        document = describe()
        schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["bearer"] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        document["security"] = [{"bearer": []}]
        return document

    app.openapi = with_tokens  # type: ignore[method-assign]  # the way that FastAPI documents for extending it


def _health(runtime: Runtime, prefix: str) -> APIRouter:
    router = APIRouter(prefix=prefix, tags=["operations"])

    @router.get("/health/live")
    async def live() -> Mapping[str, str]:
        """The process runs."""
        return {"status": "alive"}

    @router.get("/health/ready")
    async def ready() -> Response:
        """The process can serve: its database answers."""
        try:
            await runtime.store.next_deadline()
        except StoreUnavailable:
            return problem(503, "shared.store.unavailable", "The database does not answer", "try again later")
        return Response(msgspec.json.encode({"status": "ready"}), media_type="application/json")

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        """For Prometheus."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
