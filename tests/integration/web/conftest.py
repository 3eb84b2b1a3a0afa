"""Companies to knock at."""

from collections.abc import Awaitable, Callable

import pytest

from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany


@pytest.fixture
def make_company() -> Callable[[], Awaitable[MemoryCompany]]:
    """A company of the test's own, in memory."""
    return lambda: MemoryCompany.open(SERVICES)
