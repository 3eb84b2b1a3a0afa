"""Where the embedded company lives on this machine."""

import os
from pathlib import Path
from typing import Final

ADDRESS_FILE: Final = "address.json"
"""In the home folder: where the PostgreSQL of the running company, or of the one that ran last, is to be found."""


def home_folder() -> Path:
    """Where the embedded company's state lies: O2C_HOME, else ``.o2c`` in the working directory."""
    return Path(os.environ.get("O2C_HOME") or ".o2c").absolute()
