"""A small HTTP/1.1 client for load: keeps its connections, parses little, so that the server is what is measured."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import msgspec

_PER_DOOR: Final = 64


class Answer:
    """A status and a body."""

    __slots__ = ("_body", "status_code")

    def __init__(self, status_code: int, body: bytes) -> None:
        self.status_code = status_code
        self._body = body

    def json(self) -> Any:
        """The body, decoded."""
        return msgspec.json.decode(self._body)


class WireClient:
    """Requests by department: ``ports`` names the door of each, or one door for all under ``*``."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        self._ports = ports
        self._idle: dict[int, list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]] = {}

    async def request(self, method: str, path: str, *, json: Any = None, headers: Mapping[str, str]) -> Answer:
        """One request and its answer."""
        port = self._ports.get(path.split("/", 2)[1]) or self._ports["*"]
        idle = self._idle.setdefault(port, [])
        reader, writer = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
        body = b"" if json is None else msgspec.json.encode(json)
        lines = [f"{method} {path} HTTP/1.1", "host: company", f"content-length: {len(body)}"]
        if body:
            lines.append("content-type: application/json")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        asked = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        head = b""
        while not head:
            try:
                writer.write(asked)
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                # The server closed a connection that had been idle; the request has a key, so it may be asked again.
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        status = int(head[9:12])
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 : head.index(b"\r\n", at)]) if at >= 0 else 0
        answer = Answer(status, await reader.readexactly(length) if length else b"")
        if len(idle) < _PER_DOOR:
            idle.append((reader, writer))
        else:
            writer.close()
        return answer

    async def close(self) -> None:
        """Closes every connection."""
        for idle in self._idle.values():
            for _, writer in idle:
                writer.close()
        self._idle.clear()
