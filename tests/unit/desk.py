"""A desk in one department in memory: people ask over HTTP, other departments are heard."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

import httpx2

from shared.hosting.service import Service
from shared.testing.company import MemoryCompany


class DepartmentDesk:
    """What a test does in the department, as `person` with `roles` unless it says otherwise."""

    service: ClassVar[Service]
    person: ClassVar[str]
    roles: ClassVar[tuple[str, ...]]

    def __init__(self, company: MemoryCompany) -> None:
        self.company = company

    @classmethod
    async def open(cls) -> Self:
        """A company where nothing has happened yet."""
        return cls(await MemoryCompany.open([cls.service]))

    async def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        person: str = "",
        roles: tuple[str, ...] = (),
        key: str = "",
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """One request; a write gets a key of its own unless the test gives one."""
        sent = {
            "Authorization": f"Bearer {self.company.token(person or self.person, *(roles or self.roles))}",
            "Idempotency-Key": key or str(uuid4()),
            **(headers or {}),
        }
        transport = httpx2.ASGITransport(app=self.company)
        async with httpx2.AsyncClient(transport=transport, base_url="http://company", headers=sent) as client:
            return await client.request(method, f"/{self.service.name}{path}", json=body, params=params)

    async def hear(self, told: Any, *, key: str, event_id: UUID | None = None) -> None:
        """Another department tells something; nothing is parked."""
        await self.company.tell(self.service.name, told, key=key, event_id=event_id)
        assert self.company.parked() == []
