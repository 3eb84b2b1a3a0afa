"""What becomes of an order: twenty of them per run, each by a plan that its seed drew, each until its end.

A case ends only when its order is completed, or cancelled and given back everywhere. One that never ends is found when
the faults are over.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.shop import CURRENCY, PRICE_LIST, PUMPS, SHORT, amount, lines_of
from deploy.journeys.short_of_stock import bought, receive
from deploy.journeys.straight import PROOF, planned_shipments, posted_invoices
from deploy.simulation.case import Case, Customer
from deploy.simulation.paying import (
    credit_and_pay,
    pay_in_parts,
    pay_nameless,
    pay_too_much,
    pay_twice,
    pay_up,
    pay_whole,
)
from deploy.simulation.staff import SimulatedStaff

HEARD_SECONDS: Final = 0.5
"""After which people look again whether others have heard."""
BLOCKED: Final = "warehouse.reservation.delivery-blocked"
STOPPED: Final = "accounting.credit-account.stopped"
NOT_HELD: Final = "accounting.credit-account.not-held"
RESERVED: Final = "accounting.credit-account.credit-is-reserved"


async def _placed(case: Case, skus: tuple[int, ...], quantity: int) -> str:
    """Called under the contract; its lines are the articles in their order, the last one is short of stock."""
    body = {
        "contract_id": case.customer.contract_id,
        "lines": [{"line_no": line_no, "quantity": str(quantity)} for line_no in skus],
    }
    return str((await case.staff.post("sara.rep", "/sales/orders", body))["id"])


def _some_lines(case: Case) -> tuple[tuple[int, ...], int]:
    """One or two articles that are in stock, and how many of them."""
    numbers = case.chance.sample(range(1, len(PUMPS) + 1), case.chance.choice((1, 1, 2)))
    return tuple(sorted(numbers)), case.chance.randint(2, 4)


def _is_held_or_decided(order: Mapping[str, Any]) -> bool:
    return order["status"] != "placed" or any(hold["name"] == "credit" for hold in order["holds"])


async def _has_credit(case: Case, order_id: str) -> bool:
    """Confirmed, if need be by an approver; False when they refused, and sales has cancelled it."""
    decision = case.chance.choice(("release", "refusal"))
    while True:
        order = await case.order(order_id, _is_held_or_decided, "credit is decided")
        if order["status"] != "placed":
            return bool(order["status"] != "cancelled")
        await case.pause()
        if await _decide(case, order_id, decision) and decision == "refusal":
            await case.order(order_id, lambda one: one["status"] == "cancelled", "it is cancelled")
            return False
        await case.staff.nap(HEARD_SECONDS)


async def _decide(case: Case, order_id: str, decision: str) -> bool:
    """An approver lets the order, or its goods, go on, or says no: whether they could.

    A stop of the customer has to be lifted first.
    """
    account = f"/accounting/credit-accounts/{case.customer.id}"
    because = {"reason": f"{decision} by the file"}
    try:
        await case.staff.post("chi.chief-accountant", f"{account}/holds/{order_id}/{decision}", because)
    except Refused as refused:
        if refused.code not in (STOPPED, NOT_HELD, RESERVED):  # it fits by now, or sales holds it for the stop
            raise
        await case.staff.post("chi.chief-accountant", f"{account}/stop-lift", because)
        return False
    return True


async def _dispatched(case: Case, shipment_id: str) -> None:
    """Handed to the carrier, once accounting and whoever holds the order in sales let the goods leave."""
    path = f"/warehouse/shipments/{shipment_id}"
    while True:
        try:
            await case.staff.post("wim.storekeeper", f"{path}/dispatch", {"carrier": "Viettel Post"})
        except Refused as refused:
            if refused.code != BLOCKED:
                raise
            if "credit" in refused.problem["holds"]:
                shipment = await case.staff.get("wim.storekeeper", path)
                await _decide(case, shipment["order_id"], "release")
            await case.staff.nap(HEARD_SECONDS)
        else:
            return


async def _shipped(case: Case, shipment_id: str, picked: Mapping[str, Any] | None = None) -> None:
    """Picked, packed and handed to the carrier."""
    path = f"/warehouse/shipments/{shipment_id}"
    await case.staff.post("wim.storekeeper", f"{path}/picking", picked)
    await case.pause()
    await case.staff.post("wim.storekeeper", f"{path}/packing", {"packages": 1})
    await _dispatched(case, shipment_id)


async def _signed_for(case: Case, shipment_id: str) -> None:
    await case.pause()
    body = {"signed_by": "Trần Văn Kho", "proof_sha256": PROOF}
    await case.staff.post("wim.storekeeper", f"/warehouse/shipments/{shipment_id}/delivery", body)


# How an order goes: the shipments that were delivered and are billed, none when it ended without.


async def _straight(case: Case, order_id: str) -> int:
    (shipment,) = await planned_shipments(case.staff, order_id)
    await _shipped(case, shipment)
    await _signed_for(case, shipment)
    return 1


async def _split(case: Case, order_id: str) -> int:
    """Not everything was found on the shelf: the rest follows."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    found = await case.staff.get("wim.storekeeper", f"/warehouse/shipments/{shipment}")
    line = found["lines"][0]["line_no"]
    await _shipped(case, shipment, {"lines": [{"line_no": line, "quantity": "1"}]})
    (rest,) = await planned_shipments(case.staff, order_id, known=(shipment,))
    await asyncio.gather(_signed_for(case, shipment), _late(case, rest))
    return 2


async def _late(case: Case, shipment_id: str) -> None:
    await _shipped(case, shipment_id)
    await _signed_for(case, shipment_id)


async def _undelivered(case: Case, order_id: str) -> int:
    """Nobody was there: tried again, or brought back and the order cancelled."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    await _shipped(case, shipment)
    path = f"/warehouse/shipments/{shipment}"
    await case.staff.post("wim.storekeeper", f"{path}/delivery-failure", {"reason": "nobody there"})
    await case.pause()
    if case.chance.random() < 0.5:
        await case.staff.post("wim.storekeeper", f"{path}/redelivery")
        await _signed_for(case, shipment)
        return 1
    await case.staff.post("wim.storekeeper", f"{path}/return", {"reason": "the firm has moved"})
    await case.order(
        order_id, lambda one: all(line["returned"] == line["shipped"] != "0" for line in one["lines"]), "it came back"
    )
    await case.staff.post("sara.rep", f"/sales/orders/{order_id}/cancellation", {"reason": "not to be reached"})
    return 0


async def _short(case: Case, order_id: str) -> int:
    """Bought for the order, received in two parts, one unit turned away first; shipped as it comes."""
    purchase = await bought(case.staff, order_id)
    whole = int(float(purchase["lines"][0]["quantity"]))
    first = case.chance.randint(1, whole - 1)
    shipments: tuple[str, ...] = ()
    for accepted, rejected in ((first, 0), (whole - first, 1)):
        await case.pause()
        await receive(case.staff, purchase["purchase_order_id"], accepted, rejected)
        (shipment,) = await planned_shipments(case.staff, order_id, known=shipments)
        await _late(case, shipment)
        shipments = (*shipments, shipment)
    await _pay_supplier(case, purchase, whole)
    return 2


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


async def _cancelled(case: Case, order_id: str) -> int:
    await case.pause()
    await case.staff.post("sara.rep", f"/sales/orders/{order_id}/cancellation", {"reason": "ordered by mistake"})
    return 0


async def _cancelled_late(case: Case, order_id: str) -> int:
    """Cancelled while the warehouse ships: whoever is first, and if both were, accounting decides about the bill."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    cancellation = case.staff.post("sara.rep", f"/sales/orders/{order_id}/cancellation", {"reason": "too late?"})
    shipping = _late(case, shipment)
    was_cancelled, was_shipped = await asyncio.gather(_unless_refused(cancellation), _unless_refused(shipping))
    if not was_cancelled:
        return 1
    if was_shipped:
        await _decide_unbilled(case, order_id, shipment)
    return 0


async def _held(case: Case, order_id: str) -> int:
    """Held by a person while the warehouse ships: whoever is first. Then they release it, or call it off."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    was_cancelled, was_shipped = await asyncio.gather(
        _held_for_a_while(case, order_id), _unless_refused(_late(case, shipment))
    )
    if not was_cancelled:
        return 1
    if was_shipped:
        await _decide_unbilled(case, order_id, shipment)
    return 0


async def _held_for_a_while(case: Case, order_id: str) -> bool:
    """Whether it was cancelled in the end. A hold that came too late keeps nothing."""
    path = f"/sales/orders/{order_id}"
    hold = {"name": "dispute", "reason": "they contest the price"}
    if not await _unless_refused(case.staff.post("sara.rep", f"{path}/holds", hold)):
        return False
    await case.staff.nap(HEARD_SECONDS)
    cancellation = {"reason": "no agreement"}
    if case.chance.random() < 0.3 and await _unless_refused(
        case.staff.post("sara.rep", f"{path}/cancellation", cancellation)
    ):
        return True
    await case.staff.post("marc.sales-manager", f"{path}/holds/dispute/release", {"reason": "agreed"})
    return False


async def _unless_refused(doing: Awaitable[Any]) -> bool:
    try:
        await doing
    except Refused:
        return False
    return True


async def _decide_unbilled(case: Case, order_id: str, shipment_id: str) -> None:
    billing = await case.staff.until(
        "anh.accountant",
        f"/accounting/billings/{order_id}",
        lambda one: any(s["shipment_id"] == shipment_id and s["status"] == "delivered" for s in one["shipments"]),
        "the delivery was heard",
    )
    if billing["unbilled"]:
        path = f"/accounting/billings/{order_id}/unbilled/{shipment_id}/clearance"
        await case.staff.post("chi.chief-accountant", path, {"reason": "a present"})


Fate = Callable[[Case, str], Awaitable[int]]
Payer = Callable[[Case, Mapping[str, Any]], Awaitable[None]]

FATES: Final[Mapping[Fate, int]] = {
    _straight: 7,
    _split: 2,
    _undelivered: 2,
    _short: 3,
    _cancelled: 3,
    _cancelled_late: 3,
    _held: 2,
}
PAYERS: Final[Mapping[Payer, int]] = {
    pay_whole: 8,
    pay_in_parts: 4,
    pay_too_much: 2,
    pay_nameless: 2,
    pay_twice: 2,
    credit_and_pay: 2,
}


async def play(case: Case) -> None:
    """The case from the order to its end."""
    fate = case.chance.choices(list(FATES), list(FATES.values()))[0]
    if fate is _short:
        lines: tuple[tuple[int, ...], int] = ((len(PUMPS) + 1,), case.chance.randint(2, 4))
    else:
        lines = _some_lines(case)
    order_id = await _placed(case, *lines)
    if case.chance.random() < 0.1:
        await _held_by_hand(case, order_id)
    if case.chance.random() < 0.1:
        path = f"/accounting/credit-accounts/{case.customer.id}/stop"
        await case.staff.post("chi.chief-accountant", path, {"reason": "their bank called"})
    if not await _has_credit(case, order_id):
        return
    how_many = await fate(case, order_id)
    if not how_many:
        await case.order(order_id, lambda one: one["status"] == "cancelled", "it is cancelled")
        return
    for invoice in await posted_invoices(case.staff, order_id, how_many):
        await case.pause()
        await case.chance.choices(list(PAYERS), list(PAYERS.values()))[0](case, invoice)
    await pay_up(case, order_id)


async def _held_by_hand(case: Case, order_id: str) -> None:
    path = f"/sales/orders/{order_id}/holds"
    try:
        await case.staff.post("marc.sales-manager", path, {"name": "export", "reason": "the licence is awaited"})
    except Refused as refused:  # everything has left already
        if refused.code != "sales.order.too-late-to-hold":
            raise
        return
    await case.pause()
    await case.staff.post("marc.sales-manager", f"{path}/export/release", {"reason": "the licence is here"})


async def framework(staff: SimulatedStaff, customer_id: str) -> Customer:
    """A contract from which a customer may call every article often: so much that it needs an approver."""
    offer = {
        "customer_id": customer_id,
        "price_list": PRICE_LIST,
        "currency": CURRENCY,
        "lines": lines_of((*PUMPS, SHORT), 400),
        "warranty_months": 24,
        "deliver_to": "Kho 2, KCN Sóng Thần, Bình Dương",
    }
    quotation = (await staff.post("sara.rep", "/sales/quotations", offer))["id"]
    path = f"/sales/quotations/{quotation}"
    await staff.post("sara.rep", f"{path}/submission")
    await staff.post("marc.sales-manager", f"{path}/approval")
    await staff.post("sara.rep", f"{path}/dispatch")
    await staff.post("sara.rep", f"{path}/acceptance", {"revision": 1, "accepted_by": "Nguyễn Thị Hoa"})
    signing = {"quotation_id": quotation, "revision": 1, "signed_by": "Nguyễn Thị Hoa"}
    contract = await staff.post("sara.rep", "/sales/contracts", signing)
    return Customer(customer_id, contract["id"])
