"""A way into a company whose departments run in processes of their own."""

from collections.abc import Callable, Mapping

import httpx2

from deploy.journeys.doors import Doors


class ByDepartment(httpx2.AsyncHTTPTransport):
    """Sends each request to where its department listens, by the first segment of the path, as a gateway would."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        super().__init__(limits=httpx2.Limits(max_connections=200, max_keepalive_connections=200))
        self._ports = ports

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The request, at its department's door."""
        department = request.url.path.split("/", 2)[1]
        request.url = request.url.copy_with(port=self._ports[department])
        return await super().handle_async_request(request)


def to_processes(ports: Mapping[str, int], token: Callable[[str], str]) -> Doors:
    """Into a company whose departments listen on ports of their own."""
    client = httpx2.AsyncClient(transport=ByDepartment(ports), base_url="http://127.0.0.1", timeout=30.0)
    return Doors(client, token)
