"""A database's address as asyncpg reads it, TLS included; what is wrong with it is known before anybody connects."""

import os
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import asyncpg
from asyncpg.connect_utils import (  # type: ignore[attr-defined]  # its stubs leave out how it reads an address
    SSLMode,
    _parse_connect_dsn_and_args,
)

from shared.hosting.certificates import RenewedTls

KNOWN: Final = frozenset(
    "host port sslmode sslrootcert sslcert sslkey sslcrl ssl_min_protocol_version ssl_max_protocol_version "
    "application_name options".split()
)
"""What may stand behind the question mark: all that asyncpg and PostgreSQL's own tools read alike."""
_FILES: Final = {
    "sslrootcert": "root.crt",
    "sslcert": "postgresql.crt",
    "sslkey": "postgresql.key",
    "sslcrl": "root.crl",
}
"""And what asyncpg looks for in ~/.postgresql where neither the address nor a variable names one."""
_UNREADABLE: Final = (
    "is no address that can be read: a password's @ / ? # [ and ] are written %40 %2F %3F %23 %5B and %5D"
)
_WORD: Final = re.compile("[a-z_]+")

Place = str | tuple[str, int]


@dataclass(frozen=True)
class Server:
    """Where an address leads: sockets and host and port, to be tried in turn; and as whom."""

    places: Sequence[Place]
    user: str
    password: str | None = field(repr=False)
    database: str
    tls: ssl.SSLContext | None
    needs_tls: bool
    """Else TLS is spoken with a server that offers it."""


def server_of(address: str) -> Server:
    """What asyncpg makes of it. Raises ClientConfigurationError, another ValueError, or OSError of its certificates."""
    places, parameters = _parse_connect_dsn_and_args(
        dsn=address,
        **dict.fromkeys(
            "host port user password passfile database ssl service servicefile direct_tls server_settings "
            "target_session_attrs krbsrvname gsslib".split()
        ),
    )
    return Server(
        places,
        parameters.user,
        parameters.password,
        parameters.database,
        parameters.ssl or None,
        parameters.sslmode >= SSLMode.require,
    )


def renewed_tls(address: str) -> RenewedTls | None:
    """What it insists on; None where it does not, and asyncpg reads no bundle of authorities. Raises as `server_of`."""
    given = dict(parse_qsl(urlsplit(address).query))
    if (given.get("sslmode") or os.environ.get("PGSSLMODE")) not in ("require", "verify-ca", "verify-full"):
        return None

    def make() -> ssl.SSLContext:
        tls = server_of(address).tls
        assert tls is not None
        return tls

    named = {name: given.get(name) or os.environ.get(f"PG{name.upper()}") for name in _FILES}
    usual = Path(os.path.expanduser("~/.postgresql"))  # Path's own raises where there is no home
    return RenewedTls(make, [Path(named[name] or usual / file) for name, file in _FILES.items()])


def fault_in(address: str) -> str | None:
    """What is wrong with it, without its password; None when it can be used."""
    if not address.startswith("postgresql://"):
        return "must begin with postgresql://"
    try:
        parts = urlsplit(address)
        given = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
    except ValueError:
        return _UNREADABLE
    if parts.fragment or "@" in parts.path + parts.query or parts.netloc.count("@") > 1:
        return _UNREADABLE
    server = parts.netloc.rpartition("@")[2]
    if "," in server + given.get("host", "") + given.get("port", ""):
        return "must name exactly one server"
    # asyncpg takes it for a setting of the server's, which then refuses every connection.
    if unknown := next((name for name in given if name not in KNOWN), None):
        return _not_known(unknown, password_is_before=bool(parts.password))
    if server and not given.keys().isdisjoint(("host", "port")):
        return "must name its server before the question mark or behind it, not both"
    if empty := next((name for name in given if not given[name]), None):
        return f"{empty} has no value"
    for name in _FILES:
        if name in given and (fault := _fault_in_file(given[name])):
            return f"{name}: {fault}"
    try:
        server_of(address)
    except asyncpg.ClientConfigurationError as error:
        return str(error.args[0])
    except OSError as error:
        return f"its certificates cannot be read: {error.strerror or error}"
    except ValueError:
        return _UNREADABLE
    return None


def _not_known(name: str, *, password_is_before: bool) -> str:
    """Names the first of them only: a later one may be what stands behind a & in the value of that one."""
    if password_is_before and _WORD.fullmatch(name):
        return f"there is no parameter {name}"
    return "has a parameter that there is not"


def _fault_in_file(path: str) -> str | None:
    try:
        if not Path(path).is_file():
            return f"there is no file {path}"
        Path(path).open("rb").close()
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    return None
