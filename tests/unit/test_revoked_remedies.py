"""A remedy that was granted wrongly is taken back: five departments in memory, and the proof."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.return_of_goods import approved_return, complained
from deploy.journeys.shop import PUMPS, customer, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.straight import deliver, planned_shipments, straight
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

AGENT, MANAGER, KEEPER, BUYER = "cara.agent", "carl.care-manager", "wim.storekeeper", "bao.buyer"
CLERK, CHIEF = "anh.accountant", "chi.chief-accountant"
PUMP: Final = replace(PUMPS[0], stock=4)
SOLD: Final = 3
WRONGLY: Final[dict[str, Any]] = {"reason": "their own fault, as it turns out"}


@dataclass
class Returned:
    """Three of four pumps were sold, and came back to be repaired: one is in stock."""

    company: MemoryCompany
    people: People
    return_id: str

    async def grant(self, remedy: str, quantity: int) -> str:
        body = {"item_no": 1, "quantity": str(quantity), "remedy": remedy, "reason": "as decided"}
        await self.people.post(MANAGER, f"/care/returns/{self.return_id}/remedies", body)
        await self.company.settle()
        return str((await self.shown())["grants"][-1]["grant_id"])

    async def revoke(self, grant_id: str) -> dict[str, Any]:
        """The last revocation, once the warehouse has answered."""
        path = f"/care/returns/{self.return_id}/remedies/{grant_id}/revocation"
        await self.people.post(MANAGER, path, WRONGLY)
        await self.company.settle()
        return dict((await self.shown())["revocations"][-1])

    async def cancel_credit(self, *, issued_anew: bool = False) -> None:
        """The credit note of all that was granted, by two persons of accounting."""
        listed = f"/accounting/credit-notes?order_id={(await self.shown())['order_id']}"
        (note,) = (await self.people.get(CLERK, listed))["items"]
        path = f"/accounting/credit-notes/{note['credit_note_id']}/cancellation"
        await self.people.post(CLERK, path, WRONGLY | {"issued_anew": issued_anew})
        await self.people.post(CHIEF, f"{path}/approval")
        await self.company.settle()

    async def shown(self) -> dict[str, Any]:
        return dict(await self.people.get(AGENT, f"/care/returns/{self.return_id}"))

    async def available(self, warehouse: str) -> str:
        stock = await self.people.get(KEEPER, f"/warehouse/stock-items/{warehouse}:{PUMP.sku}")
        return str(stock["available"])


@pytest.fixture
async def returned() -> AsyncIterator[Returned]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (PUMP,))
    await opening_stock(people, (PUMP,))
    await supplier_of(people, PUMP)
    sold = await straight(people, await customer(people, 1), articles=(PUMP,), quantity=SOLD, revised=False)
    return_id = await approved_return(people, sold, await complained(people, sold))
    await company.settle()
    path = f"/warehouse/customer-returns/{return_id}"
    await people.post(KEEPER, f"{path}/receipts", {"items": [{"item_no": 1, "quantity": str(SOLD)}]})
    worn = {"item_no": 1, "repair": str(SOLD), "finding": "worn seals"}
    await people.post(KEEPER, f"{path}/inspections", {"items": [worn]})
    await company.settle()
    yield Returned(company, people, return_id)
    await doors.client.aclose()


async def test_what_is_reserved_is_for_others_and_what_is_short_is_not_bought(returned: Returned) -> None:
    grant = await returned.grant("replacement", 3)
    (shipment,) = await planned_shipments(returned.people, grant)
    requisition = f"/purchasing/requisitions/{grant}"
    assert (await returned.people.get(BUYER, requisition))["status"] == "sourced"
    assert (await returned.shown())["items"][0]["to_settle"] == "0"

    revocation = await returned.revoke(grant)
    assert (revocation["status"], revocation["quantity"], revocation["grant_id"]) == ("revoked", "3", grant)
    assert (revocation["reason"], revocation["requested_by"]) == (WRONGLY["reason"], MANAGER)
    shown = await returned.shown()
    assert (shown["status"], shown["grants"], shown["items"][0]["to_settle"]) == ("to-settle", [], "3")
    assert (await returned.people.get(KEEPER, f"/warehouse/shipments/{shipment}"))["status"] == "cancelled"
    assert await returned.available("main") == "1"
    assert (await returned.people.get(BUYER, requisition))["status"] == "cancelled"
    await everything_holds(returned.company)


async def test_what_is_picked_leaves_and_what_is_not_stays(returned: Returned) -> None:
    grant = await returned.grant("replacement", 1)
    (shipment,) = await planned_shipments(returned.people, grant)
    await returned.people.post(KEEPER, f"/warehouse/shipments/{shipment}/picking")
    revocation = await returned.revoke(grant)
    assert (revocation["status"], revocation["quantity"]) == ("refused", "0")
    assert revocation["because"] == "all of it has left, or is picked"
    await everything_holds(returned.company)

    await deliver(returned.people, shipment)
    repair = await returned.grant("repair", 2)
    assert await returned.available("main.repair") == "1"
    assert (await returned.revoke(repair))["status"] == "revoked"
    assert await returned.available("main.repair") == "3"
    await returned.grant("credit", 2)
    assert (await returned.shown())["status"] == "closed"
    await everything_holds(returned.company)


async def test_nobody_else_may_and_a_credit_is_cancelled_in_accounting(returned: Returned) -> None:
    grant = await returned.grant("credit", 1)
    path = f"/care/returns/{returned.return_id}/remedies/{grant}/revocation"
    with pytest.raises(Refused) as credited:
        await returned.people.post(MANAGER, path, WRONGLY)
    assert credited.value.code == "care.return.remedy-carried-out"
    with pytest.raises(Refused) as forbidden:
        await returned.people.post(AGENT, path, WRONGLY)
    assert forbidden.value.code == "shared.auth.role-missing"
    with pytest.raises(Refused) as unknown:
        await returned.people.post(MANAGER, path.replace(grant, "G-404"), WRONGLY)
    assert unknown.value.code == "care.return.grant-unknown"


async def test_a_cancelled_credit_is_decided_anew(returned: Returned) -> None:
    await returned.grant("credit", SOLD)
    assert (await returned.shown())["status"] == "closed"
    await returned.cancel_credit()
    shown = await returned.shown()
    assert (shown["status"], shown["grants"], shown["items"][0]["to_settle"]) == ("to-settle", [], str(SOLD))
    (revocation,) = shown["revocations"]
    assert (revocation["status"], revocation["quantity"]) == ("revoked", str(SOLD))
    assert (revocation["reason"], revocation["requested_by"]) == (WRONGLY["reason"], "accounting")
    await everything_holds(returned.company)

    grant = await returned.grant("repair", SOLD)
    (shipment,) = await planned_shipments(returned.people, grant)
    await deliver(returned.people, shipment)
    await returned.company.settle()
    assert (await returned.shown())["status"] == "closed"
    await everything_holds(returned.company)


async def test_what_accounting_credits_anew_stays_granted(returned: Returned) -> None:
    grant = await returned.grant("credit", SOLD)
    await returned.cancel_credit(issued_anew=True)
    shown = await returned.shown()
    assert (shown["status"], [one["grant_id"] for one in shown["grants"]]) == ("closed", [grant])
    await everything_holds(returned.company)
