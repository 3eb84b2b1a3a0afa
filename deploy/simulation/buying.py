"""An order for what is not in stock: bought as far as nobody gives it back, and shipped as it comes."""

import asyncio
from collections.abc import AsyncIterator, Container, Mapping
from typing import Any, Final

from deploy.journeys.shop import SHORT, amount
from deploy.journeys.short_of_stock import corrected, receive
from deploy.simulation.case import Case, went_through
from deploy.simulation.shipping import HEARD_SECONDS, shipped_as_it_comes

MISTYPED: Final = 0.3
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
    first = await _first_part(case, identity, first, whole)
    if rest := whole - first:
        await case.pause()
        await receive(case.staff, identity, rest, 1)
    await _pay_supplier(case, purchase, whole)


async def _first_part(case: Case, purchase_order_id: str, came: int, whole: int) -> int:
    """Now and then more is typed than came: so many did, unless what is typed leaves before somebody sees it."""
    luck = case.luck("mistyped")
    typed = luck.randint(came, whole) if luck.random() < MISTYPED else came
    receipt = await receive(case.staff, purchase_order_id, typed)
    if typed == came:
        return came
    await case.staff.nap(luck.random() * HEARD_SECONDS)
    return came if await went_through(corrected(case.staff, receipt, came), HAS_LEFT) else typed


async def _pay_supplier(case: Case, purchase: Mapping[str, Any], quantity: int) -> None:
    """Matched as it is, or blocked for its price and released by another person; paid by two."""
    staff, identity = case.staff, purchase["purchase_order_id"]
    price = SHORT.cost + case.chance.choice((0, 5_000_000))
    await staff.until(
        "bao.buyer",
        f"/purchasing/purchase-orders/{identity}",
        lambda one: all(float(line["received"]) == quantity for line in one["lines"]),
        "purchasing knows of the receipts",
    )
    invoice = await staff.post(
        "bao.buyer",
        "/purchasing/supplier-invoices",
        {
            "purchase_order_id": identity,
            "supplier_reference": f"RE-{identity}",
            "lines": [{"purchase_line_no": 1, "quantity": str(quantity), "unit_price": str(price)}],
            "tax": amount(price * quantity // 10),
            "invoice_on": purchase["sent_on"],
        },
    )
    if price != SHORT.cost:
        path = f"/purchasing/supplier-invoices/{invoice['id']}/release"
        await staff.post("petra.purchasing-manager", path, {"reason": "price rise agreed by phone"})
    await staff.until("anh.accountant", f"/accounting/payables/{invoice['id']}", lambda _: True, "it is owed")
    body = {"supplier_id": purchase["supplier_id"], "payables": [invoice["id"]]}
    payment = await staff.post("anh.accountant", "/accounting/supplier-payments", body)
    path = f"/accounting/supplier-payments/{payment['id']}"
    await staff.post("chi.chief-accountant", f"{path}/approval")
    await staff.post("anh.accountant", f"{path}/dispatch")
