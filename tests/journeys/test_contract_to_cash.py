"""From quotation to cash through five departments, the same steps in three settings, each ending with the proof."""

from decimal import Decimal
from typing import Any

from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, SHORT, customer
from deploy.journeys.short_of_stock import QUANTITY, short_of_stock
from deploy.journeys.straight import pay, posted_invoices, straight
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, on_hand, owes_nothing, proof_holds, story_is_told


async def test_straight(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 11)
    before = {article.sku: await on_hand(people, article.sku) for article in PUMPS}
    travelled = await straight(people, buyer, quantity=2)
    order = await people.get("sara.rep", f"/sales/orders/{travelled.order_id}")
    assert order["status"] == "completed"
    assert {order[facet] for facet in ("fulfilment", "billing")} == {"full"}
    assert order["payment"] == "paid"
    assert {
        article.sku: before[article.sku] - await on_hand(people, article.sku) for article in PUMPS
    } == dict.fromkeys(before, Decimal(2))
    invoice = await people.get("anh.accountant", f"/accounting/invoices/{travelled.invoice_ids[0]}")
    assert invoice["net"]["minor"] + invoice["tax"]["minor"] == invoice["total"]["minor"]
    warranty = await people.get("cara.agent", f"/care/warranties/{travelled.order_id}")
    assert len(warranty["deliveries"][0]["lines"]) == len(PUMPS)
    await story_is_told(people, travelled.contract_id, frozenset({"sales", "accounting", "warehouse", "care"}))
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)


async def test_a_payment_that_bounces_is_owed_again_until_it_is_paid_again(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 13)
    travelled = await straight(people, buyer, quantity=1, revised=False)
    (first, *_) = (await people.get("anh.accountant", f"/accounting/payments?customer_id={buyer}"))["items"]
    await people.post("anh.accountant", f"/accounting/payments/{first['id']}/return", {"reason": "no funds"})
    order_path, contract_path = f"/sales/orders/{travelled.order_id}", f"/sales/contracts/{travelled.contract_id}"
    reopened = await people.until(
        "sara.rep", order_path, lambda order: order["status"] == "confirmed", "the order is reopened"
    )
    assert reopened["payment"] == "partial"
    assert (await people.get("sara.rep", contract_path))["status"] == "active"
    await proof_holds(setting)
    (invoice,) = await posted_invoices(people, travelled.order_id, 1)
    await pay(people, invoice, first["amount"]["minor"], f"BANK-{travelled.order_id}-again")
    await people.until("sara.rep", order_path, lambda order: order["status"] == "completed", "it completes again")
    assert (await people.get("sara.rep", contract_path))["status"] == "fulfilled"
    await owes_nothing(people, buyer)
    await proof_holds(setting)


async def test_short_of_stock(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 12)
    travelled = await short_of_stock(people, buyer)
    order = await people.get("sara.rep", f"/sales/orders/{travelled.order_id}")
    assert order["status"] == "completed"
    invoices = [await people.get("anh.accountant", f"/accounting/invoices/{one}") for one in travelled.invoice_ids]
    assert len(invoices) == len(travelled.shipment_ids) == 2
    assert sum(invoice["net"]["minor"] for invoice in invoices) == SHORT.price * QUANTITY
    assert await on_hand(people, SHORT.sku) == 0
    blocked = await people.get("bao.buyer", "/purchasing/supplier-invoices?status=approved")
    history: Any = await people.ask(
        "otto.auditor", "GET", f"/purchasing/supplier-invoices/{blocked['items'][0]['supplier_invoice_id']}/history"
    )
    story = [(entry["type"].partition(".")[2], entry["actor"], entry["reason"]) for entry in history]
    assert ("blocked", "bao.buyer", None) in story
    assert ("approved", "petra.purchasing-manager", "price rise agreed by phone") in story
    await _purchase_is_told(people, travelled.contract_id)
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)


async def _purchase_is_told(people: People, contract_id: str) -> None:
    """The contract's story says what was bought from whom, and what of it came or was turned away."""
    received, corrected = "order.bought-goods-received", "order.bought-receipt-corrected"
    told = await people.until(
        "dana.director",
        f"/sales/contracts/{contract_id}/timeline",
        lambda told: [one["event_type"] in (received, corrected) for one in told["entries"]].count(True) == 3,
        "both receipts, and the correction of the first one, are in the story",
    )
    kinds = ("order.goods-bought", "order.purchase-rescheduled", received, corrected)
    purchase = [one for one in told["entries"] if one["event_type"] in kinds]
    bought, moved, typed, came, second = (one["what"] for one in purchase)
    assert bought.startswith(f"Bought {QUANTITY} of line 1 from Maker of {SHORT.name}, expected by ")
    assert purchase[0]["amount"]["minor"] == SHORT.cost * QUANTITY
    assert moved.startswith(f"Maker of {SHORT.name} brings {QUANTITY} of line 1 later, by ")
    assert moved.endswith(": casting is late")
    assert typed == "Received what was bought: 5 of line 1"
    assert came == "Receipt corrected, 2 of line 1 of what was bought had not come: mistyped"
    assert second == "Received what was bought: 4 of line 1; rejected 1 of line 1 (housing cracked in transport)"
    assert [one["who"] for one in purchase[2:]] == ["wim.storekeeper", "wanda.warehouse-manager", "wim.storekeeper"]
