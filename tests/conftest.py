"""Fixtures every test may ask for, quiet logs, where temporary files are, and who runs what of two workers."""

import gc
import logging
from collections.abc import Generator
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Final

import pytest
import structlog
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from shared.hosting.collecting import collect_seldom
from tests.real import memory_disk

pytest_plugins = ["tests.real.fixtures"]

settings.register_profile("suite", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("suite")

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))

ROOT: Final = Path(__file__).resolve().parent.parent
LONGEST_FIRST: Final = (
    "tests/faults",
    "tests/integration/web",
    "tests/simulation/test_simulation.py",
    "tests/journeys",
    "tests/integration/proof",
    "tests/integration/imports/test_import_adventureworks.py",
    "tests/integration/test_migrations.py",
    "tests/integration/test_o2c_run.py",
)
"""What takes a minute or so on two cores. Begun last, one of them would leave the other workers with nothing to do."""


AFTER_MULTIPROCESSING: Final = -200
"""It removes its own temporary folder, which lies in ours, at -100."""


def pytest_configure() -> None:
    """Asked first of who gives out the tests; the workers inherit it."""
    home = memory_disk.move_in()
    if home is not None:
        Finalize(None, memory_disk.move_out, args=(home,), exitpriority=AFTER_MULTIPROCESSING)


def together(nodeid: str) -> str:
    """What shares a company and runs in one worker: the tests of a folder with fixtures of its own, else of a file."""
    file = nodeid.partition("::")[0]
    folder = file.rpartition("/")[0]
    return folder if (ROOT / folder / "conftest.py").exists() else file


class Together(LoadScopeScheduling):  # type: ignore[misc]  # it carries no types
    """Gives out, in the order of collection, what has to stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Asked by pytest-xdist; without it all tests run one after the other."""
    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, the others as they were; a campaign where somebody asks for it by its name."""
    if "campaign" not in config.option.markexpr:
        campaign = {item for item in items if item.get_closest_marker("campaign")}
        config.hook.pytest_deselected(items=list(campaign))
        items[:] = [item for item in items if item not in campaign]
    places = {scope: place for place, scope in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(together(item.nodeid), len(places)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded for eleven thousand tests stays: looking through it for garbage took a fifth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        collect_seldom()
        gc.enable()
