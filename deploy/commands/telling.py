"""`o2c timeline`: one contract's story across departments, from the record of sales."""

import re
import sys
from pathlib import Path
from typing import Any, Final

import httpx2
import msgspec
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from deploy.databases import company_databases
from deploy.departments import service_named
from deploy.registry import SERVICES
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.hosting.opening import open_department
from shared.kernel.money import Money
from shared.web.app import create_app
from shared.web.auth import TokenIssuer, TokenVerifier

_LONG_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def story(contract_id: str, told: dict[str, Any]) -> Table:
    """A timeline as a table."""
    title = Text(f"The story of contract {contract_id}", style="table.title")
    table = Table(title=title, title_justify="left", box=SIMPLE)
    for heading in ("when", "department", "what", "who", "document", "amount"):
        table.add_column(
            heading,
            justify="right" if heading == "amount" else "left",
            no_wrap=heading in ("when", "department", "amount"),
            overflow="fold",
        )
    for entry in told["entries"]:
        amount = "" if entry["amount"] is None else str(Money(**entry["amount"]))
        moment = entry["occurred_at"][:19].replace("T", " ")
        said = (moment, entry["department"], entry["what"], entry["who"], _short(entry["document"]), amount)
        table.add_row(*map(Text, said))
    return table


def _short(document: str) -> str:
    """Ids by their first eight characters: enough for people, and the JSON has them whole."""
    return _LONG_ID.sub(lambda found: found[0][:8], document)


def wide_console() -> Console:
    """The terminal's width; where there is none, wide enough for a table."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=140)


async def timeline(home: Path, contract_id: str, *, as_json: bool) -> int:
    """Prints the story; 1 when sales knows no such contract."""
    issuer, sales = TokenIssuer.generate(), service_named("sales")  # we alone ask, and only ourselves
    async with company_databases(SERVICES, home) as databases:
        opened = await open_department(sales, databases["sales"].app_dsn, WallClock(), TimeOrderedIds())
        await opened.following.follow_all()  # the company may be closed, and nobody else at work
        app = create_app(opened.runtime, sales.routers, sales.permissions, TokenVerifier(issuer.keys(), "sales"))
        token = issuer.issue("operator", ["company.auditor"], ["sales"])
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://sales") as client:
            answer = await client.get(
                f"/sales/contracts/{contract_id}/timeline", headers={"Authorization": f"Bearer {token}"}
            )
        await opened.close()
    if answer.status_code != 200:
        Console(stderr=True).print(Text(f"{answer.json()['detail']}: {contract_id}", style="red"))
        return 1
    if as_json:
        sys.stdout.write(msgspec.json.encode(answer.json()).decode() + "\n")
    else:
        wide_console().print(story(contract_id, answer.json()))
    return 0
