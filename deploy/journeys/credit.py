"""Journey 3, credit: one order is held and released; another is blocked at the gate, refused and given back."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from deploy.journeys.people import People, Refused
from deploy.journeys.shop import PUMPS, SHORT, amount, lines_of
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
from shared.kernel.money import Money

PUMP: Final = PUMPS[0]
LIMIT: Final = 200_000_000
LOWERED: Final = 120_000_000
"""What the customer may owe: either order fits the first alone, only the second order fits the other alone."""
FITTING: Final = (5, 2)
"""Pumps, of which there are enough, and motors, of which there are none: about 109 million đồng with tax."""
OVER: Final = 8
"""Pumps: 110 million đồng with tax, which together with the first order is over the limit."""


@dataclass(frozen=True)
class Lent:
    """What came of the two orders, and what was seen on the way."""

    released: Travelled
    refused_contract_id: str
    refused_order_id: str
    held: dict[str, Any]
    blocked: dict[str, Any]
    explanation: dict[str, Any]
    dispatch_refused: str


async def credit(people: People, customer_id: str) -> Lent:
    """The whole journey; the customer's limit is LIMIT, and nothing of it is used."""
    say = people.say
    account = f"/accounting/credit-accounts/{customer_id}"
    pumps, motors = FITTING
    _, first_contract = await agreed_contract(
        people, customer_id, [*lines_of((PUMP,), pumps), *lines_of((SHORT,), motors)]
    )
    first = await placed_order(people, first_contract)
    (waiting,) = await planned_shipments(people, first)
    await requisitioned(people, first, "sourced")
    say("accounting", "credit reserved: the first order fits the limit")
    say("purchasing", "the motors are short: a purchase order for them is being prepared")

    quotation, second_contract = await agreed_contract(people, customer_id, lines_of((PUMP,), OVER))
    second = await placed_order(people, second_contract)
    held = await people.until("sara.rep", f"/sales/orders/{second}", lambda o: bool(o["is_held"]), "it is held")
    say("sales", f"the second order is held: {held['holds'][0]['reason']}")
    explanation = await people.get("chi.chief-accountant", f"{account}/explanation")
    await people.post(
        "chi.chief-accountant", f"{account}/holds/{second}/release", {"reason": "their bank confirmed the transfer"}
    )
    say("accounting", "released with a reason by the chief accountant, who placed none of it")
    (shipment,) = await planned_shipments(people, second)

    blocked, refusal = await blocked_at_the_gate(people, account, first, waiting)
    await people.post("chi.chief-accountant", f"{account}/holds/{first}/refusal", {"reason": "too many open invoices"})
    say("accounting", "the blocked order is refused")
    await given_back(people, customer_id, first, first_contract)

    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, second, 1)
    await pay(people, invoice, invoice["total"]["minor"], f"BANK-{second}-1")
    released = Travelled(customer_id, quotation, second_contract, second, (shipment,), (invoice["invoice_id"],))
    await completed(people, released)
    return Lent(released, first_contract, first, held, blocked, explanation, refusal)


async def blocked_at_the_gate(
    people: People, account: str, order_id: str, shipment_id: str
) -> tuple[dict[str, Any], str]:
    """The limit is lowered while the goods are packed: the order with its block, and the code of the refusal."""
    path = f"/warehouse/shipments/{shipment_id}"
    await people.post("wim.storekeeper", f"{path}/picking")
    await people.post("wim.storekeeper", f"{path}/packing", {"packages": 1})
    lowered = {"limit": amount(LOWERED), "reason": "their bank cut their line"}
    await people.post("chi.chief-accountant", f"{account}/limit", lowered)
    people.say("accounting", f"limit lowered to {LOWERED:,}: credit is checked again before goods leave")
    blocked = await people.until(
        "sara.rep", f"/sales/orders/{order_id}", lambda o: bool(o["is_held"]), "the first order is held again"
    )
    await people.until(
        "wim.storekeeper",
        f"/warehouse/reservations/{order_id}",
        lambda reservation: bool(reservation["blocked_because"]),
        "the warehouse knows of the block",
    )
    try:
        await people.post("wim.storekeeper", f"{path}/dispatch", {"carrier": "Viettel Post"})
    except Refused as refused:
        people.say("warehouse", f"shipment {shipment_id[:8]} stays: {refused.problem.get('detail')}")
        return blocked, refused.code
    return blocked, ""


async def requisitioned(people: People, order_id: str, status: str) -> None:
    """Purchasing has come so far with what the order is short of."""
    await people.until(
        "bao.buyer",
        f"/purchasing/requisitions/{order_id}",
        lambda requisition: requisition["status"] == status,
        f"the requisition is {status}",
    )


async def given_back(people: People, customer_id: str, order_id: str, contract_id: str) -> None:
    """Each department has given back what it held for the order, and says so."""
    order = await people.until(
        "sara.rep",
        f"/sales/orders/{order_id}",
        lambda o: o["status"] == "cancelled" and o["credit"]["status"] == "given-back" and o["supply"] == "none",
        "the order is cancelled, and accounting and the warehouse told what they gave back",
    )
    people.say("sales", f"order {order_id[:8]} cancelled by rule: {order['because']}")
    people.say("accounting", "its credit is free again")
    await people.until(
        "wim.storekeeper",
        f"/warehouse/reservations/{order_id}",
        lambda reservation: reservation["status"] == "released",
        "the reservation is released",
    )
    people.say("warehouse", "its goods are unpacked and in stock again, its shipment is called off")
    await requisitioned(people, order_id, "cancelled")
    people.say("purchasing", "its requisition is cancelled and the purchase order withdrawn")
    contract = await people.get("sara.rep", f"/sales/contracts/{contract_id}")
    left = sum(Decimal(line["left_quantity"]) for line in contract["lines"])
    people.say("sales", f"its {left} units may be called again under contract {contract_id[:8]}")
    account = await people.get("chi.chief-accountant", f"/accounting/credit-accounts/{customer_id}")
    people.say("accounting", f"the customer owes or has on order {Money(**account['exposure']['total'])}")
