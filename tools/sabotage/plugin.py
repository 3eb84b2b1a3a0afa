"""The pytest plugin that switches one guard off before any test is collected: ``-p tools.sabotage.plugin``."""

import os
import sys
from typing import Final

import pytest

from tools.sabotage.guards import guard_named

VARIABLE: Final = "O2C_SABOTAGE"
NOTICED: Final = "NOTICED BY "


def pytest_configure() -> None:
    """Does without the guard that the environment names."""
    guard_named(os.environ[VARIABLE]).switch_off()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Says at once which test notices: without its guard it may leave so much behind that pytest cannot sum up."""
    if report.when == "call" and report.failed:
        sys.stdout.write(f"\n{NOTICED}{report.nodeid}\n")
        sys.stdout.flush()
