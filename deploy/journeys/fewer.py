"""Journey 6, fewer: a part is delivered, then the customer wants less; the rest leaves and is called anew, or never."""

from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.people import People, Refused
from deploy.journeys.shop import PUMPS, SHORT, lines_of
from deploy.journeys.straight import (
    PROOF,
    Travelled,
    agreed_contract,
    deliver,
    pay,
    placed_order,
    planned_shipments,
    posted_invoices,
)

PUMP: Final = PUMPS[0]
SEAL: Final = PUMPS[3]
QUANTITY: Final = 10
"""Of each: pumps and seals that are there, and motors that nobody has."""
FIRST: Final = 4
"""Of the pumps and seals leave at once."""
PUMPS_WANTED: Final = 6


@dataclass(frozen=True)
class Lessened:
    """The order that shrank, and what was seen on the way."""

    travelled: Travelled
    too_few: str
    granted: dict[str, Any]
    kept: dict[str, Any]
    anew_order_id: str


async def _first_part(people: People, order_id: str) -> tuple[str, str]:
    """Less is found than planned: that leaves, and the rest is planned anew; both shipments."""
    (shipment,) = await planned_shipments(people, order_id)
    found = [{"line_no": line_no, "quantity": str(FIRST)} for line_no in (1, 2)]
    await people.post("wim.storekeeper", f"/warehouse/shipments/{shipment}/picking", {"lines": found})
    people.say("warehouse", f"only {FIRST} pumps and {FIRST} seal kits are found: the rest is planned anew")
    (rest,) = await planned_shipments(people, order_id, known=(shipment,))
    await _leave(people, shipment)
    return shipment, rest


async def reduce(people: People, order_id: str, wanted: dict[int, int], reason: str) -> dict[str, Any]:
    """Asks for less, and waits for the answer; the order as it is then."""
    lines = [{"line_no": line_no, "quantity": str(quantity)} for line_no, quantity in wanted.items()]
    await people.post("sara.rep", f"/sales/orders/{order_id}/reductions", {"lines": lines, "reason": reason})
    return await people.until(
        "sara.rep",
        f"/sales/orders/{order_id}",
        lambda order: bool(order["reduction"]["status"] != "asked"),
        "the warehouse has answered what it gives back",
    )


async def fewer(people: People, customer_id: str) -> Lessened:
    """The whole journey; what nobody wants any more stays with the contract, which is closed short."""
    say = people.say
    wanted = lines_of((PUMP, SEAL, SHORT), QUANTITY)
    quotation, contract = await agreed_contract(people, customer_id, wanted, discount="20", revised=True)
    order = await placed_order(people, contract)
    path = f"/sales/orders/{order}"
    first, rest = await _first_part(people, order)
    await people.until(
        "sara.rep",
        path,
        lambda shown: [line["delivered"] for line in shown["lines"]] == [str(FIRST), str(FIRST), "0"],
        "sales knows what was delivered",
    )
    try:
        await reduce(people, order, {1: FIRST - 1}, "one too many")
        too_few = ""
    except Refused as refused:
        too_few = refused.code
    say("sales", f"the customer wants {PUMPS_WANTED} pumps, no more seal kits than they have, and no motors")
    granted = await reduce(people, order, {1: PUMPS_WANTED, 2: FIRST, 3: 0}, "the second site is given up")
    say("warehouse", "what had not left is given back; the rest of the shipment shrinks with it")
    await people.post("wim.storekeeper", f"/warehouse/shipments/{rest}/picking")
    kept = await reduce(people, order, {1: FIRST}, "not even those")
    say("warehouse", "the rest is off the shelf already: it stays ordered")
    await _leave(people, rest)
    await _pay_all(people, order, 2)
    await people.until("sara.rep", path, lambda shown: shown["status"] == "completed", "the order is completed")
    say("sales", "order completed: what it is for by now is delivered, billed and paid")
    anew = await _call_anew(people, contract)
    closing = {"reason": "the second site is given up"}
    await people.post("marc.sales-manager", f"/sales/contracts/{contract}/closing", closing)
    say("sales", "contract closed short: what was given back is not called any more")
    invoices = await posted_invoices(people, order, 2)
    travelled = Travelled(
        customer_id, quotation, contract, order, (first, rest), tuple(one["invoice_id"] for one in invoices)
    )
    return Lessened(travelled, too_few, granted, kept, anew)


async def _leave(people: People, shipment_id: str) -> None:
    """What was picked leaves and arrives."""
    path = f"/warehouse/shipments/{shipment_id}"
    await people.post("wim.storekeeper", f"{path}/dispatch", {"carrier": "Viettel Post", "tracking_number": "VTP-6"})
    await people.post("wim.storekeeper", f"{path}/delivery", {"signed_by": "Trần Văn Kho", "proof_sha256": PROOF})
    people.say("warehouse", f"shipment {shipment_id[:8]} delivered")


async def _pay_all(people: People, order_id: str, how_many: int) -> None:
    for number, invoice in enumerate(await posted_invoices(people, order_id, how_many), 1):
        await pay(people, invoice, invoice["total"]["minor"], f"BANK-{order_id}-{number}")


async def _call_anew(people: People, contract_id: str) -> str:
    """One of the pumps that were given back is wanted after all: another order under the same contract."""
    body = {"contract_id": contract_id, "lines": [{"line_no": 1, "quantity": "1"}]}
    order = str((await people.post("sara.rep", "/sales/orders", body))["id"])
    people.say("sales", f"one pump is wanted after all: order {order[:8]} calls it anew")
    (shipment,) = await planned_shipments(people, order)
    await deliver(people, shipment)
    await _pay_all(people, order, 1)
    await people.until("sara.rep", f"/sales/orders/{order}", lambda o: o["status"] == "completed", "it is completed")
    return order
