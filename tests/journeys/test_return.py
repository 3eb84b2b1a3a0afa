"""Three delivered pumps come back: one is credited, one replaced, one scrapped. Three settings, each with the proof."""

from decimal import Decimal

from deploy.journeys.people import People
from deploy.journeys.return_of_goods import PUMP, QUANTITY, return_of_goods
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, on_hand, owes_nothing, proof_holds, story_is_told


async def _stock(people: People, place: str) -> tuple[Decimal, int]:
    page = await people.get("otto.auditor", f"/warehouse/stock-items?warehouse={place}&sku={PUMP.sku}")
    items = page["items"]
    return (Decimal(items[0]["on_hand"]), items[0]["value"]["minor"]) if items else (Decimal(0), 0)


async def _booked(people: People, role: str) -> int:
    """What is on the account of a role of the built-in chart."""
    number = {"warranty-cost": "5300", "scrap-loss": "5400", "customer-credit": "2200"}[role]
    balance = await people.get("otto.auditor", "/accounting/trial-balance")
    return sum(one["balance_minor"] for one in balance["accounts"] if one["account"] == number)


async def test_return_of_goods(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 15)
    good, repair, scrap = [await _stock(people, place) for place in ("main", "main.repair", "main.scrap")]
    roles = ("warranty-cost", "scrap-loss", "customer-credit")
    before = {role: await _booked(people, role) for role in roles}
    returned = await return_of_goods(people, buyer)
    order_id = returned.sold.order_id
    await people.until(
        "sara.rep",
        f"/sales/orders/{order_id}",
        lambda order: (order["lines"][0]["taken_back"], order["lines"][0]["given_instead"]) == ("3", "1"),
        "sales knows what came back and what was given instead",
    )
    order = await people.until(
        "sara.rep",
        f"/sales/orders/{order_id}",
        lambda order: order["lines"][0]["credited"] == "1",
        "sales knows the credit",
    )
    assert (order["status"], order["lines"][0]["returned"], order["irregularities"]) == ("completed", "0", [])

    # Three sold, one back in stock, one given away; the others stay apart from those for sale.
    assert await on_hand(people, PUMP.sku) == good[0] - QUANTITY
    assert await _stock(people, "main.repair") == (repair[0] + 1, repair[1] + PUMP.cost)
    assert await _stock(people, "main.scrap") == (scrap[0] + 1, scrap[1])

    # The invoice was paid, so the credit note is the customer's money; nothing is billed for the replacement.
    unit = PUMP.price + PUMP.price // 10
    notes = await people.get("anh.accountant", f"/accounting/credit-notes?order_id={order_id}")
    (note,) = notes["items"]
    assert (note["status"], note["total"]["minor"], note["return_id"]) == ("approved", unit, returned.return_id)
    assert note["drafted_by"] != note["approved_by"]
    invoices = await people.get("anh.accountant", f"/accounting/invoices?customer_id={buyer}")
    assert len(invoices["items"]) == 1
    booked = {role: await _booked(people, role) - before[role] for role in roles}
    assert booked == {"warranty-cost": PUMP.cost, "scrap-loss": PUMP.cost, "customer-credit": -unit}
    await owes_nothing(people, buyer)

    # The replacement is covered as the returned one was; the credited and the scrapped one cannot come back.
    entitled = await people.get("cara.agent", f"/care/warranties/{order_id}/entitlement?line_no=1")
    assert (entitled["covered"], entitled["returnable"]) == ("3", "1")
    complaint = await people.get("cara.agent", f"/care/complaints/{returned.complaint_id}")
    assert (complaint["status"], complaint["promise_broken"]) == ("resolved", False)
    assert complaint["returns"] == [returned.return_id]
    await story_is_told(people, returned.sold.contract_id, frozenset({"sales", "accounting", "warehouse", "care"}))
    await books_balance(people)
    await proof_holds(setting)
