"""Customer care in memory, its clients, and the other departments' voice."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import httpx2
import pytest

from services.care.composition import SERVICE
from shared.event_store.codec import encode
from shared.event_store.partitioning import partition_of_key
from shared.messaging.envelope import Envelope
from shared.published.published import topic_of, type_of
from shared.testing.company import START, MemoryCompany

Tell = Callable[..., Awaitable[None]]
ClientOf = Callable[..., httpx2.AsyncClient]


@pytest.fixture
async def company() -> MemoryCompany:
    return await MemoryCompany.open([SERVICE])


@pytest.fixture
def client_of(company: MemoryCompany) -> ClientOf:
    def client(person: str = "c.agent", *roles: str) -> httpx2.AsyncClient:
        headers = {"Authorization": f"Bearer {company.token(person, *(roles or ('care.agent',)))}"}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=company), base_url="http://company/care", headers=headers
        )

    return client


@pytest.fixture
def tell(company: MemoryCompany) -> Tell:
    """Lets care hear a published event, as if its owner's relay had brought it."""
    sequences: Counter[tuple[str, int]] = Counter()

    async def told(published: object, *, key: str, at: datetime = START, event: str = "") -> None:
        topic, partition = topic_of(type(published)), partition_of_key(key)
        sequences[topic, partition] += 1
        seq = sequences[topic, partition]
        event_id = uuid5(NAMESPACE_URL, event or f"{topic}/{partition}/{seq}")
        message = Envelope(
            topic=topic,
            partition=partition,
            seq=seq,
            key=key,
            event_id=event_id,
            type=type_of(published),
            epoch=1,
            stream=f"{topic.partition('.')[2]}-{key}",
            stream_version=1,
            occurred_at=at,
            causation_id=event_id,
            correlation_id=event_id,
            trace=None,
            data=encode(published),
        )
        await company.departments["care"].consumer.hear([message])

    return told
