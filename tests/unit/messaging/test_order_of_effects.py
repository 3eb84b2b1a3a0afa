"""What is committed first: the effects of a message, then the word to the transport that it need not come again."""

import asyncio

from shared.event_store.memory import MemoryEventStore
from shared.messaging.consumer import Consumer
from shared.messaging.local import LocalDelivery, LocalTransport
from tests.unit.messaging.small_talk import heard_of, parties, runtime_of, say, told_by


async def test_a_delivery_is_done_after_its_effects() -> None:
    new = parties()
    speaker, listener = (runtime_of(one, MemoryEventStore()) for one in (new.speaker, new.listener))
    await say(speaker, "bee", "one")
    messages = await told_by(speaker, new.topic)
    heard_when_done: list[list[str]] = []

    class Delivery(LocalDelivery):
        """Looks at what was heard by the time that it is done."""

        async def done(self) -> None:
            """It need not come again."""
            heard_when_done.append(await heard_of(listener, "bee"))

    class Subscription:
        """Brings one delivery, then nothing."""

        brought = False

        async def receive(self, timeout: float) -> Delivery | None:
            """The delivery, once."""
            await asyncio.sleep(0 if not self.brought else timeout)
            if self.brought:
                return None
            self.brought = True
            return Delivery(messages)

        async def look_behind(self) -> None:
            """Nothing to see."""

        async def close(self) -> None:
            """Nothing to close."""

    consumer = Consumer(listener.writer, LocalTransport({}).refill)
    running = asyncio.create_task(consumer.run(Subscription()))
    async with asyncio.timeout(5):
        while not heard_when_done:  # noqa: ASYNC110 - it is the consumer that says so
            await asyncio.sleep(0.005)
    running.cancel()
    assert heard_when_done == [["one"]]
