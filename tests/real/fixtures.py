"""Real servers, started once per session and only when a test asks for them.

The fixtures are synchronous and start their server in a thread with an event loop of its own: they then
serve tests of any loop scope, and synchronous ones too.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from deploy.embedded.kafka import Broker, NoBroker, find_broker
from deploy.embedded.postgres import EmbeddedPostgres, PostgresServer

T = TypeVar("T")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in another thread: no loop of the tests is touched."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture
def server_home() -> Iterator[Path]:
    """A home for a test's own server; tmp_path is closed to `nobody`, who runs PostgreSQL for root."""
    home = _new_home()
    yield home
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def passing_postgres(home: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL whose data nobody wants afterwards: no file has to survive a machine, and it ends at once.

    A process of it that is killed still loses no commit.
    """
    postgres = EmbeddedPostgres(home, settings={"fsync": "off", "full_page_writes": "off"})
    server = run_apart(postgres.start())
    try:
        yield server
    finally:
        os.kill(postgres.pid, signal.SIGQUIT)  # writing it all out before it is removed may take minutes
        run_apart(postgres.stop())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The session's PostgreSQL; make databases in it with ensure_database."""
    home = _new_home()
    with passing_postgres(home) as server:
        yield server
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def kafka_broker() -> Iterator[Broker]:
    """The session's Kafka broker; use fresh topic names. Without one: an error in CI, a skip elsewhere."""
    try:
        broker = run_apart(find_broker())
    except NoBroker as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    try:
        yield broker
    finally:
        run_apart(broker.close())


def _new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="o2c-"))
    home.chmod(0o711)
    return home


def parent_of(pid: int) -> int:
    """The parent of a process: of a server, its keeper."""
    return int(subprocess.check_output(["ps", "-o", "ppid=", "-p", str(pid)], text=True))


def gone_within(pid: int, seconds: float) -> bool:
    """Whether a process ends in time. One that nobody has collected yet has ended as well."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return True
        time.sleep(0.02)
    return False
