"""Credit: an order that is held and released, and one that is blocked, refused and given back, in three settings."""

from decimal import Decimal
from typing import Any

from deploy.journeys.credit import FITTING, LIMIT, LOWERED, OVER, PUMP, credit
from deploy.journeys.people import People
from deploy.journeys.shop import SHORT, customer
from tests.journeys.conftest import Setting
from tests.journeys.endings import books_balance, on_hand, owes_nothing, proof_holds, story_is_told

BUCKETS = ("reserved", "shipped", "open", "overdue")


def with_tax(net: int) -> int:
    """A line with ten per cent of tax, rounded half up."""
    return net + (net + 5) // 10


def sums_up(explained: dict[str, Any]) -> bool:
    """Movements sum to their order's buckets, those to the account's, and these to the exposure."""
    for bucket in BUCKETS:
        orders = 0
        for order in explained["orders"]:
            moved = sum(movement["change"][bucket]["minor"] for movement in order["movements"])
            if moved != order["buckets"][bucket]["minor"]:
                return False
            orders += moved
        if orders != explained["buckets"][bucket]["minor"]:
            return False
    return bool(explained["exposure"]["minor"] == sum(explained["buckets"][bucket]["minor"] for bucket in BUCKETS))


async def is_told(people: People, contract_id: str, *beginnings: str) -> None:
    """The contract's timeline has an entry that begins with each of them, once it has caught up."""

    def has_all(told: dict[str, Any]) -> bool:
        entries = [entry["what"] for entry in told["entries"]]
        return all(any(what.startswith(beginning) for what in entries) for beginning in beginnings)

    await people.until("dana.director", f"/sales/contracts/{contract_id}/timeline", has_all, f"{beginnings} are told")


async def test_credit(setting: Setting) -> None:
    people = setting.people
    buyer = await customer(people, 14, limit=LIMIT)
    before = await on_hand(people, PUMP.sku)
    lent = await credit(people, buyer)
    pumps, motors = FITTING
    first = with_tax(PUMP.price * pumps) + with_tax(SHORT.price * motors)
    second = with_tax(PUMP.price * OVER)

    held = lent.held["credit"]
    assert (held["status"], held["standing"]) == ("held", "hold")
    assert [held[name]["minor"] for name in ("amount", "exposure", "limit")] == [second, first, LIMIT]
    assert lent.explanation["exposure"]["minor"] == first
    assert [order["order_id"] for order in lent.explanation["orders"]] == [lent.refused_order_id]
    assert sums_up(lent.explanation)
    order = await people.get("sara.rep", f"/sales/orders/{lent.released.order_id}")
    assert (order["status"], order["credit"]["by"], order["placed_by"]) == (
        "completed",
        "chi.chief-accountant",
        "sara.rep",
    )

    assert lent.dispatch_refused == "warehouse.reservation.delivery-blocked"
    blocked = lent.blocked["credit"]
    assert (blocked["status"], blocked["exposure"]["minor"]) == ("blocked", first + second)
    assert blocked["limit"]["minor"] == LOWERED
    assert await on_hand(people, PUMP.sku) == before - OVER
    stock = await people.get("otto.auditor", f"/warehouse/stock-items/main:{PUMP.sku}")
    assert Decimal(stock["reserved"]) == 0
    contract = await people.get("sara.rep", f"/sales/contracts/{lent.refused_contract_id}")
    assert contract["status"] == "active"
    assert [Decimal(line["left_quantity"]) for line in contract["lines"]] == [pumps, motors]
    purchases = await people.get("bao.buyer", f"/purchasing/purchase-orders?requisition_id={lent.refused_order_id}")
    assert {purchase["status"] for purchase in purchases["items"]} == {"cancelled"}
    await is_told(
        people,
        lent.refused_contract_id,
        "Delivery blocked",
        "Credit refused",
        "Order cancelled",
        "Credit given back",
        "Reservation released",
        "Nothing more is bought for the order",
    )
    await story_is_told(people, lent.released.contract_id, frozenset({"sales", "accounting", "warehouse", "care"}))
    assert sums_up(await people.get("otto.auditor", f"/accounting/credit-accounts/{buyer}/explanation"))
    await owes_nothing(people, buyer)
    await books_balance(people)
    await proof_holds(setting)
