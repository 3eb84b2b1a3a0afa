"""What people do with goods that wait for their order on the shelf: given to others, or counted and not found.

The order that loses them waits again, and they are bought for it again.
"""

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.shop import CURRENCY, SHORT
from deploy.simulation.case import Case, went_through
from deploy.simulation.shipping import HEARD_SECONDS

MANAGER, STOREKEEPER = "wanda.warehouse-manager", "wim.storekeeper"
WHERE: Final = "main"
STOCK: Final = f"/warehouse/stock-items/{WHERE}:{SHORT.sku}"
BY_HAND: Final = 0.6
IN_PART: Final = 0.5
IN_A_HURRY: Final = 0.7
FOUND_AGAIN: Final = 0.5

GIVEN_TO_OTHERS: Final = "goods given to others by hand"
COUNTED_SHORT: Final = "counted less than is set aside"
COUNTED_LATE: Final = "approved though goods moved since"
NOT_GIVEN: Final = (
    "warehouse.reservation.nothing-reserved",
    "warehouse.reservation.not-on-the-shelf",
    "warehouse.stock-item.others-wait-for-less",
)
"""It was picked meanwhile, or cancelled, or others got theirs."""
NOT_COUNTED: Final = (
    "warehouse.stock-count.counted-long-ago",
    "warehouse.stock-count.counted-meanwhile",
    "warehouse.stock-count.stock-moved",
)
"""Days passed before it was typed, somebody else counted, or what was not found has left."""
NOT_APPROVED: Final = (*NOT_COUNTED, "warehouse.stock-item.adjusts-below-reserved")


async def handled(case: Case, order_id: str) -> None:
    """Of some orders, once their goods are there, or the first of them while the others are still to come."""
    luck = case.luck("by hand")
    if case.site != WHERE or luck.random() >= BY_HAND:
        return
    path = f"/warehouse/reservations/{order_id}"
    is_there = _some_are_there if luck.random() < IN_PART else _none_are_to_come
    there = await case.staff.until(STOREKEEPER, path, is_there, "its goods are there, or none come")
    for line in there["lines"]:
        if (units := int(float(line["reserved"]))) and not await _given_to_others(case, order_id, line, luck):
            await _not_found(case, luck.choice((0, luck.randint(1, units))), luck)


def _none_are_to_come(reservation: Mapping[str, Any]) -> bool:
    return not any(float(line["short"]) for line in reservation["lines"])


def _some_are_there(reservation: Mapping[str, Any]) -> bool:
    return _none_are_to_come(reservation) or any(float(line["reserved"]) for line in reservation["lines"])


async def _given_to_others(case: Case, order_id: str, line: Mapping[str, Any], luck: Random) -> bool:
    """To who waits longest, or to the last of them, no more than they wait for; whether there is one."""
    stock = await case.staff.get(STOREKEEPER, STOCK)
    waiting = [one for one in stock["oldest_waiting"] if one["order_id"] != order_id]
    if not waiting:
        return False
    to, units = waiting[-1], luck.randint(1, int(float(line["reserved"])))
    body: dict[str, Any] = {
        "line_no": line["line_no"],
        "warehouse": WHERE,
        "quantity": str(min(units, int(float(to["quantity"])))),
        "reason": "the hospital cannot wait",
    }
    if luck.random() < 0.5:
        body["give_to"] = {"order_id": to["order_id"], "line_no": to["line_no"]}
    giving = case.staff.post(MANAGER, f"/warehouse/reservations/{order_id}/withdrawals", body)
    if await went_through(giving, *NOT_GIVEN):
        case.staff.took(GIVEN_TO_OTHERS)
    return True


async def _not_found(case: Case, units: int, luck: Random) -> None:
    """Or all is there. Some of what was not found turns up later."""
    if await _counted(case, -units, luck) and units and luck.random() < FOUND_AGAIN:
        await case.staff.nap(luck.random() * HEARD_SECONDS)
        await _counted(case, units, luck)


async def _counted(case: Case, difference: int, luck: Random) -> bool:
    """So many more or fewer than the books say; whether it was approved.

    Whoever misses something is quick about it, now and then; the others let goods come and go meanwhile.
    """
    staff, hurry = case.staff, difference < 0 and luck.random() < IN_A_HURRY
    stock = await staff.get(STOREKEEPER, STOCK)
    booked = int(float(stock["on_hand"]))
    if booked + difference < 0 or (difference < 0 and stock["reserved_lines"] > 1):
        return False
    line = {"sku": SHORT.sku, "counted": str(booked + difference), "unit_cost": str(SHORT.cost)}
    sheet = {
        "warehouse": WHERE,
        "currency": CURRENCY,
        "reason": "shelf by shelf",
        "counted_at": staff.now().isoformat(),
        "lines": [line],
    }
    if not hurry:
        await staff.nap(HEARD_SECONDS)
    try:
        handed_in = await staff.post(STOREKEEPER, "/warehouse/stock-counts", sheet)
    except Refused as refused:
        if refused.code not in NOT_COUNTED:
            raise
        return False
    path = f"/warehouse/stock-counts/{handed_in['id']}"
    if not hurry:
        await staff.nap(HEARD_SECONDS)
    before = await staff.get(STOREKEEPER, STOCK)
    if not await went_through(staff.post(MANAGER, f"{path}/approval"), *NOT_APPROVED):
        await staff.post(MANAGER, f"{path}/refusal", {"reason": "to be counted again"})
        return False
    approved = await staff.get(STOREKEEPER, path)
    if approved["missing"]:
        staff.took(COUNTED_SHORT)
    if float(before["on_hand"]) != float(approved["lines"][0]["booked"]):
        staff.took(COUNTED_LATE)
    return True
