"""TLS as it is made of files, made anew when one of them changes: who connects next believes whom it says then."""

import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import structlog

log = structlog.get_logger("certificates")

Made = tuple[tuple[int, int] | None, ...]


class RenewedTls(ssl.SSLContext):
    """One context for a process's life, for clients that keep theirs and connect again by themselves.

    Reading a bundle of authorities takes the better part of 100 ms, in which the process does nothing else: so it is
    read at first and when it has changed, never for each connection.
    """

    def __new__(cls, *_: Any) -> Self:
        """Of the kind that clients' contexts are."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, make: Callable[[], ssl.SSLContext], files: Sequence[Path]) -> None:
        """Raises what `make` raises."""
        self._make = make
        self._files = files
        self._made_of = self._state()
        self._made = make()

    def current(self) -> ssl.SSLContext:
        """That of the files as they are. While they cannot be read, as half written ones, the one before counts."""
        state = self._state()
        if state != self._made_of:
            try:
                self._made, self._made_of = self._make(), state
            except (OSError, ValueError) as error:
                log.warning("certificates-unreadable", files=list(map(str, self._files)), detail=str(error))
        return self._made

    def wrap_bio(self, *arguments: Any, **named: Any) -> ssl.SSLObject:
        """What every event loop begins a connection with."""
        return self.current().wrap_bio(*arguments, **named)

    def _state(self) -> Made:
        return tuple(map(_state_of, self._files))


def _state_of(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
