"""`o2c run`: the embedded company for staff and integrators of one machine."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import uvicorn
import uvloop
from rich.console import Console
from rich.text import Text

from deploy.databases import write_address
from deploy.embedded.company import EmbeddedCompany, open_company
from deploy.embedded.ownership import FolderInUse
from deploy.home import home_made
from deploy.registry import SERVICES
from shared.hosting.collecting import collect_seldom
from shared.hosting.processes import Server, stop_signal
from shared.observability.logging import configure_logging

console = Console(stderr=True)
HOST = "127.0.0.1"
OPEN_WITHIN_SECONDS = 90


class PortInUse(Exception):
    """Somebody else listens there."""


class _Announced(Server):
    """A server that says so once it takes requests."""

    def __init__(self, config: uvicorn.Config, asked: asyncio.Event, announcement: str) -> None:
        super().__init__(config, asked)
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Binds, and then says so."""
        await super().startup(sockets)
        console.print(self._announcement, markup=False)


def taken(port: int) -> socket.socket:
    """The port, for nobody else, before anything is begun that would have to be undone. Raises PortInUse."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((HOST, port))
    except OSError as error:
        held.close()
        raise PortInUse(f"port {port} cannot be used ({error.strerror}): choose another with --port") from error
    return held


def server_for(company: EmbeddedCompany, port: int) -> Server:
    """An HTTP server for the company on the loopback interface; it ends by `should_exit`."""
    return Server(_config(company, port), asyncio.Event())


def _config(company: EmbeddedCompany, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        company, host=HOST, port=port, log_config=None, access_log=False, lifespan="off", timeout_keep_alive=30
    )


async def until_open(port: int) -> None:
    """Waits until somebody listens on that port of the loopback interface. Raises TimeoutError."""
    async with asyncio.timeout(OPEN_WITHIN_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.02)


async def _serve(home: Path, port: int, held: socket.socket) -> None:
    said = f"the company is open: http://{HOST}:{port}/   (Ctrl-C closes it; state in {home})"
    async with open_company(home, SERVICES) as company:
        write_address(home, company.server)
        server = _Announced(_config(company, port), stop_signal(), said)
        async with company.at_work():
            collect_seldom()
            await server.serve([held])
    console.print("closed; nothing is lost")


def run(home: Path, port: int) -> None:
    """Serves until it is told to stop. Raises NoPlace. A port or a home in use ends it with status 2."""
    configure_logging("company", level=os.environ.get("O2C_LOG_LEVEL", "info"))
    home_made(home)
    try:
        held = taken(port)
    except PortInUse as error:
        console.print(Text(str(error), style="red"), soft_wrap=True)
        sys.exit(2)
    try:
        uvloop.run(_serve(home, port, held))
    except FolderInUse as error:
        console.print(Text(str(error), style="red"), soft_wrap=True)
        sys.exit(2)
    finally:
        held.close()
