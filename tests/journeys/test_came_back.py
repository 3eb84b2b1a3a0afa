"""A parcel that nobody took comes back, is looked at and goes again, in three settings, each with the proof."""

from decimal import Decimal

from deploy.journeys.came_back import PUMP, QUANTITY, came_back
from deploy.journeys.people import People
from deploy.journeys.shop import customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, on_hand, owes_nothing, proof_holds, story_is_told


async def _scrapped(people: People) -> int:
    """What is booked as lost, on the account of the built-in chart."""
    balance = await people.get("otto.auditor", "/accounting/trial-balance")
    return sum(one["balance_minor"] for one in balance["accounts"] if one["account"] == "5400")


async def test_came_back(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 23)
    there, lost = await on_hand(people, PUMP.sku), await _scrapped(people)
    done = await came_back(people, buyer)
    travelled = done.travelled
    order = await people.get("sara.rep", f"/sales/orders/{travelled.order_id}")

    # Until somebody had decided nothing of it was supplied; then all of it was shipped, delivered and billed once.
    assert (done.undecided["supply"], done.undecided["lines"][0]["came_back"]) == ("none", str(QUANTITY))
    (line,) = order["lines"]
    quantities = [line[name] for name in ("shipped", "returned", "delivered", "billed", "came_back")]
    assert quantities == [str(2 * QUANTITY), str(QUANTITY), str(QUANTITY), str(QUANTITY), "0"]
    assert (order["status"], order["irregularities"], order["is_alarmed"]) == ("completed", [], False)
    assert order["shipping_again"]["status"] == "answered"
    invoices = await people.get("anh.accountant", f"/accounting/invoices?order_id={travelled.order_id}")
    assert [one["net"] for one in invoices["items"]] == [order["net"]]
    contract = await people.get("sara.rep", f"/sales/contracts/{travelled.contract_id}")
    assert (contract["status"], contract["lines"][0]["left_quantity"]) == ("fulfilled", "0")
    await owes_nothing(people, buyer)

    # One unit is scrap, worth nothing, and a loss of what it had cost; the customer has three.
    assert await on_hand(people, PUMP.sku) == there - QUANTITY - 1
    assert await _scrapped(people) == lost + PUMP.cost
    reservation = await people.get("wim.storekeeper", f"/warehouse/reservations/{travelled.order_id}")
    assert (reservation["status"], Decimal(reservation["lines"][0]["returned"])) == ("shipped", Decimal(0))

    await story_is_told(people, travelled.contract_id, frozenset({"sales", "accounting", "warehouse", "care"}))
    told = await people.get("dana.director", f"/sales/contracts/{travelled.contract_id}/timeline")
    said = [entry["what"] for entry in told["entries"]]
    assert any(what.startswith("Came back undelivered: 3 of line 1") for what in said)
    assert "Asked to ship again what came back: they were on holiday" in said
    await books_balance(people)
    await proof_holds(setting)
