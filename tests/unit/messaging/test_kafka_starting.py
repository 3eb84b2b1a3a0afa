"""Why no broker was found is what the one says that refuses us, whichever of them is down besides."""

from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError, SaslAuthenticationFailed

from shared.messaging import kafka_starting


class LetIn:
    """A connection, and that it was given back."""

    closed = False

    def close(self) -> None:
        """What is done with one that is not needed."""
        self.closed = True


async def _told(monkeypatch: pytest.MonkeyPatch, bootstrap: str, answers: dict[int, Exception | LetIn]) -> str:
    async def answer(_: str, port: int, **__: Any) -> LetIn:
        said = answers[port]
        if isinstance(said, Exception):
            raise said
        return said

    async def in_vain(_: Any) -> None:
        raise KafkaConnectionError("Unable to bootstrap")

    monkeypatch.setattr(kafka_starting, "create_conn", answer)
    monkeypatch.setattr(AIOKafkaAdminClient, "start", in_vain)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    with pytest.raises(KafkaConnectionError) as raised:
        await kafka_starting.start(admin)
    return str(raised.value)


@pytest.mark.parametrize("order", ["h:1,h:2,h:3", "h:3,h:2,h:1", "h:2,h:1,h:3"])
async def test_who_refuses_us_is_heard_before_who_is_down(monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    for _ in range(5):  # aiokafka shuffles them
        told = await _told(
            monkeypatch,
            order,
            {1: OSError("refused"), 2: SaslAuthenticationFailed("Authentication failed"), 3: TimeoutError()},
        )
        assert "h:2" in told
        assert "Authentication failed" in told


async def test_one_that_is_down_says_so_beside_one_that_lets_us_in(monkeypatch: pytest.MonkeyPatch) -> None:
    let_in = LetIn()
    assert "h:2: refused" in await _told(monkeypatch, "h:1,h:2", {1: let_in, 2: OSError("refused")})
    assert let_in.closed


async def test_where_all_let_us_in_by_now_what_the_client_said_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Unable to bootstrap" in await _told(monkeypatch, "h:1", {1: LetIn()})
