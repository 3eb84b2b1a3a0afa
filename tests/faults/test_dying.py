"""Where a process dies is read from one variable; without it nothing is touched."""

from typing import Any
from unittest.mock import create_autospec

import pytest

from shared.handling.handler import CommandHandler
from shared.hosting.dying import DIE_AT, BadDoom, Doom, Point
from shared.messaging.port import Publisher, Subscription


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The signals that the process sends itself."""
    sent: list[int] = []
    monkeypatch.setattr("os.kill", lambda _, number: sent.append(int(number)))
    return sent


async def _publisher() -> Publisher:
    found: Publisher = create_autospec(Publisher, instance=True)
    return found


def test_without_the_variable_nothing_is_wrapped() -> None:
    doom = Doom.from_environment({})
    subscription = create_autospec(Subscription, instance=True)
    handler: Any = create_autospec(CommandHandler, instance=True)
    doom.over_answers(handler)
    assert doom.over_subscription(subscription) is subscription
    assert doom.over_publishers(_publisher) is _publisher
    handler.on_commit.assert_not_called()


@pytest.mark.parametrize("text", ["somewhere:1", "after-send-before-mark", "after-send-before-mark:0", ":1", "x"])
def test_a_fate_that_cannot_be_read_ends_the_start(text: str) -> None:
    with pytest.raises(BadDoom):
        Doom.from_environment({DIE_AT: text})


async def test_dies_the_nth_time_after_the_broker_has_the_messages(kills: list[int]) -> None:
    doom = Doom.from_environment({DIE_AT: f"{Point.AFTER_SEND}:2"})
    publisher = await doom.over_publishers(_publisher)()
    await publisher.send([], 1)
    assert kills == []
    await publisher.send([], 1)
    assert kills == [9]


async def test_dies_before_the_offsets_are_committed(kills: list[int]) -> None:
    doom = Doom.from_environment({DIE_AT: f"{Point.AFTER_COMMIT}:1"})
    inner = create_autospec(Subscription, instance=True)
    delivery = await doom.over_subscription(inner).receive(0)
    assert delivery is not None
    inner.receive.return_value.done.side_effect = lambda: pytest.fail("committed") if not kills else None
    await delivery.done()
    assert kills == [9]
