"""Ways into a company: over TCP to a running one, or straight into an ASGI app."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2


async def _nothing() -> None:
    """A company of its own needs no pushing."""


class Doors:
    """An HTTP client and the tokens of the staff; `settle`, where departments hear each other only when told to."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        token: Callable[[str], str],
        settle: Callable[[], Awaitable[Any]] = _nothing,
    ) -> None:
        self.client = client
        self._token = token
        self._settle = settle

    def token(self, person: str) -> str:
        """A token for one of the staff."""
        return self._token(person)

    async def settle(self) -> None:
        """Gives the departments a chance to hear each other."""
        await self._settle()


def over_tcp(base_url: str, token: Callable[[str], str]) -> Doors:
    """Into a company that listens there."""
    return Doors(httpx2.AsyncClient(base_url=base_url, timeout=30.0), token)


def into_app(app: Any, token: Callable[[str], str], settle: Callable[[], Awaitable[Any]] = _nothing) -> Doors:
    """Into an ASGI app of this process, without a socket."""
    transport = httpx2.ASGITransport(app=app)
    return Doors(httpx2.AsyncClient(transport=transport, base_url="http://company"), token, settle)
