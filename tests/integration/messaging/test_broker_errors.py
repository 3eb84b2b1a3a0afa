"""Answers that a broker gives when it is in trouble: every error code of a produce request, and silence to a listener.

The broker and both clients are real; the answer is changed on its way between them, at the client's connection.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final

import pytest
from aiokafka.conn import AIOKafkaConnection
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.produce import ProduceRequest

from deploy.embedded.kafka import Broker
from shared.messaging.kafka import ConsumerStuck, KafkaTransport
from shared.messaging.port import Subscription
from tests.integration.messaging.wires import Ear, Wire, kafka_wire
from tests.unit.messaging.small_talk import heard_of, parties, say

REFUSED: Final = {
    "corrupt message": 2,
    "unknown topic or partition": 3,
    "not leader": 6,
    "request timed out": 7,
    "not enough replicas": 19,
    "out of order sequence": 45,
    "invalid producer epoch": 47,
    "storage error": 56,
    "unknown producer": 59,
}
TAKEN: Final = {
    "request timed out, and was taken": 7,
    "not enough replicas, after it was appended": 20,
    "duplicate sequence": 46,
    "storage error, and was taken": 56,
}
"""Errors after which the broker has what was sent."""
TIMES: Final = 3
NOTES: Final = [f"note {number}" for number in range(6)]


class Answers:
    """What becomes of the answers to this test's clients."""

    def __init__(self) -> None:
        self.errors: list[int] = []
        self.is_taken = False
        self.is_deaf = False

    def to(self, request: Any, send: Any) -> Any:
        """The answer to a request, which `send` sends."""
        if isinstance(request, ProduceRequest) and self.errors:
            return asyncio.ensure_future(self._in_trouble(request, send if self.is_taken else None, self.errors.pop()))
        if isinstance(request, FetchRequest) and self.is_deaf:
            return asyncio.ensure_future(self._without_records(send))
        return send()

    async def _in_trouble(self, request: Any, send: Any, error: int) -> Any:
        if send is not None:
            await send()
        topics = [(topic, [(place[0], error, -1, -1) for place in places]) for topic, places in request._topics]
        return SimpleNamespace(API_VERSION=2, topics=topics)

    async def _without_records(self, send: Any) -> Any:
        answer = await send()
        answer.topics = [(topic, [(*place[:-1], b"") for place in places]) for topic, places in answer.topics]
        return answer


@contextmanager
def _changed(answers: Answers) -> Iterator[Answers]:
    real = AIOKafkaConnection.send

    def send(self: Any, request: Any, expect_response: bool = True) -> Any:
        return answers.to(request, lambda: real(self, request, expect_response))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AIOKafkaConnection, "send", send)
        yield answers


@pytest.fixture
def answers() -> Iterator[Answers]:
    with _changed(Answers()) as changed:
        yield changed


@pytest.fixture
async def wire(kafka_broker: Broker, answers: Answers) -> AsyncIterator[Wire]:
    async with kafka_wire(parties(), kafka_broker.bootstrap_servers) as opened:
        yield opened


async def everything_is_heard_in_order(wire: Wire, ear: Ear, texts: list[str]) -> None:
    await wire.relayed()
    await ear.hear_all(wire.speaker, wire.parties.topic)
    for note in NOTES:
        assert await heard_of(ear.runtime, note) == texts
    await ear.subscription.close()


@pytest.mark.parametrize(
    ("error", "is_taken"),
    [*((code, False) for code in REFUSED.values()), *((code, True) for code in TAKEN.values())],
    ids=[*REFUSED, *TAKEN],
)
async def test_after_any_error_of_the_broker_everything_is_sent_in_order(
    wire: Wire, answers: Answers, error: int, is_taken: bool
) -> None:
    ear = await wire.ear()
    texts = [str(number) for number in range(4)]
    answers.is_taken = is_taken
    for number, text in enumerate(texts):
        await asyncio.gather(*(say(wire.speaker, note, text) for note in NOTES))
        if number == 1:
            answers.errors = [error] * TIMES
    await everything_is_heard_in_order(wire, ear, texts)
    assert len(answers.errors) < TIMES, "the broker was never in trouble"


async def _listen(subscription: Subscription) -> None:
    while await subscription.receive(0.1) is None:
        pass


async def test_a_listener_to_whom_the_broker_gives_nothing_ends_its_process(
    wire: Wire, answers: Answers, kafka_broker: Broker
) -> None:
    await asyncio.gather(*(say(wire.speaker, note, "one") for note in NOTES))
    await wire.relayed()
    answers.is_deaf = True
    transport = KafkaTransport(kafka_broker.bootstrap_servers, stuck_after=1.0)
    subscription = await transport.subscribe(wire.parties.listener.name, [wire.parties.topic], {})
    with pytest.raises(ConsumerStuck, match="no record arrives"):
        await asyncio.wait_for(_listen(subscription), 30)
    await subscription.close()
    answers.is_deaf = False  # what the supervisor starts in its place
    await everything_is_heard_in_order(wire, await wire.ear(), ["one"])
