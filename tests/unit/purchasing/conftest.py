"""Fixtures of purchasing."""

import pytest

from tests.unit.purchasing.desk import Desk


@pytest.fixture
async def desk() -> Desk:
    """Purchasing, where nothing has happened yet."""
    return await Desk.open()
