"""`o2c parked`: messages that a department could not hear, and what an operator does about them."""

import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.databases import company_databases
from deploy.registry import SERVICES
from shared.clocks.wall import WallClock
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.unit import ParkedMessage
from shared.hosting.opening import engine_for
from shared.kernel.rejection import Rejection
from shared.messaging.parking import ParkingDesk
from shared.messaging.port import ParkingLot

PAGE: Final = 1000

console = Console(stderr=True)


async def show(home: Path, department: str | None, *, settled: bool, as_json: bool) -> int:
    """Lists what waits in one department or all; with `settled` also what no longer does."""
    found: dict[str, Sequence[ParkedMessage]] = {}
    async with company_databases(SERVICES, home) as databases:
        for name, access in databases.items():
            if department in (None, name):
                engine = engine_for(access.app_dsn)
                found[name] = await _all(PostgresParkingLot(engine), settled=settled)
                await engine.dispose()
    if as_json:
        plain = {name: [_plain(one) for one in rows] for name, rows in found.items()}
        sys.stdout.write(msgspec.json.encode(plain).decode() + "\n")
        return 0
    table = Table(title="parked messages", title_justify="left")
    for heading in ("department", "event id", "type", "stream", "status", "tries", "cause", "detail"):
        table.add_column(heading, overflow="fold")
    for name, rows in found.items():
        for one in rows:
            said = (one.type, one.key, one.status, str(one.attempts), one.cause, one.detail[:120])
            table.add_row(name, str(one.event_id), *map(Text, said))
    Console().print(table if table.row_count else "nothing is parked")
    return 0


async def _all(lot: ParkingLot, *, settled: bool) -> list[ParkedMessage]:
    """Page by page, and without their content, which nobody is shown: a message may be large."""
    found: list[ParkedMessage] = []
    after: UUID | None = None
    while page := await lot.listed(open_only=not settled, after=after, limit=PAGE):
        found += (msgspec.structs.replace(one, data=b"") for one in page)
        after = page[-1].event_id
    return found


def _plain(message: ParkedMessage) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins({**msgspec.structs.asdict(message), "data": None})
    return shown


async def act(home: Path, department: str, event_id: UUID, action: str, reason: str) -> int:
    """Retries or discards one message; who did it and why is kept. 1 when it is refused."""
    async with company_databases(SERVICES, home) as databases:
        engine = engine_for(databases[department].app_dsn)
        desk = ParkingDesk(PostgresParkingLot(engine), WallClock())
        try:
            await (desk.retry if action == "retry" else desk.discard)(event_id, getpass.getuser(), reason)
        except Rejection as rejection:
            said = f"{type(rejection).title()}: {rejection.detail} ({rejection.code})"
            console.print(Text(said, style="red"))
            return 1
        finally:
            await engine.dispose()
    console.print("it will be tried at once" if action == "retry" else "it will never be heard; those behind it follow")
    return 0
