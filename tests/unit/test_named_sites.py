"""Who names a warehouse names an open site, in every department; what was asked already goes its way all the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.shop import PUMPS, SHORT, customer, lines_of, open_site, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import bought, receive
from deploy.journeys.straight import agreed_contract, deliver, placed_order, planned_shipments
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

MANAGER = "wanda.warehouse-manager"
VACATING = "/warehouse/sites/north/vacating"
PUMP = PUMPS[0]
REASON = {"reason": "the lease ended"}


@dataclass
class Named:
    """Five departments, of which the warehouse keeps the sites."""

    company: MemoryCompany
    people: People
    customer_id: str
    supplier_id: str

    async def refusal(self, person: str, path: str, body: dict[str, Any]) -> tuple[int, str, Any, Any]:
        """Status, code, field, and the sites that the refusal shows."""
        with pytest.raises(Refused) as refused:
            await self.people.post(person, path, body)
        problem = refused.value.problem
        return refused.value.status, refused.value.code, problem.get("field"), problem.get("open_sites")

    async def contract(self, article: Any = PUMP, quantity: int = 1) -> str:
        return (await agreed_contract(self.people, self.customer_id, lines_of((article,), quantity)))[1]

    async def call(self, *ship_from: str) -> str:
        body = {"contract_id": await self.contract(), "ship_from": list(ship_from)}
        return str((await self.people.post("sara.rep", "/sales/orders", body))["id"])

    def purchase(self, warehouse: str) -> dict[str, Any]:
        line = {"sku": SHORT.sku, "quantity": "1", "unit_price": "1"}
        return {"supplier_id": self.supplier_id, "warehouse": warehouse, "currency": "VND", "lines": [line]}

    def requisition(self, warehouse: str) -> dict[str, Any]:
        return {"warehouse": warehouse, "lines": [{"sku": SHORT.sku, "quantity": "1"}], "reason": "spring"}

    def customer_return(self, warehouse: str, order_id: str) -> dict[str, Any]:
        line = {"line_no": 1, "quantity": "1", "fault": "leaks"}
        return {
            "order_id": order_id,
            "customer_id": self.customer_id,
            "warehouse": warehouse,
            "lines": [line],
            "reason": "it leaks",
        }

    async def statuses(self) -> dict[str, str]:
        """Of each site, as the warehouse knows it."""
        shown = (await self.people.get(MANAGER, "/warehouse/sites"))["sites"]
        return {site["code"]: site["status"] for site in shown}

    async def prove(self) -> None:
        """Nothing waits for an operator, and every invariant holds."""
        await everything_holds(self.company)


@pytest.fixture
async def named() -> AsyncIterator[Named]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (*PUMPS, SHORT))
    supplier = await supplier_of(people, SHORT)
    buyer = await customer(people, 1)
    yield Named(company, people, buyer, supplier)
    await doors.client.aclose()


async def test_a_slip_of_the_hand_is_refused_wherever_it_is_made(named: Named) -> None:
    await opening_stock(named.people, PUMPS)
    order = await named.call("main")
    (shipment,) = await planned_shipments(named.people, order)
    await deliver(named.people, shipment)
    await named.company.settle()

    call = {"contract_id": await named.contract(), "ship_from": ["main", "mian"]}
    refused = await named.refusal("sara.rep", "/sales/orders", call)
    assert refused == (422, "sales.site.names-unknown", "ship_from.1", ["main"])
    refused = await named.refusal("bao.buyer", "/purchasing/purchase-orders", named.purchase("mian"))
    assert refused == (422, "purchasing.site.names-unknown", "warehouse", ["main"])
    refused = await named.refusal("bao.buyer", "/purchasing/requisitions", named.requisition("mian"))
    assert refused == (422, "purchasing.site.names-unknown", "warehouse", ["main"])
    refused = await named.refusal("cara.agent", "/care/returns", named.customer_return("mian", order))
    assert refused == (422, "care.site.names-unknown", "warehouse", ["main"])

    await named.people.post("bao.buyer", "/purchasing/purchase-orders", named.purchase("main"))
    await named.people.post("bao.buyer", "/purchasing/requisitions", named.requisition("main"))
    await named.people.post("cara.agent", "/care/returns", named.customer_return("main", order))
    for department, person in (("sales", "sara.rep"), ("purchasing", "bao.buyer"), ("care", "cara.agent")):
        (shown,) = (await named.people.get(person, f"/{department}/sites"))["sites"]
        assert (shown["code"], shown["name"], shown["status"]) == ("main", "Site main", "open")
    await named.prove()


async def test_a_closed_site_is_refused_once_it_is_heard_of_and_taken_again_once_reopened(named: Named) -> None:
    await opening_stock(named.people, PUMPS)
    await open_site(named.people, "north")
    await named.company.settle()
    await named.people.post(MANAGER, "/warehouse/sites/north/closing", REASON)
    await named.company.settle()
    call = {"contract_id": await named.contract(), "ship_from": ["north"]}
    refused = await named.refusal("sara.rep", "/sales/orders", call)
    assert refused == (422, "sales.site.names-closed", "ship_from.0", ["main"])
    for path, body in (("purchase-orders", named.purchase("north")), ("requisitions", named.requisition("north"))):
        assert (await named.refusal("bao.buyer", f"/purchasing/{path}", body))[1] == "purchasing.site.names-closed"
    await named.people.post(MANAGER, "/warehouse/sites/north/reopening", REASON)
    await named.company.settle()
    await named.people.post("sara.rep", "/sales/orders", call)
    await named.prove()


async def test_what_was_asked_before_the_closing_was_heard_of_waits_for_nobody_but_an_approver(named: Named) -> None:
    """The order waits for goods at the closed site, by rule. A person buys none for it, until it is reopened."""
    await opening_stock(named.people, PUMPS)
    await open_site(named.people, "north")
    await named.company.settle()
    call = {"contract_id": await named.contract(SHORT), "ship_from": ["north"]}
    await named.people.post(MANAGER, "/warehouse/sites/north/closing", REASON)
    order = str((await named.people.post("sara.rep", "/sales/orders", call))["id"])
    await named.company.settle()
    with pytest.raises(Refused) as refused:
        await bought(named.people, order)
    assert refused.value.code == "purchasing.site.names-closed"
    await named.people.post(MANAGER, "/warehouse/sites/north/reopening", REASON)
    await named.company.settle()
    purchase = await bought(named.people, order)
    await receive(named.people, purchase["purchase_order_id"], 1)
    (shipment,) = await planned_shipments(named.people, order)
    await deliver(named.people, shipment)
    await named.company.settle()
    assert (await named.people.get("sara.rep", f"/sales/orders/{order}"))["fulfilment"] == "full"
    await named.prove()


async def test_a_company_without_a_list_goes_on_and_its_first_site_brings_the_others_along(named: Named) -> None:
    order = str(
        (
            await named.people.post(
                "sara.rep", "/sales/orders", {"contract_id": await named.contract(SHORT), "ship_from": ["old"]}
            )
        )["id"]
    )
    purchase = await bought(named.people, order)
    await named.company.settle()
    await named.people.post("bao.buyer", "/purchasing/purchase-orders", named.purchase("older"))
    await named.company.settle()

    await open_site(named.people, "main")
    await named.company.settle()
    shown = (await named.people.get("sara.rep", "/sales/sites"))["sites"]
    assert [one["code"] for one in shown] == ["main", "old", "older"]
    await receive(named.people, purchase["purchase_order_id"], 1)
    (shipment,) = await planned_shipments(named.people, order)
    await deliver(named.people, shipment)
    await named.call("old", "main")
    await named.prove()


async def test_a_site_is_not_vacated_while_orders_or_suppliers_name_it(named: Named) -> None:
    await opening_stock(named.people, PUMPS)
    await open_site(named.people, "north")
    await named.company.settle()
    purchase = await named.people.post("bao.buyer", "/purchasing/purchase-orders", named.purchase("north"))
    call = {"contract_id": await named.contract(SHORT, 2), "ship_from": ["north"]}
    order = str((await named.people.post("sara.rep", "/sales/orders", call))["id"])
    await named.company.settle()
    awaited = await bought(named.people, order)
    await named.company.settle()
    await named.people.post(MANAGER, "/warehouse/sites/north/closing", REASON)
    with pytest.raises(Refused) as refused:
        await named.people.post(MANAGER, VACATING, {})
    assert (refused.value.status, refused.value.code) == (409, "warehouse.site.in-use")
    assert (refused.value.problem["waiting"], "on_hand" in refused.value.problem) == ("2", False)
    assert sorted(refused.value.problem["purchase_orders"]) == sorted([purchase["id"], awaited["purchase_order_id"]])

    await named.people.post("sara.rep", f"/sales/orders/{order}/cancellation", REASON)
    await named.company.settle()
    for identity in (purchase["id"], awaited["purchase_order_id"]):
        await named.people.post("bao.buyer", f"/purchasing/purchase-orders/{identity}/cancellation", REASON)
    await named.company.settle()
    await named.people.post(MANAGER, VACATING, {})
    await named.prove()


async def test_what_comes_to_a_vacated_site_is_taken_in_and_it_is_vacated_no_longer(named: Named) -> None:
    """The supplier has the order of somebody who had not heard of the closing."""
    await opening_stock(named.people, PUMPS)
    await open_site(named.people, "north")
    await named.company.settle()
    purchase = await named.people.post("bao.buyer", "/purchasing/purchase-orders", named.purchase("north"))
    await named.people.post(MANAGER, "/warehouse/sites/north/closing", REASON)
    await named.people.post(MANAGER, VACATING, {})
    assert await named.statuses() == {"main": "open", "north": "vacated"}
    await named.company.settle()
    assert await named.statuses() == {"main": "open", "north": "closed"}
    await receive(named.people, purchase["id"], 1)
    with pytest.raises(Refused) as refused:
        await named.people.post(MANAGER, VACATING, {})
    assert refused.value.problem["on_hand"] == "1"
    await named.prove()


async def test_a_request_that_was_made_is_answered_as_then_although_the_site_is_closed_now(named: Named) -> None:
    await opening_stock(named.people, PUMPS)
    await open_site(named.people, "north")
    await named.company.settle()
    body, path = named.requisition("north"), "/purchasing/requisitions"
    first = await named.people.ask("bao.buyer", "POST", path, body, key="once")
    await named.people.post(MANAGER, "/warehouse/sites/north/closing", REASON)
    await named.company.settle()
    again = await named.people.ask("bao.buyer", "POST", path, body, key="once")
    assert again == {**first, "repeated": True}
    await placed_order(named.people, await named.contract())
    await named.prove()


CLOSED = (422, "purchasing.site.names-closed", "warehouse", ["main"])


@pytest.fixture
async def north(named: Named) -> Named:
    """With a second site, of which everybody has heard."""
    await opening_stock(named.people, PUMPS)
    await open_site(named.people, "north")
    await named.company.settle()
    return named


async def close_north(named: Named) -> None:
    await named.people.post(MANAGER, "/warehouse/sites/north/closing", REASON)
    await named.company.settle()


async def test_a_purchase_order_for_a_site_that_closed_since_is_neither_approved_nor_revised(north: Named) -> None:
    dear = north.purchase("north")
    dear["lines"][0]["unit_price"] = "60000000"
    waiting, refused = [(await north.people.post("bao.buyer", "/purchasing/purchase-orders", dear))["id"] for _ in "12"]
    manager, path = "petra.purchasing-manager", "/purchasing/purchase-orders"
    await north.people.post(manager, f"{path}/{refused}/refusal", REASON)
    await close_north(north)
    assert await north.refusal(manager, f"{path}/{waiting}/approval", {}) == CLOSED
    cheaper = {"lines": [{"line_no": 1, "quantity": "1", "unit_price": "1"}]}
    assert await north.refusal("bao.buyer", f"{path}/{refused}/revision", cheaper) == CLOSED
    await north.people.post(manager, f"{path}/{waiting}/refusal", REASON)
    for one in (waiting, refused):
        await north.people.post("bao.buyer", f"{path}/{one}/cancellation", REASON)
    await north.people.post(MANAGER, VACATING, {})
    await north.prove()


async def test_a_purchase_order_for_a_site_that_closed_since_it_was_approved_is_not_sent(north: Named) -> None:
    dear = north.purchase("north")
    dear["lines"][0]["unit_price"] = "60000000"
    drafted = await north.people.post("bao.buyer", "/purchasing/purchase-orders", dear)
    path = f"/purchasing/purchase-orders/{drafted['id']}"
    await north.people.post("petra.purchasing-manager", f"{path}/approval")
    await close_north(north)
    assert await north.refusal("bao.buyer", f"{path}/dispatch", {}) == CLOSED
    await north.people.post(MANAGER, "/warehouse/sites/north/reopening", REASON)
    await north.company.settle()
    await north.people.post("bao.buyer", f"{path}/dispatch")
    await north.prove()


async def test_a_requisition_for_a_site_that_closed_since_is_neither_approved_nor_sourced(north: Named) -> None:
    wanted, path = north.requisition("north"), "/purchasing/requisitions"
    proposed = (await north.people.post("bao.buyer", path, wanted))["id"]
    offered_by_nobody = wanted | {"lines": [{"sku": "NOBODY-SELLS-IT", "quantity": "1"}]}
    unsourced = (await north.people.post("bao.buyer", path, offered_by_nobody))["id"]
    await north.people.post("petra.purchasing-manager", f"{path}/{unsourced}/approval")
    await close_north(north)
    assert await north.refusal("petra.purchasing-manager", f"{path}/{proposed}/approval", {}) == CLOSED
    assert await north.refusal("bao.buyer", f"{path}/{unsourced}/sourcing", {"line_no": 1}) == CLOSED
    await north.people.post("petra.purchasing-manager", f"{path}/{proposed}/rejection", REASON)
    await north.people.post("petra.purchasing-manager", f"{path}/{unsourced}/cancellation", REASON)
    await north.prove()


@pytest.mark.parametrize("approval", ["approval", "goodwill-approval"])
async def test_a_return_to_a_site_that_closed_since_is_not_approved(north: Named, approval: str) -> None:
    """It is taken down anew, for another site."""
    order = await north.call("main")
    (shipment,) = await planned_shipments(north.people, order)
    await deliver(north.people, shipment)
    await north.company.settle()
    body = north.customer_return("north", order)
    returned = (await north.people.post("cara.agent", "/care/returns", body))["id"]
    await close_north(north)
    refused = await north.refusal("carl.care-manager", f"/care/returns/{returned}/{approval}", {})
    assert refused == (422, "care.site.names-closed", "warehouse", ["main"])
    await north.people.post("cara.agent", f"/care/returns/{returned}/cancellation", REASON)
    again = (await north.people.post("cara.agent", "/care/returns", body | {"warehouse": "main"}))["id"]
    await north.people.post("carl.care-manager", f"/care/returns/{again}/{approval}")
    await north.prove()
