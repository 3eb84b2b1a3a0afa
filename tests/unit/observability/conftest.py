"""What is logged, as the lines that operators read."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared.observability.logging import configure_logging


@pytest.fixture
def written() -> Iterator[io.BytesIO]:
    """What is logged while a test runs; the logging of the test run itself comes back after it."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    buffer = io.BytesIO()
    configure_logging("sales-worker", level="info", stream=io.TextIOWrapper(buffer, write_through=True))
    yield buffer
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)
