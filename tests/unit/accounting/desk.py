"""Accounting in memory: people ask over HTTP, other departments are heard."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx2
import msgspec

from services.accounting.composition import SERVICE
from shared.testing.company import MemoryCompany

CLERK = ("accounting.clerk",)
MANAGER = ("accounting.manager",)


class Desk:
    """What a test does in accounting, with everything that follows settled."""

    def __init__(self, company: MemoryCompany) -> None:
        self.company = company

    @classmethod
    async def open(cls) -> "Desk":
        """A company where nothing has happened yet."""
        return cls(await MemoryCompany.open([SERVICE]))

    async def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        person: str = "a.clerk",
        roles: tuple[str, ...] = CLERK,
        key: str = "",
        params: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """One request; a write gets a key of its own unless the test gives one."""
        headers = {
            "Authorization": f"Bearer {self.company.token(person, *roles)}",
            "Idempotency-Key": key or str(uuid4()),
        }
        transport = httpx2.ASGITransport(app=self.company)
        async with httpx2.AsyncClient(transport=transport, base_url="http://company", headers=headers) as client:
            return await client.request(method, f"/accounting{path}", json=body, params=params)

    async def post(self, path: str, body: Mapping[str, Any] | None = None, **how: Any) -> dict[str, Any]:
        """A write that succeeds."""
        answer = await self.ask("POST", path, body, **how)
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str, **how: Any) -> dict[str, Any]:
        """A read that succeeds."""
        answer = await self.ask("GET", path, **how)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, path: str, body: Mapping[str, Any] | None = None, **how: Any) -> tuple[int, str]:
        """The status and code of a write that is refused."""
        answer = await self.ask(how.pop("method", "POST"), path, body, **how)
        return answer.status_code, answer.json()["code"]

    async def hear(self, told: Any, *, key: str, event_id: UUID | None = None) -> None:
        """Another department tells something; nothing is parked."""
        await self.company.tell("accounting", told, key=key, event_id=event_id)
        assert self.company.parked() == []

    async def balances(self) -> dict[str, int]:
        """Debits less credits per account, of all currencies together; the books balance."""
        found = await self.get("/trial-balance", person="an.auditor", roles=("company.auditor",))
        for total in found["totals"]:
            assert total["debit_minor"] == total["credit_minor"], found
        return {row["account"]: row["balance_minor"] for row in found["accounts"] if row["balance_minor"]}

    def telling(self, kind: str) -> list[Any]:
        """What exactly was told under that type, decoded as JSON."""
        outbox = self.company.departments["accounting"].store.outbox
        rows = [row for rows in outbox.values() for row in rows]
        return [msgspec.json.decode(row.data) for row in rows if row.type == f"accounting.{kind}"]

    def told(self) -> list[str]:
        """The types of what accounting told the others, in order per partition."""
        outbox = self.company.departments["accounting"].store.outbox
        return [row.type for rows in outbox.values() for row in rows]
