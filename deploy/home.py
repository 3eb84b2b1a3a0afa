"""Where the embedded company lives on this machine."""

import os
import tempfile
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


class NoPlace(Refused):
    """There can be no such home."""


def home_made(home: Path) -> Path:
    """The folder, made if it is missing, in which a company can be kept. Raises NoPlace."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoPlace(f"{home} cannot be the company's home ({error.strerror}): choose another with --home") from error
    if not writable(home):
        raise NoPlace(f"nothing can be written in {home}: choose another home with --home")
    return home


def writable(folder: Path) -> bool:
    """Whether a file can be made in it: tried, since a mode says nothing of read-only disks, nor to root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def home_folder() -> Path:
    """Where the embedded company's state lies: O2C_HOME, else ``.o2c`` in the working directory."""
    return Path(os.environ.get("O2C_HOME") or ".o2c").absolute()
