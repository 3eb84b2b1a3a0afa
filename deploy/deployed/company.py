"""Starts, watches, kills and stops the ten processes of a company on this machine; for tests and the benchmark."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import httpx2

from deploy.departments import NAMES
from deploy.embedded.company import Access, prepare_databases
from deploy.embedded.kept_process import free_port
from deploy.embedded.keys import issuer_of
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.staff import STAFF
from deploy.registry import SERVICES
from shared.messaging.kafka_topics import ensure_topics
from shared.published.topics import ALL, PARTITIONS
from shared.web.auth import TokenIssuer

READY_WITHIN_SECONDS: Final = 120.0
STOP_WITHIN_SECONDS: Final = 25.0
ROOT: Final = Path(__file__).resolve().parent.parent.parent


class NotReady(Exception):
    """A process did not come up; the message says which, and the end of its log."""


class Running(Protocol):
    """A process that was started, as `subprocess` has it."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


Starter = Callable[["DeployedProcess", Mapping[str, str]], Running]
"""Starts a process in that environment; what it says goes to the end of its log."""


def executed(process: "DeployedProcess", environment: Mapping[str, str]) -> Running:
    """Started as in a deployment: by its command, from the folder of its code."""
    with process.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"services.{process.department}", process.kind],
            cwd=process.root,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )


class DeployedProcess:
    """One process of one department, with its log in a file."""

    def __init__(
        self, department: str, kind: str, environment: Mapping[str, str], log: Path, starter: Starter = executed
    ) -> None:
        self.department = department
        self.kind = kind
        self.log = log
        self.root = ROOT
        """The folder of its code: another version of the product may lie elsewhere."""
        self.environment = dict(environment)
        self._starter = starter
        self._process: Running | None = None

    def alike(self, kind: str, log: Path) -> "DeployedProcess":
        """Another process of the department with the same settings, not started yet."""
        return DeployedProcess(self.department, kind, self.environment, log, self._starter)

    @property
    def pid(self) -> int:
        """The running process's id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_status(self) -> int:
        """How its last life ended, once it has: 0, an error's number, or minus the signal's number."""
        assert self._process is not None
        return self._process.wait()

    def start(self, **more: str) -> None:
        """Starts it, with more variables for this one life; it appends to its log."""
        self._process = self._starter(self, {**os.environ, **self.environment, **more})

    def send(self, number: signal.Signals) -> None:
        """A signal to it."""
        if self.running:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def stop(self) -> int:
        """SIGTERM, and its exit status; SIGKILL when it does not leave in time."""
        assert self._process is not None
        self.send(signal.SIGTERM)
        try:
            return self._process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""


class DeployedCompany:
    """Ten processes; `ports` says where each department's API listens."""

    def __init__(
        self,
        processes: Mapping[tuple[str, str], DeployedProcess],
        access: Mapping[str, Access],
        issuer: TokenIssuer,
        ports: Mapping[str, int],
    ) -> None:
        self.processes = processes
        self.ports = ports
        self.access = access
        self._issuer = issuer

    def token(self, person: str) -> str:
        """A token for one of the staff."""
        return self._issuer.issue(person, STAFF[person], list(NAMES))


def _environment(
    home: Path,
    access: Mapping[str, Access],
    bootstrap: str,
    ports: Mapping[str, int],
    name: str,
    session_seconds: float,
) -> dict[str, str]:
    prefix = name.upper()
    return {
        f"{prefix}_DATABASE_DSN": access[name].app_dsn,
        f"{prefix}_OWNER_DSN": access[name].owner_dsn,
        f"{prefix}_APP_ROLE": access[name].app_role,
        f"{prefix}_KAFKA_BOOTSTRAP_SERVERS": bootstrap,
        f"{prefix}_KAFKA_SESSION_SECONDS": str(session_seconds),
        f"{prefix}_JWKS_FILE": str(home / "jwks.json"),
        f"{prefix}_SERVICE_TOKEN_FILE": str(home / "service-token"),
        f"{prefix}_FEED_URLS": json.dumps({one: f"http://127.0.0.1:{port}" for one, port in ports.items()}),
        f"{prefix}_PORT": str(ports[name]),
        f"{prefix}_LOG_LEVEL": "warning",
    }


def _write_keys(home: Path) -> TokenIssuer:
    issuer = issuer_of(home)
    (home / "jwks.json").write_text(json.dumps(issuer.keys().as_dict(private=False)))
    (home / "service-token").write_text(issuer.issue("service:company", ["company.integrator"], list(NAMES)))
    return issuer


async def _until_ready(company: DeployedCompany, ports: Mapping[str, int]) -> None:
    async with httpx2.AsyncClient(timeout=2.0) as client:
        for name, port in ports.items():
            process = company.processes[name, "api"]
            try:
                async with asyncio.timeout(READY_WITHIN_SECONDS):
                    while not await _answers(client, f"http://127.0.0.1:{port}/{name}/health/ready"):
                        if not process.running:
                            raise NotReady(f"{name} api ended: {process.last_words()}")
                        await asyncio.sleep(0.05)
            except TimeoutError:
                raise NotReady(f"{name} api: {process.last_words()}") from None


async def _answers(client: httpx2.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx2.HTTPError:
        return False


@asynccontextmanager
async def deployed_company(
    home: Path,
    server: PostgresServer,
    bootstrap: str,
    *,
    session_seconds: float = 10.0,
    environment: Mapping[str, str] | None = None,
    starter: Starter = executed,
) -> AsyncIterator[DeployedCompany]:
    """The company over that PostgreSQL and that broker; its processes end with it.

    After `session_seconds` the broker gives a worker up that was killed, and its successor hears on. `environment` are
    more variables for all of the processes, `starter` is how each of them is started.
    """
    home.mkdir(parents=True, exist_ok=True)
    access = await prepare_databases(server, SERVICES)
    await ensure_topics(bootstrap, ALL, PARTITIONS, 1)
    issuer = _write_keys(home)
    ports = {name: free_port() for name in NAMES}
    processes = {
        (name, kind): DeployedProcess(
            name,
            kind,
            {**_environment(home, access, bootstrap, ports, name, session_seconds), **(environment or {})},
            home / f"{name}-{kind}.log",
            starter,
        )
        for name in NAMES
        for kind in ("api", "worker")
    }
    company = DeployedCompany(processes, access, issuer, ports)
    for process in processes.values():
        process.start()
    try:
        await _until_ready(company, ports)
        yield company
    finally:
        await asyncio.gather(*(asyncio.to_thread(process.stop) for process in _begun(processes.values())))


def _begun(processes: Iterable[DeployedProcess]) -> list[Any]:
    return [process for process in processes if process.running]
