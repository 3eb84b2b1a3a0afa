"""Sales in memory: people ask over HTTP."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.sales.composition import SERVICE
from tests.unit.desk import DepartmentDesk

REP = ("sales.rep",)
MANAGER = ("sales.manager",)
BOSS: Mapping[str, Any] = {"roles": MANAGER, "person": "boss"}
CUSTOMER: Mapping[str, Any] = {
    "name": "Minh Phát",
    "tax_id": "0100233488",
    "country": "VN",
    "currency": "USD",
    "billing_email": "ketoan@minhphat.example",
    "terms": [{"percent": "100", "due_in_days": 30}],
}
PRICE: Mapping[str, Any] = {
    "sku": "PUMP",
    "description": "Pump, 40 l/min",
    "unit_price": "199.00",
    "floor_price": "180.00",
    "tax_code": "STANDARD",
    "valid_from": "2026-03-01",
}


class Desk(DepartmentDesk):
    """What a test does in sales."""

    service = SERVICE
    person = "rep"
    roles = REP

    async def write(
        self, path: str, body: Mapping[str, Any] | None = None, *, method: str = "POST", **how: Any
    ) -> dict[str, Any]:
        """A write that succeeds."""
        answer = await self.ask(method, path, body, **how)
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def read(self, path: str, **how: Any) -> Any:
        """A read that succeeds."""
        answer = await self.ask("GET", path, **how)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused(
        self, path: str, body: Mapping[str, Any] | None = None, *, method: str = "POST", **how: Any
    ) -> tuple[int, str, str | None]:
        """The status, code and field of a request that is refused."""
        answer = await self.ask(method, path, body, **how)
        problem = answer.json()
        return answer.status_code, problem["code"], problem.get("field")

    async def customer(self, **other: Any) -> str:
        """A registered customer's id."""
        found: str = (await self.write("/customers", {**CUSTOMER, **other}))["id"]
        return found

    async def retail(self) -> None:
        """A price list in dollars with a pump on it."""
        await self.write("/price-lists/RETAIL", {"name": "Retail", "currency": "USD"}, method="PUT", **BOSS)
        await self.write("/price-lists/RETAIL/prices", PRICE, **BOSS)

    def telling(self, kind: str) -> list[Any]:
        """What exactly was told under types that begin so, decoded as JSON."""
        outbox = self.company.departments["sales"].store.outbox
        rows = [row for rows in outbox.values() for row in rows]
        return [msgspec.json.decode(row.data) for row in rows if row.type.startswith(f"sales.{kind}")]

    def told(self) -> list[str]:
        """The types of what sales told the others."""
        outbox = self.company.departments["sales"].store.outbox
        return [row.type for rows in outbox.values() for row in rows]
