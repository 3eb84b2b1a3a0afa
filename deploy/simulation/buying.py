"""An order for what is not in stock: bought as far as nobody gives it back, and shipped as it comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Container, Mapping
from random import Random
from typing import Any, Final

from deploy.journeys.short_of_stock import corrected, receive
from deploy.simulation.case import Case, went_through
from deploy.simulation.owing import billed, credited_and_paid_anew, paid
from deploy.simulation.shipping import HEARD_SECONDS, shipped_as_it_comes

MISTYPED: Final = 0.3
NOTICED_LATE: Final = 0.3
CREDITED: Final = 0.4
HAS_LEFT: Final = "warehouse.stock-item.corrects-below-reserved"
WITH_SUPPLIER: Final = ("sent", "completed", "closed-short")
SITE_NOT_OPEN: Final = ("purchasing.site.names-closed", "purchasing.site.names-unknown")
"""As far as purchasing has heard."""
NOT_AMENDED: Final = ("purchasing.purchase-order.not-sent", "purchasing.purchase-order.amendment-waits")
"""It was cancelled meanwhile, or an earlier try had its answer lost."""
NOT_SENT: Final = (
    "purchasing.purchase-order.not-in-approval",
    "purchasing.purchase-order.not-approved",
    *SITE_NOT_OPEN,
)
"""The order that it is for became smaller, or was cancelled, or its site was closed."""


async def bought_and_shipped(case: Case, order_id: str) -> int:
    """What others gave back is shipped at once; the rest comes from a supplier."""
    shipping = asyncio.create_task(shipped_as_it_comes(case, order_id))
    shipments, _ = await asyncio.gather(shipping, bought_and_received(case, order_id, shipping))
    return len(shipments)


async def bought_and_received(case: Case, order_id: str, shipping: "asyncio.Task[tuple[str, ...]]") -> None:
    """In two parts, and paid; nothing, where the order is shipped without.

    And again, where another order's receipt that was typed wrong takes what had been set aside for this one.
    """
    async for purchase in each_bought(case, order_id, shipping):
        await _received(case, await _amended(case, purchase))


async def each_bought(
    case: Case, order_id: str, shipping: "asyncio.Task[Any]", *but: str
) -> AsyncIterator[dict[str, Any]]:
    """One purchase order after the other, but those, until nothing is short any more."""
    known = set(but)
    while (purchase := await bought(case, order_id, shipping, known)) is not None:
        known.add(purchase["purchase_order_id"])
        yield purchase


async def bought(
    case: Case, order_id: str, shipping: "asyncio.Task[Any]", known: Container[str] = ()
) -> dict[str, Any] | None:
    """The purchase order that the shortage led to, approved and sent; none when nothing is short any more."""
    listed = f"/purchasing/purchase-orders?requisition_id={order_id}"
    while True:
        for found in (await case.staff.get("bao.buyer", listed))["items"]:
            if found["purchase_order_id"] in known:
                continue
            path = f"/purchasing/purchase-orders/{found['purchase_order_id']}"
            if found["status"] == "in-approval":
                await went_through(case.staff.post("petra.purchasing-manager", f"{path}/approval"), *NOT_SENT)
            if found["status"] in ("in-approval", "approved"):
                await went_through(case.staff.post("bao.buyer", f"{path}/dispatch"), *NOT_SENT)
            now = await case.staff.get("bao.buyer", path)
            if now["status"] in WITH_SUPPLIER:
                return now
        if shipping.done():
            return None
        await case.staff.nap(HEARD_SECONDS)


async def _amended(case: Case, purchase: dict[str, Any]) -> dict[str, Any]:
    """Some units more, now and then; where that is above the limit, a manager says yes or no."""
    if case.chance.random() < 0.7:
        return purchase
    path = f"/purchasing/purchase-orders/{purchase['purchase_order_id']}"
    (line,) = purchase["lines"]
    more = {
        "line_no": line["line_no"],
        "quantity": str(int(float(line["quantity"])) + case.chance.randint(1, 3)),
        "unit_price": line["unit_price"],
    }
    await went_through(
        case.staff.post("bao.buyer", f"{path}/amendment", {"lines": [more], "reason": "a full pallet"}), *NOT_AMENDED
    )
    if (await case.staff.get("bao.buyer", path))["amendment"]:
        decision = case.chance.choice((("approval", None), ("refusal", {"reason": "too dear"})))
        await went_through(
            case.staff.post("petra.purchasing-manager", f"{path}/amendment/{decision[0]}", decision[1]),
            "purchasing.purchase-order.no-amendment",
            *NOT_AMENDED,
        )
    now = await case.staff.get("bao.buyer", path)
    await case.staff.until(
        "wim.storekeeper",
        f"/warehouse/expected-receipts/{purchase['purchase_order_id']}",
        lambda expected: expected["lines"][0]["ordered"] == now["lines"][0]["quantity"],
        "the warehouse expects as much",
    )
    return dict(now)


async def _received(case: Case, purchase: Mapping[str, Any]) -> None:
    """In two parts, of which the first may be typed wrong, and one unit turned away before the second; and paid."""
    identity, whole = purchase["purchase_order_id"], int(float(purchase["lines"][0]["quantity"]))
    first = case.chance.randint(1, whole)
    await case.pause()
    first, receipt = await _first_part(case, identity, first, whole)
    if rest := whole - first:
        await case.pause()
        receipt = await receive(case.staff, identity, rest, 1)
    bill, supplier_id = await billed(case, purchase, whole), purchase["supplier_id"]
    late, wrong = case.luck("noticed late"), case.luck("credited")
    is_noticed_late, is_credited = late.random() < NOTICED_LATE, wrong.random() < CREDITED
    if not is_noticed_late and not is_credited:
        await paid(case, supplier_id, bill)
        return
    paying = asyncio.create_task(paid(case, supplier_id, bill, hesitating=case.luck("hesitating")))
    meanwhile: list[Awaitable[None]] = [paying]
    if is_noticed_late:
        meanwhile.append(_noticed_late(case, identity, receipt, rest or first, late))
    if is_credited:
        meanwhile.append(credited_and_paid_anew(case, purchase, bill, wrong, paying))
    await asyncio.gather(*meanwhile)


async def _first_part(case: Case, purchase_order_id: str, came: int, whole: int) -> tuple[int, str]:
    """Now and then more is typed than came: so many did, unless what is typed leaves before somebody sees it.

    How many are taken to have come, and the receipt that says so.
    """
    luck = case.luck("mistyped")
    typed = luck.randint(came, whole) if luck.random() < MISTYPED else came
    receipt = await receive(case.staff, purchase_order_id, typed)
    if typed == came:
        return came, receipt
    await case.staff.nap(luck.random() * HEARD_SECONDS)
    return came if await went_through(corrected(case.staff, receipt, came), HAS_LEFT) else typed, receipt


async def _noticed_late(case: Case, purchase_order_id: str, receipt: str, typed: int, luck: Random) -> None:
    """Fewer came than is billed, and may be paid, by the time that somebody sees it; the others come later."""
    came = luck.randrange(typed)
    await case.staff.nap(luck.random() * HEARD_SECONDS)
    if await went_through(corrected(case.staff, receipt, came), HAS_LEFT):
        await case.staff.nap(luck.random() * HEARD_SECONDS)
        await receive(case.staff, purchase_order_id, typed - came)
