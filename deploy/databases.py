"""The company's databases, wherever it runs: of a deployment by its settings, else those of the embedded company."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.embedded.company import Access, prepare_databases
from deploy.embedded.ownership import FolderInUse
from deploy.embedded.postgres import EmbeddedPostgres, PostgresServer
from deploy.embedded.postgres_roles import PasswordFile
from deploy.home import ADDRESS_FILE, NoCompany, with_company
from deploy.reaching import DatabaseAway, reaching_databases
from shared.hosting.address import fault_in
from shared.hosting.service import Service
from shared.hosting.settings import setting


def write_address(home: Path, server: PostgresServer) -> None:
    """Lets other processes of this machine find the running company's server."""
    (home / ADDRESS_FILE).write_text(json.dumps({"host": server.host, "port": server.port}))


def _deployed(services: Iterable[Service]) -> dict[str, Access] | None:
    """Raises DatabaseAway, naming each address that cannot be used."""
    found: dict[str, Access] = {}
    wrong: list[str] = []
    for service in services:
        prefix = service.name.upper()
        app, owner = setting(f"{prefix}_DATABASE_DSN"), setting(f"{prefix}_OWNER_DSN")
        if app is None:
            return None
        for kind, dsn in (("DATABASE", app), ("OWNER", owner)):
            if dsn is not None and (fault := fault_in(dsn)):
                wrong.append(f"{prefix}_{kind}_DSN ({fault})")
        found[service.name] = Access(owner or app, app, setting(f"{prefix}_APP_ROLE") or "")
    if wrong:
        raise DatabaseAway(f"a database cannot be asked: set {', '.join(wrong)}")
    return found


@asynccontextmanager
async def company_databases(
    services: Iterable[Service], home: Path, *, may_make: bool = False
) -> AsyncIterator[dict[str, Access]]:
    """How to reach each department's database.

    The settings ``SALES_DATABASE_DSN``, ``SALES_OWNER_DSN`` and so on say so for a deployment, which needs no home.
    Without them it is the embedded company in `home`: the one that runs there now, else its server is started for as
    long as it is needed. Raises NoCompany where none was made, unless it `may_make` one: who only looks would take an
    empty one for theirs. Raises DatabaseAway where what is done within fails at a database.
    """
    async with _reached(services, home, may_make=may_make) as access:
        with reaching_databases():
            yield access


@asynccontextmanager
async def _reached(services: Iterable[Service], home: Path, *, may_make: bool) -> AsyncIterator[dict[str, Access]]:
    listed = list(services)
    deployed = _deployed(listed)
    if deployed is not None:
        yield deployed
        return
    own = EmbeddedPostgres(home if may_make else with_company(home))
    try:
        server = await own.start()
    except FolderInUse as in_use:
        if not (home / ADDRESS_FILE).exists():  # it is made this moment, or by an import, which tells nobody
            raise NoCompany(str(in_use)) from in_use
        address = json.loads((home / ADDRESS_FILE).read_text())
        passwords = PasswordFile(home / "postgres" / "passwords.json")
        yield await prepare_databases(PostgresServer(address["host"], address["port"], passwords), listed)
        return
    try:
        yield await prepare_databases(server, listed)
    finally:
        await own.stop()
