"""Fixtures every test may ask for, quiet logs, and who runs what where `make test` has two workers."""

import logging
from pathlib import Path

import pytest
import structlog
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.real.fixtures"]

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))

ROOT = Path(__file__).resolve().parent.parent


class Together(LoadScopeScheduling):  # type: ignore[misc]  # it carries no types
    """Tests that share a company run in one worker: those of a folder with fixtures of its own, else of a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        return folder if (ROOT / folder / "conftest.py").exists() else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Asked by pytest-xdist; without it all tests run one after the other."""
    return Together(config, log)
