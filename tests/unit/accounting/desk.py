"""Accounting in memory: people ask over HTTP, other departments are heard."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.accounting.composition import SERVICE
from tests.unit.desk import DepartmentDesk

CLERK = ("accounting.clerk",)
MANAGER = ("accounting.manager",)


class Desk(DepartmentDesk):
    """What a test does in accounting, with everything that follows settled."""

    service = SERVICE
    person = "a.clerk"
    roles = CLERK

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
