"""A company in memory of whose ten sold pumps five may come back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.return_of_goods import complained
from deploy.journeys.shop import PUMPS, customer, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.straight import straight
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany

AGENT, CARE, KEEPER, MANAGER = "cara.agent", "carl.care-manager", "wim.storekeeper", "wanda.warehouse-manager"
PUMP: Final = replace(PUMPS[0], stock=12)
SOLD, BACK = 10, 5


@dataclass
class Returned:
    """Ten pumps were sold; five of them may come back."""

    company: MemoryCompany
    people: People
    order_id: str
    complaint_id: str
    return_id: str

    @property
    def goods(self) -> str:
        return f"/warehouse/customer-returns/{self.return_id}"

    async def receive(self, quantity: int) -> str:
        """The receipt's id."""
        await self.people.post(KEEPER, f"{self.goods}/receipts", {"items": [{"item_no": 1, "quantity": str(quantity)}]})
        await self.company.settle()
        return str((await self.people.get(KEEPER, self.goods))["receipts"][-1]["receipt_id"])

    async def correct(self, receipt_id: str, came: int, person: str = MANAGER) -> None:
        body = {"reason": "5 typed for 3", "items": [{"item_no": 1, "quantity": str(came)}]}
        await self.people.post(person, f"{self.goods}/receipts/{receipt_id}/corrections", body)
        await self.company.settle()

    async def inspect(self, good: int = 0, *, repair: int = 0, scrap: int = 0, person: str = KEEPER) -> str:
        """The inspection's id."""
        graded = {
            "item_no": 1,
            "good": str(good),
            "repair": str(repair),
            "scrap": str(scrap),
            "finding": "at first sight",
        }
        await self.people.post(person, f"{self.goods}/inspections", {"items": [graded]})
        await self.company.settle()
        return str((await self.people.get(KEEPER, self.goods))["inspections"][-1]["inspection_id"])

    async def grant(self, quantity: int, remedy: str = "credit", **more: Any) -> None:
        body = {"item_no": 1, "quantity": str(quantity), "remedy": remedy, "reason": "as decided", **more}
        await self.people.post(CARE, f"/care/returns/{self.return_id}/remedies", body)
        await self.company.settle()

    async def days_pass(self, days: int) -> None:
        await self.company.pass_time(timedelta(days=days))
        await self.company.settle()

    async def shown(self) -> dict[str, Any]:
        return dict(await self.people.get(AGENT, f"/care/returns/{self.return_id}"))

    async def units(self) -> dict[str, str]:
        """Of the return, as care knows."""
        (item,) = (await self.shown())["items"]
        return {name: item[name] for name in ("expected", "received", "good", "to_settle")}

    async def returnable(self) -> str:
        path = f"/care/warranties/{self.order_id}/entitlement?line_no=1"
        return str((await self.people.get(AGENT, path))["returnable"])

    async def taken_back(self) -> str:
        """As sales knows."""
        return str((await self.people.get("sara.rep", f"/sales/orders/{self.order_id}"))["lines"][0]["taken_back"])


@asynccontextmanager
async def five_of_ten() -> AsyncIterator[Returned]:
    """Approved, and not received yet; two pumps are in stock."""
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (PUMP,))
    await opening_stock(people, (PUMP,))
    await supplier_of(people, PUMP)
    sold = await straight(people, await customer(people, 1), articles=(PUMP,), quantity=SOLD, revised=False)
    complaint = await complained(people, sold)
    body = {
        "order_id": sold.order_id,
        "customer_id": sold.customer_id,
        "complaint_id": complaint,
        "warehouse": "main",
        "lines": [{"line_no": 1, "quantity": str(BACK), "fault": "leaks at the seal"}],
        "reason": "they leak",
    }
    return_id = str((await people.post(AGENT, "/care/returns", body))["id"])
    await people.post(CARE, f"/care/returns/{return_id}/approval")
    await company.settle()
    yield Returned(company, people, sold.order_id, complaint, return_id)
    await doors.client.aclose()
