"""Goods taken from one order for another, and goods that a count misses: five departments in memory, and the proof."""

from dataclasses import replace
from typing import Any

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PUMPS, customer, lines_of, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import receive
from deploy.journeys.straight import agreed_contract, deliver, placed_order, planned_shipments
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

PUMP = replace(PUMPS[0], stock=6)


async def supply(people: People, order_id: str) -> tuple[str, str, str]:
    """As sales knows it: the facet, reserved and short."""
    shown: dict[str, Any] = await people.get("sara.rep", f"/sales/orders/{order_id}")
    (line,) = shown["lines"]
    return shown["supply"], line["reserved"], line["short"]


async def counted(people: People, units: str) -> Any:
    """By the storekeeper, approved by the manager: the count."""
    lines = [{"sku": PUMP.sku, "counted": units}]
    sheet = {"warehouse": "main", "currency": CURRENCY, "reason": "monthly count", "lines": lines}
    count = await people.post("wim.storekeeper", "/warehouse/stock-counts", sheet)
    await people.post("wanda.warehouse-manager", f"/warehouse/stock-counts/{count['id']}/approval")
    return await people.get("wim.storekeeper", f"/warehouse/stock-counts/{count['id']}")


async def test_they_are_bought_again_and_reach_the_customer_in_the_end() -> None:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (PUMP,))
    await opening_stock(people, (PUMP,))
    await supplier_of(people, PUMP)
    buyer = await customer(people, 1)
    orders = []
    for quantity in (6, 2):
        _, contract = await agreed_contract(people, buyer, lines_of((PUMP,), quantity))
        orders.append(await placed_order(people, contract))
        await company.settle()
    first, second = orders
    assert await supply(people, second) == ("short", "0", "2")

    body = {"line_no": 1, "warehouse": "main", "quantity": "2", "reason": "the hospital cannot wait"}
    give_to = {"order_id": second, "line_no": 1}
    await people.post(
        "wanda.warehouse-manager", f"/warehouse/reservations/{first}/withdrawals", body | {"give_to": give_to}
    )
    await everything_holds(company)
    assert [await supply(people, one) for one in orders] == [("partly", "4", "2"), ("reserved", "2", "0")]
    requisitions = {one["requisition_id"]: one["status"] for one in await requisitions_of(people)}
    assert (requisitions[first], requisitions[second]) == ("sourced", "cancelled")

    (shipment,) = await planned_shipments(people, second)
    await deliver(people, shipment)
    (missing,) = (await counted(people, "3"))["missing"]
    assert (missing["order_id"], missing["quantity"]) == (first, "1")
    await everything_holds(company)
    assert await supply(people, first) == ("partly", "3", "3")

    for purchase in (await people.get("bao.buyer", f"/purchasing/purchase-orders?requisition_id={first}"))["items"]:
        path = f"/purchasing/purchase-orders/{purchase['purchase_order_id']}"
        if purchase["status"] == "in-approval":
            await people.post("petra.purchasing-manager", f"{path}/approval")
            await people.post("bao.buyer", f"{path}/dispatch")
        await receive(people, purchase["purchase_order_id"], int(purchase["lines"][0]["quantity"]))
    for shipment in await planned_shipments(people, first):
        await deliver(people, shipment)
    await everything_holds(company)
    shown = await people.get("sara.rep", f"/sales/orders/{first}")
    assert [line["delivered"] for line in shown["lines"]] == ["6"]
    await doors.client.aclose()


async def requisitions_of(people: People) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await people.get("bao.buyer", "/purchasing/requisitions"))["items"]
    return found
