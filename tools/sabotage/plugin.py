"""The pytest plugin that switches one guard off before any test is collected: ``-p tools.sabotage.plugin``."""

import os
from typing import Final

from tools.sabotage.guards import guard_named

VARIABLE: Final = "O2C_SABOTAGE"


def pytest_configure() -> None:
    """Does without the guard that the environment names."""
    guard_named(os.environ[VARIABLE]).switch_off()
