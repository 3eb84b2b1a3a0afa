"""`o2c secrets`: what a deployment keeps secret, made once, each in a file of its own. There is no default password."""

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Final

from deploy.departments import NAMES
from deploy.embedded.keys import SIGNING_KEY, issuer_of
from shared.web.feed import INTEGRATOR

SERVICE_TOKEN_LASTS: Final = timedelta(days=365)
PASSWORD_BYTES: Final = 24


def make_secrets(folder: Path, postgres: str) -> list[str]:
    """Makes what is missing and keeps what is there; the service token is new each time. The names of what was made.

    `postgres` is host:port. The folder is closed to everybody else; the files in it are readable, because a container
    mounts each of them alone and reads it under its own user.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made: list[str] = []

    def keep(name: str, content: str) -> str:
        path = folder / name
        if not path.exists():
            _write(path, content)
            made.append(name)
        return path.read_text()

    password = keep("postgres_password", _password())
    keep("postgres_admin_dsn", f"postgresql://postgres:{password}@{postgres}/postgres")
    for name in NAMES:
        keep(f"{name}_owner_dsn", f"postgresql://o2c_{name}_owner:{_password()}@{postgres}/o2c_{name}")
        keep(f"{name}_database_dsn", f"postgresql://o2c_{name}_app:{_password()}@{postgres}/o2c_{name}")
    keep("grafana_admin_password", _password())
    for name in ("accounting", "care"):
        keep(f"{name}_smtp_password", "")  # the mail server's owner says it
    keep("kafka_sasl_password", "")  # as does whoever runs a managed Kafka
    if (folder / "jwks.json").exists() and not (folder / SIGNING_KEY).exists():
        return made  # somebody else signs: a token of ours would be believed by nobody
    issuer = issuer_of(folder)
    keep("jwks.json", json.dumps(issuer.keys().as_dict(private=False)))
    _write(folder / "service_token", issuer.issue("service:company", [INTEGRATOR], list(NAMES), SERVICE_TOKEN_LASTS))
    return [*made, "service_token"]


def _password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def _write(path: Path, content: str) -> None:
    """In place: a container that has mounted the file sees the new content."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    with os.fdopen(file, "w") as stream:
        stream.write(content)
    path.chmod(0o644)
