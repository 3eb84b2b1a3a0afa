"""An order that is partly delivered is for less in the end, in three settings, each with the proof."""

from decimal import Decimal
from typing import Any

from deploy.journeys.fewer import FIRST, PUMP, PUMPS_WANTED, QUANTITY, SEAL, fewer
from deploy.journeys.people import People
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, on_hand, owes_nothing, proof_holds, story_is_told


def _quantities(lines: list[dict[str, Any]], name: str = "quantity") -> list[Decimal]:
    return [Decimal(line[name]) for line in lines]


async def _waits(people: People, sku: str) -> tuple[Decimal, Decimal]:
    """Units of it that are reserved, and that are awaited, in the main warehouse."""
    item = await people.get("otto.auditor", f"/warehouse/stock-items/main:{sku}")
    return Decimal(item["reserved"]), Decimal(item["waiting"])


async def test_fewer(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 21)
    pumps, seals = await on_hand(people, PUMP.sku), await on_hand(people, SEAL.sku)
    before = {sku: await _waits(people, sku) for sku in (PUMP.sku, SEAL.sku)}
    done = await fewer(people, buyer)
    order_id, contract_id = done.travelled.order_id, done.travelled.contract_id

    # Below what had left nothing is asked; what had not left was given back; what was picked stayed.
    assert done.too_few == "sales.order.more-has-left"
    assert done.granted["reduction"]["status"] == "granted"
    assert done.kept["reduction"]["status"] == "partly-granted"
    order = await people.get("sara.rep", f"/sales/orders/{order_id}")
    wanted = [Decimal(PUMPS_WANTED), Decimal(FIRST), Decimal(0)]
    assert _quantities(order["lines"]) == _quantities(order["lines"], "delivered") == wanted
    assert _quantities(order["lines"], "placed_quantity") == [Decimal(QUANTITY)] * 3
    assert (order["status"], order["irregularities"], order["is_alarmed"]) == ("completed", [], False)

    # Not a unit more is reserved, awaited or bought for it.
    assert await on_hand(people, PUMP.sku) == pumps - PUMPS_WANTED - 1
    assert await on_hand(people, SEAL.sku) == seals - FIRST
    for sku, were in before.items():
        assert await _waits(people, sku) == were
    purchases = await people.get("bao.buyer", f"/purchasing/purchase-orders?requisition_id={order_id}")
    assert {purchase["status"] for purchase in purchases["items"]} <= {"cancelled"}
    requisition = await people.get("bao.buyer", f"/purchasing/requisitions/{order_id}")
    assert requisition["status"] == "cancelled"

    # The two invoices come to what the order is for, and to no cent more.
    invoices = (await people.get("anh.accountant", f"/accounting/invoices?order_id={order_id}"))["items"]
    assert sum(invoice["net"]["minor"] for invoice in invoices) == order["net"]["minor"]
    await owes_nothing(people, buyer)

    # What was given back was left to call, and what was called anew cost what it was worth.
    contract = await people.get("sara.rep", f"/sales/contracts/{contract_id}")
    assert contract["status"] == "closed-short"
    left = [QUANTITY - PUMPS_WANTED - 1, QUANTITY - FIRST, QUANTITY]
    assert _quantities(contract["lines"], "left_quantity") == [Decimal(one) for one in left]
    anew = await people.get("sara.rep", f"/sales/orders/{done.anew_order_id}")
    called = order["net"]["minor"] + anew["net"]["minor"]
    assert sum(line["left_net"]["minor"] for line in contract["lines"]) == contract["net"]["minor"] - called

    await story_is_told(people, contract_id, frozenset({"sales", "accounting", "warehouse", "purchasing", "care"}))
    told = await people.get("dana.director", f"/sales/contracts/{contract_id}/timeline")
    said = [entry["what"] for entry in told["entries"]]
    assert any(
        what.startswith("Order reduced, line 1 from 10 to 6, line 2 from 10 to 4, line 3 from 10 to 0") for what in said
    )
    assert any(what.startswith("Credit reduced") for what in said)
    assert any(what.startswith("Nothing more is bought") for what in said)
    await books_balance(people)
    await proof_holds(setting)
