"""A server process that cannot outlive its owner."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from deploy.embedded import keeper
from deploy.embedded.keeper import descendants, signal_all
from deploy.embedded.ownership import FolderLock

T = TypeVar("T")

_LOG_LIMIT_BYTES = 16 * 1024 * 1024
_LAST_LINES = 15
# Below the range the kernel hands to outgoing connections: a client that keeps dialling a port in that
# range while the server is down may be given that very port and connect to itself.
_PORT_RANGE = (20_000, 32_000)


@dataclass(frozen=True)
class Launch:
    """What to run, as whom, and how it likes to be stopped."""

    command: Sequence[str]
    log: Path
    folder: Path
    stop_signal: signal.Signals
    grace_seconds: float
    environment: Mapping[str, str] = field(default_factory=dict)
    uid: int = -1
    gid: int = -1


class KeptProcess:
    """One started server: its pid, and ways to stop, kill and pause all of its processes."""

    def __init__(self, pid: int, keeper_process: subprocess.Popen[bytes]) -> None:
        self.pid = pid
        self._keeper = keeper_process

    @classmethod
    def start(cls, launch: Launch) -> Self:
        """Start the command behind a keeper; returns as soon as its pid is known."""
        arguments = [os.getpid(), int(launch.stop_signal), launch.grace_seconds, launch.uid, launch.gid]
        with _appended(launch.log) as log:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", keeper.__file__, *map(str, arguments), *launch.command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=launch.folder,
                env=dict(launch.environment),
                start_new_session=True,  # the terminal's Ctrl-C must reach the owner only
            )
        assert process.stdout is not None
        with process.stdout as announced:
            line = announced.readline()
        if not line:
            raise RuntimeError(f"the keeper of {launch.command[0]} did not start: {log_tail(launch.log)}")
        return cls(int(line), process)

    @property
    def running(self) -> bool:
        """Whether the server is still there."""
        return self._keeper.poll() is None

    def stop(self) -> None:
        """Ask for a clean shutdown and wait; the keeper kills what exceeds the grace."""
        pipe = self._keeper.stdin
        assert pipe is not None
        with contextlib.suppress(BrokenPipeError, ValueError):  # it ended by itself, or was stopped before
            pipe.write(b"stop\n")
            pipe.flush()
        self._await_keeper()

    def kill(self) -> None:
        """SIGKILL everything at once, as a power cut of the server would."""
        self.pause()  # so that nothing is forked between looking and killing
        signal_all([self.pid, *descendants(self.pid)], signal.SIGKILL)
        self._await_keeper()

    def pause(self) -> None:
        """SIGSTOP the server and all it started: connections stay open and nobody answers."""
        stopped: set[int] = set()
        while self.running and (found := {self.pid, *descendants(self.pid)} - stopped):
            signal_all(sorted(found), signal.SIGSTOP)
            stopped |= found

    def resume(self) -> None:
        """SIGCONT what pause() stopped."""
        if self.running:
            signal_all([*descendants(self.pid), self.pid], signal.SIGCONT)

    def _await_keeper(self) -> None:
        self._keeper.wait()
        if self._keeper.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._keeper.stdin.close()


class KeptServer:
    """A server whose state lies in a folder: at most one owner at a time, kept from start to start."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._folder = folder
        self._lock = FolderLock(folder)
        self._process: KeptProcess | None = None

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._running().pid

    async def stop(self) -> None:
        """A clean shutdown."""
        if self._process is not None:
            await asyncio.to_thread(self._process.stop)
        self._forget()

    def kill(self) -> None:
        """SIGKILL; a start brings it back under the same address with the same data."""
        self._running().kill()
        self._forget()

    def pause(self) -> None:
        """SIGSTOP all of its processes: connections stay open, nobody answers."""
        self._running().pause()

    def resume(self) -> None:
        """SIGCONT them."""
        self._running().resume()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _take_folder(self) -> None:
        """Before a start. Raises FolderInUse when another owner has it."""
        if self._process is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        else:
            self._process.stop()  # it ended by itself

    def _running(self) -> KeptProcess:
        if self._process is None:
            raise RuntimeError(f"{self._name} of {self._folder} is not running")
        return self._process

    def _forget(self) -> None:
        self._process = None
        self._lock.release()


def wait_until(
    condition: Callable[[], bool], process: KeptProcess, *, timeout_seconds: float, what: str, log: Path
) -> None:
    """Poll until the server is ready; one that ended, or is late, is an error with its last words."""
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        if not process.running:
            raise RuntimeError(f"{what} ended while starting: {log_tail(log)}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was not ready within {timeout_seconds:.0f} s: {log_tail(log)}")
        time.sleep(0.01)


async def start_or_undo(starting: Awaitable[T], undo: Callable[[], Awaitable[None]]) -> T:
    """Await a start in a worker thread; a cancelled caller leaves nothing half-started behind."""
    task = asyncio.ensure_future(starting)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with contextlib.suppress(Exception):
            await task
        await undo()
        raise


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    for port in random.sample(range(*_PORT_RANGE), 200):
        if port_is_free(port):
            return port
    raise RuntimeError(f"no free port on 127.0.0.1 between {_PORT_RANGE[0]} and {_PORT_RANGE[1]}")


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: connections of a predecessor in TIME_WAIT are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def log_tail(log: Path) -> str:
    """The last lines of a log, for an error message, with the file's name."""
    text = log.read_text(errors="replace") if log.exists() else ""
    return f"see {log}\n" + "\n".join(text.splitlines()[-_LAST_LINES:])


@contextlib.contextmanager
def _appended(log: Path) -> Iterator[BinaryIO]:
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".previous"))
    with log.open("ab") as stream:
        yield stream
