"""Companies to knock at: in memory, and a whole one behind a port."""

import asyncio
import shutil
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.commands.running import server_for
from deploy.embedded.company import EmbeddedCompany, open_company
from deploy.embedded.kept_process import free_port
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany

STARTS_WITHIN_SECONDS = 120


@pytest.fixture
def make_company() -> Callable[[], Awaitable[MemoryCompany]]:
    """A company of the test's own, in memory."""
    return lambda: MemoryCompany.open(SERVICES)


@dataclass(frozen=True)
class OpenHouse:
    """A company on PostgreSQL that listens on a port."""

    url: str
    token: Callable[..., str]


@pytest.fixture(scope="package")
def open_house() -> Iterator[OpenHouse]:
    """In a thread with a loop of its own, so that tests with and without a loop can be its guests."""
    home = Path(tempfile.mkdtemp(prefix="o2c-"))
    home.chmod(0o711)  # PostgreSQL may run as another user
    opened: list[OpenHouse] = []
    ready, closing = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_keep_open(home, opened, ready, closing)), daemon=True)
    thread.start()
    try:
        assert ready.wait(STARTS_WITHIN_SECONDS), "the company did not open"
        assert opened, "the company did not open"
        yield opened[0]
    finally:
        closing.set()
        thread.join(60)
        shutil.rmtree(home, ignore_errors=True)


async def _keep_open(home: Path, opened: list[OpenHouse], ready: threading.Event, closing: threading.Event) -> None:
    try:
        async with open_company(home, SERVICES) as company:
            await _serve(company, opened, ready, closing)
    finally:
        ready.set()


async def _serve(
    company: EmbeddedCompany, opened: list[OpenHouse], ready: threading.Event, closing: threading.Event
) -> None:
    port = free_port()
    server = server_for(company, port)
    serving = asyncio.create_task(server.serve())
    async with company.at_work():
        while not server.started:  # noqa: ASYNC110 - uvicorn says so by a flag
            await asyncio.sleep(0.01)
        opened.append(OpenHouse(f"http://127.0.0.1:{port}", company.token))
        ready.set()
        await asyncio.to_thread(closing.wait)
    server.should_exit = True
    await serving
