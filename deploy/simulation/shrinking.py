"""Orders that become smaller: asked for less at any moment, and closed short where the rest never comes."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from deploy.journeys.short_of_stock import receive
from deploy.simulation.buying import bought, each_bought
from deploy.simulation.case import Case, went_through
from deploy.simulation.shipping import HEARD_SECONDS, Luck, shipped_as_it_comes

MOST_ASKED: Final = 2
ASKED_TWICE: Final = 0.2
CANCELLED_AFTER: Final = 0.15
LUCK: Final = Luck(part_found=0.4, undelivered=0.15)

OVER: Final = ("completed", "cancelled")

_ORDER: Final = "sales.order"
TOO_LATE: Final = f"{_ORDER}.too-late-to-reduce"
NOTHING_LEFT: Final = f"{_ORDER}.nothing-would-be-left"
HAS_SHIPPED: Final = f"{_ORDER}.already-shipped"
NOT_LESS: Final = (
    TOO_LATE,
    NOTHING_LEFT,
    f"{_ORDER}.reduction-pending",
    f"{_ORDER}.not-fewer",
    f"{_ORDER}.more-has-left",
)
NOT_ENDED: Final = ("purchasing.purchase-order.already-ended", "purchasing.purchase-order.nothing-received")


async def shrinks(case: Case, order_id: str) -> int:
    """Less is wanted while the warehouse ships; what came back undelivered is not sent again."""
    shipping = asyncio.create_task(shipped_as_it_comes(case, order_id, LUCK))
    delivered, _ = await asyncio.gather(shipping, _less_is_wanted(case, order_id))
    await _closed_short(case, order_id)
    return await _billed(case, order_id, delivered)


async def rest_never_comes(case: Case, order_id: str) -> int:
    """A part is bought, received and delivered; then nobody waits for the rest, here or at the supplier."""
    shipping = asyncio.create_task(shipped_as_it_comes(case, order_id))
    delivered, _ = await asyncio.gather(shipping, _nobody_waits(case, order_id, shipping))
    return await _billed(case, order_id, delivered)


async def asked_for_less(case: Case, order_id: str) -> None:
    """Of some lines, down to nothing of one; sometimes by two people at once."""
    order = await case.staff.get("sara.rep", f"/sales/orders/{order_id}")
    wanted = {
        line["line_no"]: case.chance.randrange(int(float(line["quantity"])))
        for line in order["lines"]
        if float(line["quantity"]) and case.chance.random() < 0.7
    }
    if not wanted:
        return
    asked = [_asked(case, order_id, wanted)]
    if case.chance.random() < ASKED_TWICE:
        asked.append(_asked(case, order_id, wanted))
    await asyncio.gather(*asked)


async def _asked(case: Case, order_id: str, wanted: Mapping[int, int]) -> bool:
    lines = [{"line_no": line_no, "quantity": str(quantity)} for line_no, quantity in wanted.items()]
    body = {"lines": lines, "reason": "they need fewer"}
    return await went_through(case.staff.post("sara.rep", f"/sales/orders/{order_id}/reductions", body), *NOT_LESS)


async def _less_is_wanted(case: Case, order_id: str) -> None:
    """Once or twice at some moment, and cancelled right after by some."""
    for _ in range(case.chance.randint(1, MOST_ASKED)):
        await case.staff.nap(HEARD_SECONDS)
        await asked_for_less(case, order_id)
    if case.chance.random() < CANCELLED_AFTER:
        await _cancelled(case, order_id)


async def _cancelled(case: Case, order_id: str) -> bool:
    path = f"/sales/orders/{order_id}/cancellation"
    return await went_through(case.staff.post("sara.rep", path, {"reason": "not at all then"}), HAS_SHIPPED)


async def _closed_short(case: Case, order_id: str) -> None:
    """Down to what the customer has, as often as it takes; cancelled, where they have nothing."""
    while True:
        order = await _answered(case, order_id)
        if order["status"] in OVER:
            return
        left = {line["line_no"]: int(float(line["shipped"]) - float(line["returned"])) for line in order["lines"]}
        there = await case.staff.get("wim.storekeeper", f"/warehouse/reservations/{order_id}")
        if left == {one["line_no"]: int(float(one["shipped"]) - float(one["returned"])) for one in there["lines"]}:
            lacking = {
                line["line_no"]: left[line["line_no"]]
                for line in order["lines"]
                if left[line["line_no"]] < float(line["quantity"])
            }
            if not lacking or (not any(left.values()) and await _cancelled(case, order_id)):
                return
            await _asked(case, order_id, lacking)
        await case.staff.nap(HEARD_SECONDS)


async def _answered(case: Case, order_id: str) -> dict[str, Any]:
    """The order as it is when nobody waits for the warehouse's answer."""

    def is_answered(order: Mapping[str, Any]) -> bool:
        reduction = order["reduction"]
        return reduction is None or reduction["status"] != "asked" or order["status"] in OVER

    return await case.order(order_id, is_answered, "the warehouse has answered")


async def _nobody_waits(case: Case, order_id: str, shipping: "asyncio.Task[tuple[str, ...]]") -> None:
    purchase = await bought(case, order_id, shipping)
    if purchase is None:
        return
    await case.pause()
    whole = int(float(purchase["lines"][0]["quantity"]))
    path = f"/purchasing/purchase-orders/{purchase['purchase_order_id']}"
    if part := case.chance.randrange(whole):
        await receive(case.staff, purchase["purchase_order_id"], part)
        await _a_part_has_left(case, order_id, purchase["purchase_order_id"])
        heard = "purchasing knows of the part"  # before, it would have the order cancelled, and not closed short
        await case.staff.until("bao.buyer", path, lambda one: any(float(a["received"]) for a in one["lines"]), heard)
    closing = case.staff.post("bao.buyer", f"{path}/{'closing' if part else 'cancellation'}", {"reason": "they cannot"})
    steps = [went_through(closing, *NOT_ENDED), _given_up(case, order_id, shipping)]
    for step in steps if case.chance.random() < 0.5 else reversed(steps):
        await step


async def _a_part_has_left(case: Case, order_id: str, purchase_order_id: str) -> None:
    """Bought again, where another order's receipt that was typed wrong takes it before."""
    has_left = case.order(order_id, lambda one: any(float(line["shipped"]) for line in one["lines"]), "a part has left")
    leaving = asyncio.create_task(has_left)
    async for again in each_bought(case, order_id, leaving, purchase_order_id):
        await receive(case.staff, again["purchase_order_id"], int(float(again["lines"][0]["quantity"])))
    await leaving


async def _given_up(case: Case, order_id: str, shipping: "asyncio.Task[tuple[str, ...]]") -> None:
    """What is short is not waited for, until the warehouse waits for nothing."""
    while not shipping.done():
        order = await _answered(case, order_id)
        left = {line["line_no"]: int(float(line["shipped"]) - float(line["returned"])) for line in order["lines"]}
        if any(left.values()):
            await _asked(case, order_id, left)
        elif await _cancelled(case, order_id):
            return
        await case.staff.nap(HEARD_SECONDS)


async def _billed(case: Case, order_id: str, delivered: tuple[str, ...]) -> int:
    """How many deliveries are; of an order that was cancelled while goods left, somebody decides about each."""
    order = await case.staff.get("sara.rep", f"/sales/orders/{order_id}")
    if order["status"] != "cancelled":
        return len(delivered)
    for shipment in delivered:
        await decide_unbilled(case, order_id, shipment)
    return 0


async def decide_unbilled(case: Case, order_id: str, shipment_id: str) -> None:
    billing = await case.staff.until(
        "anh.accountant",
        f"/accounting/billings/{order_id}",
        lambda one: any(s["shipment_id"] == shipment_id and s["status"] == "delivered" for s in one["shipments"]),
        "the delivery was heard",
    )
    if billing["unbilled"]:
        path = f"/accounting/billings/{order_id}/unbilled/{shipment_id}/clearance"
        await case.staff.post("chi.chief-accountant", path, {"reason": "a present"})
