"""What was received and is billed is off the books of goods not invoiced, whatever its price was meanwhile."""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PUMPS, amount, opening_stock, supplier_of, tax_and_prices
from deploy.proof.memory import prove_in_memory
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany

PUMP = PUMPS[0]
GOODS_NOT_INVOICED, PRICE_VARIANCE = "2050", "5100"


@pytest.fixture
async def company() -> MemoryCompany:
    return await MemoryCompany.open(SERVICES)


@pytest.fixture
async def people(company: MemoryCompany) -> AsyncIterator[People]:
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    yield People(doors, patience_seconds=5)
    await doors.client.aclose()


async def balance(people: People, account: str) -> int:
    shown = await people.get("anh.accountant", "/accounting/trial-balance")
    return sum(row["balance_minor"] for row in shown["accounts"] if row["account"] == account)


async def test_a_price_amended_while_goods_are_under_way_is_a_variance(company: MemoryCompany, people: People) -> None:
    await tax_and_prices(people, PUMPS)
    await opening_stock(people, PUMPS)
    supplier_id = await supplier_of(people, PUMP)
    await company.settle()
    line = {"sku": PUMP.sku, "quantity": "10", "unit_price": str(PUMP.cost)}
    body = {"supplier_id": supplier_id, "warehouse": "main", "currency": CURRENCY, "lines": [line]}
    ordered = await people.post("bao.buyer", "/purchasing/purchase-orders", body)
    path = f"/purchasing/purchase-orders/{ordered['id']}"
    if (await people.get("bao.buyer", path))["status"] == "in-approval":
        await people.post("petra.purchasing-manager", f"{path}/approval")
        await people.post("bao.buyer", f"{path}/dispatch")
    await company.settle()
    came = {"purchase_order_id": ordered["id"], "lines": [{"purchase_line_no": 1, "accepted": "10"}]}
    await people.post("wim.storekeeper", "/warehouse/goods-receipts", came)
    dearer = str(PUMP.cost * 2)
    amended = {"lines": [{"line_no": 1, "quantity": "10", "unit_price": dearer}], "reason": "copper went up"}
    await people.post("bao.buyer", f"{path}/amendment", amended)
    if (await people.get("bao.buyer", path))["amendment"]:
        await people.post("petra.purchasing-manager", f"{path}/amendment/approval")
    await company.settle()
    billed = {
        "purchase_order_id": ordered["id"],
        "supplier_reference": "RE-1",
        "lines": [{"purchase_line_no": 1, "quantity": "10", "unit_price": dearer}],
        "tax": amount(0),
        "invoice_on": "2026-03-02",
    }
    await people.post("bao.buyer", "/purchasing/supplier-invoices", billed)
    await company.settle()
    assert (await people.get("bao.buyer", path))["status"] == "completed"
    assert await balance(people, GOODS_NOT_INVOICED) == 0
    assert await balance(people, PRICE_VARIANCE) == amount(PUMP.cost * 10)["minor"]
    stores = {name: department.store for name, department in company.departments.items()}
    verdicts = await prove_in_memory(stores, company.clock.now())
    assert [str(breach) for verdict in verdicts for breach in verdict.breaches] == []
