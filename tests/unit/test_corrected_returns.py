"""A customer's return that was received as more than came: five departments in memory, and the proof."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.return_of_goods import complained
from deploy.journeys.shop import PUMPS, customer, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.straight import deliver, planned_shipments, straight
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

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

    async def inspect(self, quantity: int) -> None:
        graded = {"item_no": 1, "good": str(quantity), "finding": "unused"}
        await self.people.post(KEEPER, f"{self.goods}/inspections", {"items": [graded]})
        await self.company.settle()

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


@pytest.fixture
async def returned() -> AsyncIterator[Returned]:
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


async def test_what_had_not_come_is_waited_for_and_comes(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)
    await returned.grant(3)
    await returned.correct(receipt, 3)
    assert await returned.units() == {"expected": "2", "received": "3", "good": "3", "to_settle": "0"}
    assert await returned.taken_back() == "3"
    shown = await returned.people.get(KEEPER, returned.goods)
    assert (shown["status"], shown["to_inspect"], shown["items"][0]["to_come"]) == ("part-received", False, "2")
    assert [one["reason"] for one in shown["corrections"]] == ["5 typed for 3"]
    await everything_holds(returned.company)

    await returned.receive(2)
    await returned.inspect(2)
    await returned.grant(2)
    assert (await returned.shown())["status"] == "closed"
    assert await returned.taken_back() == "5"
    await everything_holds(returned.company)


async def test_what_never_comes_is_given_up_on_the_last_day_and_the_complaint_waits_no_more(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)
    await returned.grant(3)
    await returned.correct(receipt, 3)
    assert await returned.returnable() == "5"
    await returned.days_pass(31)
    assert (await returned.shown())["status"] == "closed"
    assert await returned.returnable() == "7"
    outbox = returned.company.departments["care"].store.outbox
    assert "care.complaint.returns-settled.v1" in [row.type for rows in outbox.values() for row in rows]
    await everything_holds(returned.company)


async def test_it_is_noticed_after_the_last_day(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)
    await returned.grant(3)
    await returned.days_pass(90)
    assert (await returned.shown())["status"] == "to-inspect"
    await returned.correct(receipt, 3)
    await returned.days_pass(0)
    assert (await returned.shown())["status"] == "closed"
    assert await returned.returnable() == "7"
    assert (await returned.people.get(KEEPER, returned.goods))["status"] == "withdrawn"
    await everything_holds(returned.company)
    await returned.receive(2)
    assert await returned.units() == {"expected": "0", "received": "5", "good": "3", "to_settle": "0"}
    assert await returned.returnable() == "5"
    await everything_holds(returned.company)


async def test_what_came_too_late_and_was_typed_wrong(returned: Returned) -> None:
    await returned.days_pass(31)
    assert (await returned.shown())["status"] == "expired"
    receipt = await returned.receive(5)
    assert await returned.returnable() == "5"
    await returned.correct(receipt, 3)
    assert await returned.units() == {"expected": "0", "received": "3", "good": "0", "to_settle": "0"}
    assert await returned.returnable() == "7"
    await everything_holds(returned.company)
    await returned.correct(receipt, 0)
    assert (await returned.shown())["status"] == "expired"
    assert (await returned.returnable(), await returned.taken_back()) == ("10", "0")
    await everything_holds(returned.company)


async def test_of_a_cancelled_return_nothing_is_waited_for(returned: Returned) -> None:
    reason = {"reason": "they found out how it works"}
    await returned.people.post(AGENT, f"/care/returns/{returned.return_id}/cancellation", reason)
    await returned.company.settle()
    receipt = await returned.receive(5)
    await returned.correct(receipt, 3)
    assert (await returned.units())["expected"] == "0"
    assert await returned.returnable() == "7"
    await everything_holds(returned.company)


async def test_who_has_others_in_advance_owes_what_had_not_come(returned: Returned) -> None:
    await returned.grant(2, "replacement", in_advance=True)
    (shipment,) = await planned_shipments(returned.people, (await returned.shown())["grants"][0]["grant_id"])
    await deliver(returned.people, shipment)
    receipt = await returned.receive(2)
    await returned.days_pass(31)
    assert (await returned.shown())["charges"] == []
    await returned.correct(receipt, 1)
    await returned.days_pass(0)
    (charge,) = (await returned.shown())["charges"]
    assert (charge["kind"], charge["quantity"]) == ("kept-goods", "1")
    await everything_holds(returned.company)


async def test_it_takes_a_manager_who_did_not_receive_them_and_stops_at_what_was_inspected(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)

    async def refusal(receipt_id: str, came: int, person: str = MANAGER) -> tuple[int, str]:
        with pytest.raises(Refused) as refused:
            await returned.correct(receipt_id, came, person)
        return refused.value.status, refused.value.code

    assert await refusal(receipt, 2) == (409, "warehouse.returned-goods.corrects-below-inspected")
    assert await refusal(receipt, 6) == (422, "warehouse.returned-goods.more-came")
    assert await refusal("R9", 3) == (404, "warehouse.returned-goods.receipt-unknown")
    assert await refusal(receipt, 3, KEEPER) == (403, "shared.auth.role-missing")
    assert (await returned.people.get(KEEPER, returned.goods))["corrections"] == []


async def test_what_two_see_at_once_is_corrected_once_and_what_is_inspected_meanwhile_did_come(
    returned: Returned,
) -> None:
    receipt = await returned.receive(5)
    await asyncio.gather(*(returned.correct(receipt, 4) for _ in range(4)))
    assert len((await returned.people.get(KEEPER, returned.goods))["corrections"]) == 1
    both = await asyncio.gather(returned.inspect(4), returned.correct(receipt, 3), return_exceptions=True)
    assert sum(isinstance(one, Refused) for one in both) == 1
    assert (await returned.units())["expected"] in ("1", "2")
    await everything_holds(returned.company)


async def test_a_closed_site_waits_for_what_had_not_come(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.people.post(MANAGER, "/warehouse/sites/main/closing", {"reason": "moved"})
    await returned.correct(receipt, 3)
    history: Any = await returned.people.get(MANAGER, "/warehouse/sites/history")
    assert history[-1]["type"] == "site_list.site-used"
    assert history[-1]["data"]["used_by"] == f"returned_goods-{returned.return_id}"
