"""What becomes of an order: twenty of them per run, each by a plan that its seed drew, each until its end.

A case ends only when its order is completed, or cancelled and given back everywhere. One that never ends is found when
the faults are over.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.shop import CURRENCY, PRICE_LIST, PUMPS, SHORT, lines_of
from deploy.journeys.straight import planned_shipments, posted_invoices
from deploy.simulation.buying import bought_and_shipped
from deploy.simulation.by_hand import handled
from deploy.simulation.case import Case, Customer, went_through
from deploy.simulation.contested import contest_and_pay
from deploy.simulation.late import pay_late
from deploy.simulation.leaving import ships_from_a_site_that_is_left
from deploy.simulation.paying import (
    credit_and_pay,
    pay_in_parts,
    pay_nameless,
    pay_too_much,
    pay_twice,
    pay_up,
    pay_what_is_open,
    pay_whole,
)
from deploy.simulation.returned import complain_and_return
from deploy.simulation.shipping import CALLED_OFF, HEARD_SECONDS, came_back, decide, delivered, shipped, signed_for
from deploy.simulation.shrinking import asked_for_less, decide_unbilled, rest_never_comes, shrinks
from deploy.simulation.staff import SimulatedStaff

HAS_SHIPPED: Final = "sales.order.already-shipped"
HAS_LEFT: Final = "sales.order.too-late-to-hold"
SITE_CLOSED: Final = "sales.site.names-closed"


async def _placed(case: Case, skus: tuple[int, ...], quantity: int) -> str:
    """Called under the contract; its lines are the articles in their order, the last one is short of stock."""
    body = {
        "contract_id": case.customer.contract_id,
        "lines": [{"line_no": line_no, "quantity": str(quantity)} for line_no in skus],
        "ship_from": [case.site],
    }
    try:
        return str((await case.staff.post("sara.rep", "/sales/orders", body))["id"])
    except Refused as refused:
        if refused.code != SITE_CLOSED:
            raise
    return str((await case.staff.post("sara.rep", "/sales/orders", body | {"ship_from": ["main"]}))["id"])


def _some_lines(case: Case, how_many: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """Some articles that are in stock, and how many of each."""
    numbers = case.chance.sample(range(1, len(PUMPS) + 1), case.chance.choice(how_many))
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
        if await decide(case, order_id, decision) and decision == "refusal":
            await case.order(order_id, lambda one: one["status"] == "cancelled", "it is cancelled")
            return False
        await case.staff.nap(HEARD_SECONDS)


# How an order goes: the shipments that were delivered and are billed, none when it ended without.


async def _straight(case: Case, order_id: str) -> int:
    (shipment,) = await planned_shipments(case.staff, order_id)
    await shipped(case, shipment)
    await signed_for(case, shipment)
    return 1


async def _split(case: Case, order_id: str) -> int:
    """Not everything was found on the shelf: the rest follows."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    found = await case.staff.get("wim.storekeeper", f"/warehouse/shipments/{shipment}")
    line = found["lines"][0]["line_no"]
    await shipped(case, shipment, {"lines": [{"line_no": line, "quantity": "1"}]})
    (rest,) = await planned_shipments(case.staff, order_id, known=(shipment,))
    await asyncio.gather(signed_for(case, shipment), delivered(case, rest))
    return 2


async def _undelivered(case: Case, order_id: str) -> int:
    """Nobody was there: tried again; or brought back, and then shipped again, or the order cancelled."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    await shipped(case, shipment)
    path = f"/warehouse/shipments/{shipment}"
    if (fate := case.luck("lost").random()) < IS_LOST:
        return await _lost(case, order_id, shipment, turns_up=fate < TURNS_UP)
    await case.staff.post("wim.storekeeper", f"{path}/delivery-failure", {"reason": "nobody there"})
    await case.pause()
    if case.chance.random() < 0.5:
        await case.staff.post("wim.storekeeper", f"{path}/redelivery")
        await signed_for(case, shipment)
        return 1
    await came_back(case, shipment)
    await case.order(
        order_id, lambda one: all(line["returned"] == line["shipped"] != "0" for line in one["lines"]), "it came back"
    )
    if case.luck("goes again").random() < GOES_AGAIN:
        await _goes_again(case, order_id, shipment)
        return 1
    await case.staff.post("sara.rep", f"/sales/orders/{order_id}/cancellation", {"reason": "not to be reached"})
    return 0


async def _lost(case: Case, order_id: str, shipment: str, *, turns_up: bool) -> int:
    """The carrier does not have it any more. Others are sent, unless the customer has it after all."""
    path = f"/warehouse/shipments/{shipment}"
    await case.staff.post("wanda.warehouse-manager", f"{path}/loss", {"reason": "the carrier looked for a week"})
    await case.pause()
    if turns_up:
        await signed_for(case, shipment)
        return 1
    await case.order(order_id, lambda one: bool(one["has_come_back"]), "it is missed")
    await _goes_again(case, order_id, shipment)
    if case.luck("found").random() < FOUND:
        await came_back(case, shipment)
    return 1


async def _goes_again(case: Case, order_id: str, shipment: str) -> None:
    """They have moved, and say where to: all of it is set aside once more, and leaves together."""
    path = f"/sales/orders/{order_id}/shipping-again"
    await case.staff.post("sara.rep", path, {"reason": "the new address is known"})
    (again,) = await planned_shipments(case.staff, order_id, known=(shipment,))
    await delivered(case, again)


async def _cancelled(case: Case, order_id: str) -> int:
    await case.pause()
    await case.staff.post("sara.rep", f"/sales/orders/{order_id}/cancellation", {"reason": "ordered by mistake"})
    return 0


async def _cancelled_late(case: Case, order_id: str) -> int:
    """Cancelled while the warehouse ships: whoever is first, and if both were, accounting decides about the bill."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    cancellation = case.staff.post("sara.rep", f"/sales/orders/{order_id}/cancellation", {"reason": "too late?"})
    shipping = delivered(case, shipment)
    was_cancelled, was_shipped = await asyncio.gather(
        went_through(cancellation, HAS_SHIPPED), went_through(shipping, CALLED_OFF)
    )
    if not was_cancelled:
        return 1
    if was_shipped:
        await decide_unbilled(case, order_id, shipment)
    return 0


async def _held(case: Case, order_id: str) -> int:
    """Held by a person while the warehouse ships: whoever is first. Then they release it, or call it off."""
    (shipment,) = await planned_shipments(case.staff, order_id)
    was_cancelled, was_shipped = await asyncio.gather(
        _held_for_a_while(case, order_id), went_through(delivered(case, shipment), CALLED_OFF)
    )
    if not was_cancelled:
        return 1
    if was_shipped:
        await decide_unbilled(case, order_id, shipment)
    return 0


async def _held_for_a_while(case: Case, order_id: str) -> bool:
    """Whether it was cancelled in the end. A hold that came too late keeps nothing."""
    path = f"/sales/orders/{order_id}"
    hold = {"name": "dispute", "reason": "they contest the price"}
    if not await went_through(case.staff.post("sara.rep", f"{path}/holds", hold), HAS_LEFT):
        return False
    await case.staff.nap(HEARD_SECONDS)
    cancellation = {"reason": "no agreement"}
    if case.chance.random() < 0.3 and await went_through(
        case.staff.post("sara.rep", f"{path}/cancellation", cancellation), HAS_SHIPPED
    ):
        return True
    await case.staff.post("marc.sales-manager", f"{path}/holds/dispute/release", {"reason": "agreed"})
    return False


Fate = Callable[[Case, str], Awaitable[int]]
Payer = Callable[[Case, Mapping[str, Any]], Awaitable[None]]

LEAVES_A_SITE: Final = 0.06
"""How often an order ships from a site of its own, which is left meanwhile."""
ON_ORDER: Final = (bought_and_shipped, rest_never_comes)
"""For what is not in stock anywhere."""
IN_DEMAND: Final = 0.1
"""How often an order is for that, whatever it would have been for: where two wait, one can be given the other's."""
IS_LOST, TURNS_UP, FOUND = 0.4, 0.15, 0.5
"""How often a parcel that nobody took is lost instead, or is with the customer; and how often it is found later."""
GOES_AGAIN: Final = 0.6
"""How often what nobody took is sent once more; else the order is cancelled."""
COMES_BACK: Final = 0.12
"""How often delivered goods are complained about, whatever becomes of the payment meanwhile."""

FATES: Final[Mapping[Fate, int]] = {
    _straight: 7,
    _split: 2,
    _undelivered: 2,
    bought_and_shipped: 3,
    shrinks: 3,
    rest_never_comes: 1,
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
    pay_late: 4,
    contest_and_pay: 3,
}


async def play(case: Case) -> None:
    """The case from the order to its end."""
    fate = case.chance.choices(list(FATES), list(FATES.values()))[0]
    if case.luck("in demand").random() < IN_DEMAND:
        fate = bought_and_shipped
    if case.luck("leaving a site").random() < LEAVES_A_SITE:
        await ships_from_a_site_that_is_left(case, lambda moved: _played(moved, fate), is_stocked=fate not in ON_ORDER)
    else:
        await _played(case, fate)


async def _played(case: Case, fate: Fate) -> None:
    if fate in ON_ORDER:
        lines: tuple[tuple[int, ...], int] = ((len(PUMPS) + 1,), case.chance.randint(2, 4))
    else:
        lines = _some_lines(case, (2, 2, 3) if fate is shrinks else (1, 1, 2))
    order_id = await _placed(case, *lines)
    if case.chance.random() < 0.1:
        await _held_by_hand(case, order_id)
    if case.chance.random() < 0.1:
        path = f"/accounting/credit-accounts/{case.customer.id}/stop"
        await case.staff.post("chi.chief-accountant", path, {"reason": "their bank called"})
    if fate is shrinks and case.chance.random() < 0.3:
        await asked_for_less(case, order_id)
    if not await _has_credit(case, order_id):
        return
    how_many = await (_handled_meanwhile(case, order_id, fate) if fate in ON_ORDER else fate(case, order_id))
    if not how_many:
        await case.order(order_id, lambda one: one["status"] == "cancelled", "it is cancelled")
        await pay_what_is_open(case, order_id, "cancelled")
        return
    if case.chance.random() < COMES_BACK:
        await asyncio.gather(_paid(case, order_id, how_many), complain_and_return(case, order_id, how_many))
    else:
        await _paid(case, order_id, how_many)


async def _handled_meanwhile(case: Case, order_id: str, fate: Fate) -> int:
    how_many, _ = await asyncio.gather(fate(case, order_id), handled(case, order_id))
    return how_many


async def _paid(case: Case, order_id: str, how_many: int) -> None:
    for invoice in await posted_invoices(case.staff, order_id, how_many):
        await case.pause()
        await case.chance.choices(list(PAYERS), list(PAYERS.values()))[0](case, invoice)
    await pay_up(case, order_id)


async def _held_by_hand(case: Case, order_id: str) -> None:
    path = f"/sales/orders/{order_id}/holds"
    hold = {"name": "export", "reason": "the licence is awaited"}
    if not await went_through(case.staff.post("marc.sales-manager", path, hold), HAS_LEFT):
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
