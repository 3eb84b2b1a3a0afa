"""An item is delisted: sales promises nothing new of it, keeps what it promised, and offers it again once relisted."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.shop import CURRENCY, PRICE_LIST, PUMPS, customer, lines_of, opening_stock, tax_and_prices
from deploy.journeys.straight import agreed_contract, placed_order, planned_shipments
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

REP = "sara.rep"
MANAGER = "wanda.warehouse-manager"
PUMP = PUMPS[0]
ITEM = f"/warehouse/items/{PUMP.sku}"
ACCEPTANCE = {"revision": 1, "accepted_by": "Hoa"}


@dataclass
class Trade:
    """Five departments, a customer, and an item on the price list."""

    company: MemoryCompany
    people: People
    customer_id: str

    @property
    def offer(self) -> dict[str, Any]:
        lines = lines_of((PUMP,), 1)
        return {"customer_id": self.customer_id, "price_list": PRICE_LIST, "currency": CURRENCY, "lines": lines}

    async def draft(self) -> str:
        return f"/sales/quotations/{(await self.people.post(REP, '/sales/quotations', self.offer))['id']}"

    async def delist(self, reason: str = "no longer made") -> None:
        await self.people.post(MANAGER, f"{ITEM}/delisting", {"reason": reason})
        await self.company.settle()

    async def relist(self) -> None:
        await self.people.put("wim.storekeeper", ITEM, {"name": PUMP.name, "unit": "EA"})
        await self.company.settle()

    async def is_refused(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The problem."""
        with pytest.raises(Refused) as refused:
            await self.people.ask(REP, method, path, body)
        problem = dict(refused.value.problem)
        found = (refused.value.status, refused.value.code, problem["field"])
        assert found == (409, "sales.quotation.item-is-delisted", "lines.0.sku")
        return problem


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, PUMPS)
    await opening_stock(people, PUMPS)
    yield Trade(company, people, await customer(people, 1))
    await doors.client.aclose()


async def test_it_is_not_quoted_until_it_is_listed_again(trade: Trade) -> None:
    draft = await trade.draft()
    await trade.delist()
    problem = await trade.is_refused("POST", "/sales/quotations", trade.offer)
    assert (problem["sku"], problem["reason"]) == (PUMP.sku, "no longer made")
    assert problem["delisted_on"] == trade.company.clock.now().date().isoformat()
    await trade.is_refused("PUT", f"{draft}/revision", {**trade.offer, "note": "as discussed"})
    await trade.is_refused("POST", f"{draft}/submission")
    await trade.is_refused("POST", f"{draft}/dispatch")
    await trade.relist()
    await trade.people.post(REP, f"{draft}/dispatch")
    await trade.people.post(REP, f"{await trade.draft()}/dispatch")
    await everything_holds(trade.company)


async def test_others_are_quoted_as_ever(trade: Trade) -> None:
    await trade.delist()
    quotation, _ = await agreed_contract(trade.people, trade.customer_id, lines_of(PUMPS[1:], 1))
    assert (await trade.people.get(REP, f"/sales/quotations/{quotation}"))["status"] == "contracted"


async def test_what_was_never_listed_is_not_refused(trade: Trade) -> None:
    line = {"sku": "TRAINING", "quantity": "1", "unit_price": "450000", "tax_code": "VAT10"}
    drafted = await trade.people.post(REP, "/sales/quotations", {**trade.offer, "lines": [line]})
    quotation = await trade.people.get(REP, f"/sales/quotations/{drafted['id']}")
    assert [one["sku"] for one in quotation["lines"]] == ["TRAINING"]


async def test_what_was_promised_is_kept(trade: Trade) -> None:
    draft = await trade.draft()
    await trade.people.post(REP, f"{draft}/dispatch")
    _, contract = await agreed_contract(trade.people, trade.customer_id, lines_of((PUMP,), 1))
    await trade.delist()
    order = await placed_order(trade.people, contract)
    assert len(await planned_shipments(trade.people, order)) == 1
    await trade.people.post(REP, f"{draft}/acceptance", ACCEPTANCE)
    signing = {"quotation_id": draft.rpartition("/")[2], "revision": 1, "signed_by": "Hoa"}
    await trade.people.post(REP, "/sales/contracts", signing)
    await everything_holds(trade.company)
