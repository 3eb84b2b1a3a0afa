"""Where the embedded company lives on this machine."""

import os
from pathlib import Path
from typing import Final

from deploy.refusals import Refused

ADDRESS_FILE: Final = "address.json"
"""In the home folder: where the PostgreSQL of the running company, or of the one that ran last, is to be found."""


class NoCompany(Refused):
    """There is none in that home, and what was asked for makes none."""


def with_company(home: Path) -> Path:
    """The home, in which a company was made. Raises NoCompany."""
    try:
        # Written before anything else of a company; the data may lie elsewhere.
        found = (home / "postgres" / "passwords.json").exists()
    except OSError as error:
        raise NoCompany(f"{home} cannot be looked into: {error.strerror}") from error
    if not found:
        raise NoCompany(f"no company in {home}: `o2c run` makes one")
    return home


def home_folder() -> Path:
    """Where the embedded company's state lies: O2C_HOME, else ``.o2c`` in the working directory."""
    return Path(os.environ.get("O2C_HOME") or ".o2c").absolute()
