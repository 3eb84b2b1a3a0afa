"""Goods taken from one order for another, goods that a count misses, and goods that had not come after all.

Five departments in memory, and the proof.
"""

from dataclasses import replace
from typing import Any

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PUMPS, amount, customer, lines_of, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import bought, receive
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


async def test_what_is_lost_while_a_part_is_still_to_come_is_bought_and_not_called_off_when_that_comes() -> None:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (PUMP,))
    await supplier_of(people, PUMP)
    buyer = await customer(people, 1)
    _, contract = await agreed_contract(people, buyer, lines_of((PUMP,), 8))
    order = await placed_order(people, contract)
    first = (await bought(people, order))["purchase_order_id"]
    await receive(people, first, 6)
    await company.settle()
    assert (await counted(people, "4"))["missing"]
    await company.settle()
    assert await supply(people, order) == ("partly", "4", "4")
    purchases = (await people.get("bao.buyer", f"/purchasing/purchase-orders?requisition_id={order}"))["items"]
    statuses = {one["purchase_order_id"]: one["status"] for one in purchases}
    assert statuses.pop(first) == "sent"
    ((second, status),) = statuses.items()
    assert status == "in-approval"

    await receive(people, first, 2)
    await company.settle()
    assert await supply(people, order) == ("partly", "6", "2")
    path = f"/purchasing/purchase-orders/{second}"
    await people.post("petra.purchasing-manager", f"{path}/approval")
    await people.post("bao.buyer", f"{path}/dispatch")
    await receive(people, second, 2)
    await company.settle()
    for shipment in await planned_shipments(people, order):
        await deliver(people, shipment)
    await everything_holds(company)
    shown = await people.get("sara.rep", f"/sales/orders/{order}")
    assert [line["delivered"] for line in shown["lines"]] == ["8"]
    await doors.client.aclose()


async def requisitions_of(people: People) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await people.get("bao.buyer", "/purchasing/requisitions"))["items"]
    return found


async def test_what_a_receipt_had_too_much_of_is_awaited_and_billed_when_it_comes() -> None:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (PUMP,))
    await supplier_of(people, PUMP)
    buyer = await customer(people, 1)
    _, contract = await agreed_contract(people, buyer, lines_of((PUMP,), 10))
    order = await placed_order(people, contract)
    purchase = await bought(people, order)
    identity = purchase["purchase_order_id"]
    await receive(people, identity, 10)
    await company.settle()
    assert await supply(people, order) == ("reserved", "10", "0")
    await billed(people, purchase, 10)
    assert (await people.get("bao.buyer", f"/purchasing/purchase-orders/{identity}"))["status"] == "completed"
    assert (await people.get("sara.rep", f"/sales/orders/{order}"))["goods_expected_on"] is None

    (receipt,) = (await people.get("wim.storekeeper", f"/warehouse/goods-receipts?purchase_order_id={identity}"))[
        "items"
    ]
    path = f"/warehouse/goods-receipts/{receipt['receipt_id']}/corrections"
    body = {"reason": "10 typed for 1", "lines": [{"purchase_line_no": 1, "accepted": "1"}]}
    await people.post("wanda.warehouse-manager", path, body)
    await everything_holds(company)
    assert await supply(people, order) == ("partly", "1", "9")
    shown = await people.get("bao.buyer", f"/purchasing/purchase-orders/{identity}")
    assert (shown["status"], shown["received"], shown["billed"], shown["exception"]) == ("sent", "part", "full", True)
    assert len((await people.get("bao.buyer", "/purchasing/purchase-orders"))["items"]) == 1  # nothing is bought again
    told = await people.get("sara.rep", f"/sales/orders/{order}")
    assert told["goods_expected_on"] == purchase["expected_on"]
    timeline = await people.get("dana.director", f"/sales/contracts/{contract}/timeline")
    (entry,) = [one for one in timeline["entries"] if one["event_type"] == "order.bought-receipt-corrected"]
    assert entry["what"] == "Receipt corrected, 9 of line 1 of what was bought had not come: 10 typed for 1"
    assert entry["who"] == "wanda.warehouse-manager"

    await receive(people, identity, 9)
    await everything_holds(company)
    shown = await people.get("bao.buyer", f"/purchasing/purchase-orders/{identity}")
    assert (shown["status"], shown["exception"]) == ("completed", False)
    assert await supply(people, order) == ("reserved", "10", "0")
    for shipment in await planned_shipments(people, order):
        await deliver(people, shipment)
    await everything_holds(company)
    await doors.client.aclose()


async def billed(people: People, purchase: Any, quantity: int) -> None:
    """As it was ordered, so that it is owed at once."""
    (line,) = purchase["lines"]
    invoice = {
        "purchase_order_id": purchase["purchase_order_id"],
        "supplier_reference": "RE-1",
        "lines": [{"purchase_line_no": 1, "quantity": str(quantity), "unit_price": line["unit_price"]}],
        "tax": amount(0),
        "invoice_on": purchase["sent_on"],
    }
    await people.post("bao.buyer", "/purchasing/supplier-invoices", invoice)
