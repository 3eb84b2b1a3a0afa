"""`o2c databases`: the databases and roles of a deployment, as the settings name them."""

from collections.abc import Iterable
from typing import Final

import asyncpg
from sqlalchemy import URL, make_url

from deploy.embedded.postgres_roles import Login, make_database
from shared.hosting.address import fault_in
from shared.hosting.settings import SettingsMissing, setting

ADMIN_DSN: Final = "POSTGRES_ADMIN_DSN"


async def make_databases(departments: Iterable[str]) -> list[str]:
    """Has a database per department, with an owner and an application role that no other database lets in.

    The administrator is a superuser, or may create roles and databases, as with a managed PostgreSQL.

    Calling it again is harmless, and gives the roles the passwords of the settings. Raises SettingsMissing.
    """
    named = {name: (f"{name.upper()}_OWNER_DSN", f"{name.upper()}_DATABASE_DSN") for name in departments}
    dsns = _all_of([ADMIN_DSN, *(variable for pair in named.values() for variable in pair)])
    connection = await asyncpg.connect(setting(ADMIN_DSN))
    try:
        for owner, app in named.values():
            await make_database(connection, _database(dsns, owner, app), _login(dsns[owner]), _login(dsns[app]))
    finally:
        await connection.close()
    return [str(dsns[owner].database) for owner, _ in named.values()]


def _all_of(variables: list[str]) -> dict[str, URL]:
    found: dict[str, URL] = {}
    wrong: list[str] = []
    for variable in variables:
        address = setting(variable) or ""
        fault = fault_in(address) if address else "missing"
        url = make_url("postgresql://" if fault else address)
        if url.username and url.password and url.database:
            found[variable] = url
        else:
            wrong.append(f"{variable} ({fault or 'not whole'})")
    if wrong:
        raise SettingsMissing(f"set {', '.join(wrong)} to postgresql://role:password@host:port/database each")
    return found


def _database(dsns: dict[str, URL], owner: str, app: str) -> str:
    if dsns[owner].database != dsns[app].database or dsns[owner].username == dsns[app].username:
        raise SettingsMissing(f"{owner} and {app} have to name one database and two roles")
    return str(dsns[owner].database)


def _login(url: URL) -> Login:
    return Login(str(url.username), str(url.password))
