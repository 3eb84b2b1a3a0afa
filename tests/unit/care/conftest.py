"""Customer care in memory, its clients, and the other departments' voice."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import httpx2
import pytest

from services.care.composition import SERVICE
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

    async def told(published: object, *, key: str, at: datetime = START, event: str = "") -> None:
        await company.tell("care", published, key=key, at=at, event_id=uuid5(NAMESPACE_URL, event) if event else None)

    return told
