"""What the tests of the consumer share."""

import pytest

from tests.unit.messaging.listening import Listening


@pytest.fixture
def listening() -> Listening:
    return Listening()
