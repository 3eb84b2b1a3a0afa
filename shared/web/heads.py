"""HEAD is answered wherever GET is. Source: RFC 9110, 9.1 (every server supports both) and 9.3.2."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import Request
from starlette.routing import Match

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class HeadAsGet:
    """Plain ASGI: asks the app for what GET would answer, permissions and all, and keeps the body back.

    The routes know of GET alone, so that no route can forget HEAD, and the API's description names each route once.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request through. Which route it came to stands in the scope afterwards, as for any other."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        asked = {**scope, "method": "GET"}  # a copy: the server looks at its own to know that no body may follow
        try:
            await self._app(asked, receive, without_body)
        finally:
            if "route" in asked:
                scope["route"] = asked["route"]


def allowed(request: Request) -> str:
    """The methods that the path of a request takes, for the `Allow` of a 405. Source: RFC 9110, 10.2.1.

    Each method of a path is a route of its own here, so no single route can say it.
    """
    routes = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    methods = {method for route in routes for method in getattr(route, "methods", None) or ()}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
