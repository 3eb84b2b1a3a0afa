"""`o2c databases`: the databases and roles of a deployment, as the settings name them."""

from collections.abc import Iterable
from itertools import chain
from typing import Final

import asyncpg
from sqlalchemy import URL, make_url

from deploy.embedded.postgres_roles import Login, make_database
from deploy.reaching import DatabaseAway, reaching_databases
from shared.hosting.address import fault_in
from shared.hosting.opening import CONNECT_TIMEOUT_SECONDS
from shared.hosting.settings import SettingsMissing, setting

ADMIN_DSN: Final = "POSTGRES_ADMIN_DSN"


class NotEntered(Exception):
    """Databases that were made by hand do not let in whom the settings name; the message says which, and why."""


async def make_databases(departments: Iterable[str]) -> list[str]:
    """Has a database per department, with an owner and an application role that no other database lets in.

    The administrator is a superuser, or may create roles and databases, as with a managed PostgreSQL.

    Calling it again is harmless, and gives the roles the passwords of the settings. Raises SettingsMissing.
    """
    named = _named(departments)
    dsns = _all_of([ADMIN_DSN, *chain(*named)])
    connection = await asyncpg.connect(setting(ADMIN_DSN))
    try:
        for owner, app in named:
            await make_database(connection, _database(dsns, owner, app), _login(dsns[owner]), _login(dsns[app]))
    finally:
        await connection.close()
    return [str(dsns[owner].database) for owner, _ in named]


async def look_at_databases(departments: Iterable[str]) -> list[str]:
    """Where there is no administrator, a person has made them: each lets its owner and its application role in.

    Raises SettingsMissing, NotEntered.
    """
    named = _named(departments)
    dsns = _all_of([*chain(*named)], besides=f"; without {ADMIN_DSN} they are looked at only, none is made")
    names = [_database(dsns, owner, app) for owner, app in named]
    wrong: list[str] = []
    for variable in chain(*named):
        try:
            with reaching_databases():
                connection = await asyncpg.connect(setting(variable), timeout=CONNECT_TIMEOUT_SECONDS)
                await connection.close()
        except DatabaseAway as away:
            wrong.append(f"{variable}: {str(away.__cause__) or type(away.__cause__).__name__}")
    if wrong:
        raise NotEntered(f"without {ADMIN_DSN} databases are made by hand: {'; '.join(wrong)}")
    return names


def _named(departments: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{name.upper()}_OWNER_DSN", f"{name.upper()}_DATABASE_DSN") for name in departments]


def _all_of(variables: list[str], besides: str = "") -> dict[str, URL]:
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
        raise SettingsMissing(f"set {', '.join(wrong)} to postgresql://role:password@host:port/database each{besides}")
    return found


def _database(dsns: dict[str, URL], owner: str, app: str) -> str:
    if dsns[owner].database != dsns[app].database or dsns[owner].username == dsns[app].username:
        raise SettingsMissing(f"{owner} and {app} have to name one database and two roles")
    return str(dsns[owner].database)


def _login(url: URL) -> Login:
    return Login(str(url.username), str(url.password))
