"""Goods that were sent for returned ones come back in their turn: five departments in memory, and the proof."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Final

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PUMPS, customer, open_site, opening_stock, tax_and_prices
from deploy.journeys.straight import Travelled, deliver, planned_shipments, straight
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

AGENT, MANAGER, CLERK = "cara.agent", "carl.care-manager", "anh.accountant"
KEEPER, HEAD = "wim.storekeeper", "wanda.warehouse-manager"
SOLD: Final = 2
PUMP: Final = replace(PUMPS[0], stock=SOLD)
CHEAPER: Final = replace(PUMP, cost=1_000_000)
GOODS_SOLD, WARRANTIES = "5000", "5300"


@dataclass
class Exchanged:
    """Two pumps were sold at what they had cost, were scrap, and were replaced by two that had cost less."""

    company: MemoryCompany
    people: People
    sold: Travelled

    async def come_back(self, grade: str, quantity: int = SOLD, warehouse: str = "main") -> str:
        """Requested, approved, received and inspected; the return's id."""
        body = {
            "order_id": self.sold.order_id,
            "customer_id": self.sold.customer_id,
            "warehouse": warehouse,
            "lines": [{"line_no": 1, "quantity": str(quantity), "fault": "leaks"}],
            "reason": "they leak",
        }
        return_id = str((await self.people.post(AGENT, "/care/returns", body))["id"])
        await self.people.post(MANAGER, f"/care/returns/{return_id}/approval")
        await self.company.settle()
        path = f"/warehouse/customer-returns/{return_id}"
        await self.people.post(KEEPER, f"{path}/receipts", {"items": [{"item_no": 1, "quantity": str(quantity)}]})
        found = {"item_no": 1, grade: str(quantity), "finding": "looked at"}
        await self.people.post(KEEPER, f"{path}/inspections", {"items": [found]})
        await self.company.settle()
        return return_id

    async def grant(self, return_id: str, remedy: str, quantity: int = SOLD) -> str:
        body = {"item_no": 1, "quantity": str(quantity), "remedy": remedy, "reason": "as decided"}
        await self.people.post(MANAGER, f"/care/returns/{return_id}/remedies", body)
        await self.company.settle()
        return str((await self.people.get(AGENT, f"/care/returns/{return_id}"))["grants"][-1]["grant_id"])

    async def send(self, grant_id: str) -> None:
        (shipment,) = await planned_shipments(self.people, grant_id)
        await deliver(self.people, shipment)
        await self.company.settle()

    async def worth(self) -> tuple[int, int, int]:
        """Of the stock, of what was sold, and of what our warranties cost us."""
        stock = await self.people.get(KEEPER, f"/warehouse/stock-items/main:{PUMP.sku}")
        book = await self.people.get(CLERK, "/accounting/trial-balance")
        on = {row["account"]: row["balance_minor"] for row in book["accounts"]}
        value = stock["value"]["minor"] if stock["value"] else 0
        return value, on.get(GOODS_SOLD, 0), on.get(WARRANTIES, 0)


async def cheaper_ones_found(people: People) -> None:
    """As many as were sold are counted, at another cost."""
    line = {"sku": CHEAPER.sku, "counted": str(CHEAPER.stock), "unit_cost": str(CHEAPER.cost)}
    sheet = {"warehouse": "main", "currency": CURRENCY, "reason": "found behind a door", "lines": [line]}
    count = await people.post(KEEPER, "/warehouse/stock-counts", sheet)
    await people.post(HEAD, f"/warehouse/stock-counts/{count['id']}/approval")


@pytest.fixture
async def exchanged() -> AsyncIterator[Exchanged]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (PUMP,))
    await opening_stock(people, (PUMP,))
    sold = await straight(people, await customer(people, 1), articles=(PUMP,), quantity=SOLD, revised=False)
    await cheaper_ones_found(people)
    await company.settle()
    case = Exchanged(company, people, sold)
    await case.send(await case.grant(await case.come_back("scrap"), "replacement"))
    yield case
    await doors.client.aclose()


async def test_it_comes_back_at_what_it_had_left_with_itself(exchanged: Exchanged) -> None:
    assert await exchanged.worth() == (0, 0, 2_000_000)
    second = await exchanged.come_back("good")
    assert await exchanged.worth() == (2_000_000, 0, 0)
    await exchanged.send(await exchanged.grant(second, "replacement"))
    assert await exchanged.worth() == (0, 0, 2_000_000)
    await exchanged.grant(await exchanged.come_back("good"), "credit")
    assert await exchanged.worth() == (2_000_000, 0, 0)
    await everything_holds(exchanged.company)


async def test_it_is_sent_from_where_there_is_one(exchanged: Exchanged) -> None:
    """Returned goods go to a site where there are no others, and which is closed by then."""
    await cheaper_ones_found(exchanged.people)
    await open_site(exchanged.people, "rma")
    await exchanged.company.settle()
    second = await exchanged.come_back("scrap", warehouse="rma")
    await exchanged.people.post(HEAD, "/warehouse/sites/rma/closing", {"reason": "given up"})
    await exchanged.company.settle()
    (shipment,) = await planned_shipments(exchanged.people, await exchanged.grant(second, "replacement"))
    assert (await exchanged.people.get(KEEPER, f"/warehouse/shipments/{shipment}"))["warehouse"] == "main"
    await everything_holds(exchanged.company)


async def test_once_repaired_its_cost_is_that_of_the_sale(exchanged: Exchanged) -> None:
    second = await exchanged.come_back("repair")
    await exchanged.send(await exchanged.grant(second, "repair"))
    assert await exchanged.worth() == (0, 2_000_000, 0)
    await exchanged.grant(await exchanged.come_back("good"), "credit")
    assert await exchanged.worth() == (2_000_000, 0, 0)
    await everything_holds(exchanged.company)
