"""`o2c run` and `o2c token`: the embedded company for staff and integrators of one machine."""

import asyncio
import os
import sys
from pathlib import Path

import uvicorn
import uvloop
from rich.console import Console

from deploy.databases import write_address
from deploy.embedded.company import EmbeddedCompany, open_company
from deploy.embedded.keys import issuer_of
from deploy.embedded.ownership import FolderInUse
from deploy.embedded.staff import STAFF
from deploy.registry import NAMES, SERVICES
from shared.hosting.collecting import collect_seldom
from shared.hosting.processes import Server, stop_signal
from shared.observability.logging import configure_logging

console = Console(stderr=True)


def server_for(company: EmbeddedCompany, port: int, asked: asyncio.Event | None = None) -> Server:
    """An HTTP server for the company on the loopback interface; it ends when it is asked to, or `should_exit`."""
    config = uvicorn.Config(
        company, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off", timeout_keep_alive=30
    )
    return Server(config, asked or asyncio.Event())


async def until_open(port: int, seconds: float = 90.0) -> None:
    """Waits until somebody listens on that port of the loopback interface. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            except OSError:
                await asyncio.sleep(0.02)


async def _serve(home: Path, port: int) -> None:
    async with open_company(home, SERVICES) as company:
        write_address(home, company.server)
        server = server_for(company, port, stop_signal())
        async with company.at_work():
            collect_seldom()
            console.print(f"the company is open: http://127.0.0.1:{port}/   (Ctrl-C closes it; state in {home})")
            await server.serve()
    console.print("closed; nothing is lost")


def run(home: Path, port: int) -> None:
    """Serves until it is told to stop."""
    configure_logging("company", level=os.environ.get("O2C_LOG_LEVEL", "info"))
    home.mkdir(parents=True, exist_ok=True)
    try:
        uvloop.run(_serve(home, port))
    except FolderInUse as error:
        console.print(f"[red]{error}")
        sys.exit(1)


def token(home: Path, person: str, roles: list[str]) -> None:
    """Prints the token alone, so that it can be taken into a variable."""
    if not roles and person not in STAFF:
        console.print(f"[red]{person} is not one of the staff ({', '.join(STAFF)}); name roles with --role")
        sys.exit(2)
    sys.stdout.write(issuer_of(home).issue(person, roles or STAFF[person], list(NAMES)) + "\n")
