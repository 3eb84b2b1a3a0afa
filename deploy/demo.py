"""`o2c demo`: the journeys before the reader's eyes, a timeline per contract, and the proof at the end."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import uvloop
from rich.text import Text

from deploy.commands.running import server_for, until_open
from deploy.commands.telling import story, wide_console
from deploy.embedded.company import EmbeddedCompany, open_company
from deploy.embedded.kept_process import free_port
from deploy.journeys.came_back import came_back
from deploy.journeys.credit import LIMIT, credit
from deploy.journeys.dispute import dispute
from deploy.journeys.doors import over_tcp
from deploy.journeys.fewer import fewer
from deploy.journeys.late_payer import late_payer
from deploy.journeys.leaking import leaking
from deploy.journeys.out_of_warranty import out_of_warranty
from deploy.journeys.people import People
from deploy.journeys.return_of_goods import return_of_goods
from deploy.journeys.shop import PUMPS, SHORT, customer, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import short_of_stock
from deploy.journeys.straight import straight
from deploy.journeys.time import ShiftedTime, Time
from deploy.proof.report import print_proof, prove
from deploy.registry import SERVICES
from shared.clocks.shifted import ShiftedClock
from shared.mail.memory import MemoryMailer
from shared.observability.logging import configure_logging

COLOURS: Final = {
    "sales": "cyan",
    "purchasing": "magenta",
    "warehouse": "yellow",
    "accounting": "green",
    "care": "blue",
    "company": "white",
}

console = wide_console()


async def _straight(people: People, serial: int) -> list[str]:
    travelled = await straight(people, await customer(people, serial))
    return [travelled.contract_id]


async def _short_of_stock(people: People, serial: int) -> list[str]:
    travelled = await short_of_stock(people, await customer(people, serial))
    return [travelled.contract_id]


async def _credit(people: People, serial: int) -> list[str]:
    lent = await credit(people, await customer(people, serial, limit=LIMIT))
    return [lent.refused_contract_id, lent.released.contract_id]


async def _return_of_goods(people: People, serial: int) -> list[str]:
    returned = await return_of_goods(people, await customer(people, serial))
    return [returned.sold.contract_id]


async def _out_of_warranty(people: People, serial: int) -> list[str]:
    served = await out_of_warranty(people, await customer(people, serial))
    return [served.sold.contract_id]


async def _leaking(people: People, serial: int) -> list[str]:
    complained = await leaking(people, await customer(people, serial))
    return [complained.invoice["contract_id"]]


async def _fewer(people: People, serial: int) -> list[str]:
    lessened = await fewer(people, await customer(people, serial))
    return [lessened.travelled.contract_id]


async def _came_back(people: People, serial: int) -> list[str]:
    sent_again = await came_back(people, await customer(people, serial))
    return [sent_again.travelled.contract_id]


async def _late_payer(people: People, serial: int, passing: Time) -> list[str]:
    dunned = await late_payer(people, await customer(people, serial), passing)
    return [dunned.late_contract_id]


async def _dispute(people: People, serial: int, passing: Time) -> list[str]:
    disputed = await dispute(people, await customer(people, serial), passing)
    return [disputed.contested["contract_id"]]


JOURNEYS: Final[tuple[tuple[int, str, Callable[[People, int], Awaitable[list[str]]]], ...]] = (
    (1, "straight", _straight),
    (2, "short of stock", _short_of_stock),
    (3, "credit", _credit),
    (5, "return", _return_of_goods),
    (5, "beside the warranty", _out_of_warranty),
    (5, "leaking goods", _leaking),
    (6, "fewer", _fewer),
    (7, "came back", _came_back),
)
"""Number, title, and how it is played for a customer with a serial number; the contracts whose timelines are shown."""
UNPAID: Final[tuple[tuple[int, str, Callable[[People, int, Time], Awaitable[list[str]]]], ...]] = (
    (4, "late payer", _late_payer),
    (5, "contested invoice", _dispute),
)
"""They come after the others, as weeks pass in them."""


class Teller:
    """Prints who did what, with the seconds since the beginning."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, department: str, sentence: str) -> None:
        """One line."""
        console.print(
            f"[dim]{time.monotonic() - self._start:6.2f}s[/dim]  [{COLOURS[department]}]{department:<11}[/] ",
            Text(sentence),
        )


async def timeline(people: People, contract_id: str) -> None:
    """The contract's story, as sales heard it."""
    told = await people.get("dana.director", f"/sales/contracts/{contract_id}/timeline")
    console.print(story(contract_id, told))


async def _play(company: EmbeddedCompany, port: int, passing: Time) -> bool:
    teller = Teller()
    people = People(over_tcp(f"http://127.0.0.1:{port}", company.token), teller)
    teller("company", "five departments are open; their staff set up goods, prices, stock and a supplier")
    await tax_and_prices(people, (*PUMPS, SHORT))
    await opening_stock(people, PUMPS)
    await supplier_of(people, SHORT)
    contracts: list[str] = []
    for serial, (number, title, play) in enumerate(JOURNEYS, 1):
        console.rule(f"Journey {number}: {title}")
        contracts += await play(people, serial)
    for serial, (number, title, play_late) in enumerate(UNPAID, len(JOURNEYS) + 1):
        console.rule(f"Journey {number}: {title}")
        contracts += await play_late(people, serial, passing)
    await company.departments["sales"].following.follow_all()  # the story is told a moment after it happens
    for contract in contracts:
        await timeline(people, contract)
    console.rule("The proof")
    verdicts = await prove(company.access)
    print_proof(console, verdicts)
    return all(verdict.holds for verdict in verdicts)


async def _demo(home: Path) -> bool:
    clock = ShiftedClock(home / "clock-shift")
    async with open_company(home, SERVICES, clock=clock, mailer=MemoryMailer()) as company:
        port = free_port()
        server = server_for(company, port)
        serving = asyncio.create_task(server.serve())
        try:
            async with company.at_work():
                await until_open(port)
                return await _play(company, port, ShiftedTime(clock))
        finally:
            server.should_exit = True
            await serving


def demo() -> None:
    """Plays in a folder of its own, which is removed afterwards; exit status 1 when the proof does not hold."""
    configure_logging("demo", level="error")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="o2c-demo-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o711)  # PostgreSQL may run as another user
        holds = uvloop.run(_demo(home))
    console.print(
        f"\n{time.monotonic() - started:.0f} seconds. Next: [bold]make run[/bold], then open the page it names."
    )
    sys.exit(0 if holds else 1)
