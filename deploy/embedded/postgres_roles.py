"""Passwords, roles and databases of the embedded PostgreSQL."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    from deploy.embedded.postgres import PostgresServer

# Whoever waits longer than this is stuck: the statement fails, the unit is retried.
APP_ROLE_SETTINGS: Mapping[str, str] = {
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "2s",
    "statement_timeout": "5s",
}
_ONE_AT_A_TIME = 7_020_001
_MAY_TOO_MUCH = """
SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = $1
"""


@dataclass(frozen=True)
class PasswordFile:
    """Passwords made once for this home and readable by its owner only: there is no default password."""

    path: Path

    def of(self, role: str) -> str:
        """The password of a role; made and stored when first asked for."""
        known = self._read()
        if role not in known:
            known[role] = secrets.token_urlsafe(24)
            self._write(known)
        return known[role]

    def keep(self, passwords: Mapping[str, str]) -> None:
        """Store passwords that were chosen elsewhere."""
        known = self._read()
        if not passwords.items() <= known.items():
            self._write(known | dict(passwords))

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self.path.read_text())) if self.path.exists() else {}

    def _write(self, passwords: Mapping[str, str]) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w") as stream:
            json.dump(passwords, stream, indent=1)
            stream.flush()
            os.fsync(file)
        fresh.replace(self.path)


@dataclass(frozen=True)
class Login:
    """A role and its password."""

    role: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class DatabaseAccess:
    """The two ways into a department's database."""

    owner_dsn: str
    app_dsn: str


async def ensure_database(
    server: "PostgresServer",
    name: str,
    owner_role: str,
    app_role: str,
    passwords: Mapping[str, str] | None = None,
) -> DatabaseAccess:
    """Have a database, the role that owns and migrates it, and the role the department works with.

    The application role may connect and use what migrations grant it: it owns nothing and creates nothing.
    Passwords not given are those of the home's password file, made there if new. Calling it again is
    harmless.
    """
    server.passwords.keep(passwords or {})
    owner = Login(owner_role, server.passwords.of(owner_role))
    app = Login(app_role, server.passwords.of(app_role))
    connection = await asyncpg.connect(**server.connect_kwargs("postgres"))
    try:
        await make_database(connection, name, owner, app)
    finally:
        await connection.close()
    return DatabaseAccess(server.dsn(name, owner_role), server.dsn(name, app_role))


async def make_database(connection: asyncpg.Connection, name: str, owner: Login, app: Login) -> None:
    """Over an administrator's connection: the roles with these passwords, and the database that nobody else may enter.

    Who is no superuser, but may create roles and databases, belongs to the owners from then on: else PostgreSQL would
    not let them have a database made for them.
    """
    await connection.execute("SELECT pg_advisory_lock($1)", _ONE_AT_A_TIME)
    for login in (owner, app):
        await _ensure_role(connection, login.role, login.password)
    for setting, value in APP_ROLE_SETTINGS.items():
        await _run(connection, "ALTER ROLE %I SET %I = %L", app.role, setting, value)
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        await _run(connection, "GRANT %I TO CURRENT_USER", owner.role)
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        await _run(connection, "CREATE DATABASE %I OWNER %I", name, owner.role)
    await _run(connection, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name)
    await _run(connection, "GRANT CONNECT ON DATABASE %I TO %I", name, app.role)


async def _ensure_role(connection: asyncpg.Connection, role: str, password: str) -> None:
    known = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role)
    await _run(
        connection,
        "ALTER ROLE %I LOGIN PASSWORD %L" if known else "CREATE ROLE %I LOGIN PASSWORD %L",
        role,
        password,
    )
    if await connection.fetchval(_MAY_TOO_MUCH, role):  # else not even said: only a superuser may say it
        await _run(connection, "ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS", role)


async def _run(connection: asyncpg.Connection, statement: str, *values: str) -> None:
    """Utility statements take no parameters: PostgreSQL itself quotes the names and values into them."""
    quoted = await connection.fetchval("SELECT format($1::text, VARIADIC $2::text[])", statement, list(values))
    await connection.execute(quoted)
