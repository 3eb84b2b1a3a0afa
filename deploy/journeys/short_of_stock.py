"""Journey 2, short of stock: bought for the order, received in two parts with rejects, shipped and invoiced twice.

The first part is typed wrong, and corrected before it leaves.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from deploy.journeys.people import People
from deploy.journeys.shop import SHORT, amount, lines_of
from deploy.journeys.straight import (
    Travelled,
    agreed_contract,
    completed,
    deliver,
    pay,
    placed_order,
    planned_shipments,
    posted_invoices,
)

QUANTITY = 7
FIRST, SECOND, REJECTED = 3, 4, 1
"""Received: three, then four good ones and one that the storekeeper turns away."""
TYPED = 5
"""What the storekeeper types for the first three."""
DELAY = 4
"""Days that the supplier needs longer than their offer says."""


async def bought(people: People, order_id: str) -> dict[str, Any]:
    """The purchase order that the shortage led to, approved and sent."""
    page = await people.until(
        "bao.buyer",
        f"/purchasing/purchase-orders?requisition_id={order_id}",
        lambda page: bool(page["items"]),
        "a purchase order for the shortage",
    )
    purchase: dict[str, Any] = page["items"][0]
    identity = purchase["purchase_order_id"]
    people.say("purchasing", f"stock is short: purchase order {identity[:8]} drafted for the best offer")
    if purchase["status"] == "in-approval":
        await people.post("petra.purchasing-manager", f"/purchasing/purchase-orders/{identity}/approval")
        people.say("purchasing", "over the limit: approved by the manager, who did not make it")
    path = f"/purchasing/purchase-orders/{identity}"
    current = await people.get("bao.buyer", path)
    if current["status"] == "approved":
        await people.post("bao.buyer", f"{path}/dispatch")
    return await people.until("bao.buyer", path, lambda p: p["status"] == "sent", "the purchase order is sent")


async def delayed(people: People, order_id: str, purchase: dict[str, Any]) -> None:
    """The supplier names a later day: the warehouse and the order know of it."""
    identity = purchase["purchase_order_id"]
    day = (date.fromisoformat(purchase["expected_on"]) + timedelta(days=DELAY)).isoformat()
    await people.post(
        "bao.buyer",
        f"/purchasing/purchase-orders/{identity}/acknowledgement",
        {"expected_on": day, "reason": "casting is late"},
    )
    people.say("purchasing", f"the supplier confirms {day}, {DELAY} days later than expected: casting is late")
    await people.until(
        "wim.storekeeper",
        f"/warehouse/expected-receipts/{identity}",
        lambda receipt: receipt["expected_on"] == day,
        "the warehouse expects the goods on the new day",
    )
    await people.until(
        "sara.rep",
        f"/sales/orders/{order_id}",
        lambda order: order["goods_expected_on"] == day,
        "the order knows the new day",
    )


async def receive(people: People, purchase_order_id: str, accepted: int, rejected: int = 0) -> str:
    """The supplier brings a part: the receipt."""
    line: dict[str, Any] = {"purchase_line_no": 1, "accepted": str(accepted)}
    if rejected:
        line |= {"rejected": str(rejected), "reject_reason": "housing cracked in transport"}
    await people.until(
        "wim.storekeeper",
        f"/warehouse/expected-receipts/{purchase_order_id}",
        lambda _: True,
        "the warehouse expects the goods",
    )
    body = {"purchase_order_id": purchase_order_id, "supplier_delivery_note": "LS-1", "lines": [line]}
    receipt = await people.post("wim.storekeeper", "/warehouse/goods-receipts", body)
    words = f", {rejected} turned away: housing cracked" if rejected else ""
    people.say("warehouse", f"{accepted} received{words}; they are pegged to the order that they were bought for")
    return str(receipt["id"])


async def corrected(people: People, receipt_id: str, accepted: int) -> None:
    """Fewer came than the storekeeper typed, as the manager says."""
    body = {"reason": "mistyped", "lines": [{"purchase_line_no": 1, "accepted": str(accepted)}]}
    await people.post("wanda.warehouse-manager", f"/warehouse/goods-receipts/{receipt_id}/corrections", body)
    people.say("warehouse", f"mistyped, only {accepted} came: the manager corrects the receipt, the order waits again")


async def pay_supplier(people: People, purchase: dict[str, Any]) -> str:
    """The supplier bills one đồng a piece too much: blocked, released by another person, paid by two."""
    identity = purchase["purchase_order_id"]
    price = Decimal(SHORT.cost) + 1
    net = int(price * QUANTITY)
    await people.until(
        "bao.buyer",
        f"/purchasing/purchase-orders/{identity}",
        lambda p: all(Decimal(line["received"]) == Decimal(line["quantity"]) for line in p["lines"]),
        "purchasing knows of the receipts",
    )
    invoice = await people.post(
        "bao.buyer",
        "/purchasing/supplier-invoices",
        {
            "purchase_order_id": identity,
            "supplier_reference": f"RE-{identity[:8]}",
            "lines": [{"purchase_line_no": 1, "quantity": str(QUANTITY), "unit_price": str(price)}],
            "tax": amount(net // 10),
            "invoice_on": purchase["sent_on"],
        },
    )
    path = f"/purchasing/supplier-invoices/{invoice['id']}"
    people.say("purchasing", "supplier invoice blocked: its price is above the purchase order's")
    await people.post("petra.purchasing-manager", f"{path}/release", {"reason": "price rise agreed by phone"})
    people.say("purchasing", "released by another person, with a reason")
    await people.until(
        "anh.accountant", f"/accounting/payables/{invoice['id']}", lambda _: True, "accounting owes the supplier"
    )
    payment = await people.post(
        "anh.accountant",
        "/accounting/supplier-payments",
        {"supplier_id": purchase["supplier_id"], "payables": [invoice["id"]]},
    )
    await people.post("chi.chief-accountant", f"/accounting/supplier-payments/{payment['id']}/approval")
    await people.post("anh.accountant", f"/accounting/supplier-payments/{payment['id']}/dispatch")
    people.say("accounting", "supplier payment proposed, approved by another person, and sent to the bank")
    return str(invoice["id"])


async def short_of_stock(people: People, customer_id: str) -> Travelled:
    """The whole journey; the two invoices sum to the order to the smallest unit."""
    quotation, contract = await agreed_contract(people, customer_id, lines_of((SHORT,), QUANTITY))
    order = await placed_order(people, contract)
    purchase = await bought(people, order)
    await delayed(people, order, purchase)
    shipments: tuple[str, ...] = ()
    for accepted, rejected in ((TYPED, 0), (SECOND, REJECTED)):
        receipt = await receive(people, purchase["purchase_order_id"], accepted, rejected)
        if accepted == TYPED:
            await corrected(people, receipt, FIRST)
        (shipment,) = await planned_shipments(people, order, known=shipments)
        await deliver(people, shipment)
        shipments = (*shipments, shipment)
    invoices = await posted_invoices(people, order, 2)
    net = sum(invoice["net"]["minor"] for invoice in invoices)
    people.say("accounting", f"two invoices posted; their nets sum to {net:,}, the order to the smallest unit")
    for number, invoice in enumerate(invoices, 1):
        await pay(people, invoice, invoice["total"]["minor"], f"BANK-{order}-{number}")
    await pay_supplier(people, purchase)
    travelled = Travelled(
        customer_id, quotation, contract, order, shipments, tuple(one["invoice_id"] for one in invoices)
    )
    await completed(people, travelled)
    return travelled
