"""Journey 5, beside the warranty: a pump that they dropped is repaired for money, a leaking one replaced in advance."""

from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.late_payer import CLERK
from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PUMPS
from deploy.journeys.straight import Travelled, deliver, pay, planned_shipments, straight

PUMP: Final = PUMPS[0]
REPAIR_PRICE: Final = 900_000
"""Agreed for one pump, before tax, in đồng."""
AGENT: Final = "cara.agent"
MANAGER: Final = "carl.care-manager"


@dataclass(frozen=True)
class OutOfWarranty:
    """What was sold, the two returns, and the invoice of the repair."""

    sold: Travelled
    repaired: str
    replaced: str
    invoice: dict[str, Any]


async def out_of_warranty(people: People, customer_id: str) -> OutOfWarranty:
    """Two pumps are sold and paid; each comes back for a reason of its own, and both returns are closed."""
    sold = await straight(people, customer_id, articles=(PUMP,), quantity=2, revised=False)
    repaired = await _requested(people, sold, "they dropped it")
    price = {"line_no": 1, "unit_price": {"minor": REPAIR_PRICE, "currency": CURRENCY}}
    body = {"prices": [price], "agreed_with": "Ms Hoa, on the phone"}
    await people.post(MANAGER, f"/care/returns/{repaired}/chargeable-approval", body)
    people.say("care", f"return {repaired[:8]} approved: the repair costs {REPAIR_PRICE:,} {CURRENCY}, as agreed")
    await _came_back(people, repaired, "repair")
    await _repaired(people, repaired)
    invoice = await _invoiced(people, repaired)
    await pay(people, invoice, invoice["total"]["minor"], f"BANK-{customer_id}-REPAIR")
    replaced = await _requested(people, sold, "it leaks")
    await people.post(MANAGER, f"/care/returns/{replaced}/approval")
    await _sent_in_advance(people, replaced)
    await _came_back(people, replaced, "scrap")
    await _until_closed(people, replaced)
    people.say("care", "their pump came before the last day: nobody charges them for the other one")
    return OutOfWarranty(sold, repaired, replaced, invoice)


async def _requested(people: People, sold: Travelled, fault: str) -> str:
    body = {
        "order_id": sold.order_id,
        "customer_id": sold.customer_id,
        "warehouse": "main",
        "lines": [{"line_no": 1, "quantity": "1", "fault": fault}],
        "reason": fault,
    }
    return str((await people.post(AGENT, "/care/returns", body))["id"])


async def _came_back(people: People, return_id: str, grade: str) -> None:
    path = f"/warehouse/customer-returns/{return_id}"
    await people.until("wim.storekeeper", path, lambda _: True, "the warehouse expects the return")
    await people.post("wim.storekeeper", f"{path}/receipts", {"items": [{"item_no": 1, "quantity": "1"}]})
    graded = {"item_no": 1, "good": "0", "repair": "0", "scrap": "0", "finding": "as they said"} | {grade: "1"}
    await people.post("wim.storekeeper", f"{path}/inspections", {"items": [graded]})


async def _repaired(people: People, return_id: str) -> None:
    path = f"/care/returns/{return_id}"
    await people.until(MANAGER, path, lambda one: bool(one["to_settle"]), "the inspection is known to care")
    body = {"item_no": 1, "quantity": "1", "remedy": "repair", "reason": "as agreed"}
    await people.post(MANAGER, f"{path}/remedies", body)
    await _delivered(people, return_id)
    await _until_closed(people, return_id)


async def _sent_in_advance(people: People, return_id: str) -> None:
    body = {"item_no": 1, "quantity": "1", "remedy": "replacement", "in_advance": True, "reason": "their line stands"}
    path = f"/care/returns/{return_id}/remedies"
    await people.until(
        "wim.storekeeper", f"/warehouse/customer-returns/{return_id}", lambda _: True, "the warehouse expects it"
    )
    await people.post(MANAGER, path, body)
    people.say("care", "another one is sent before theirs has come; they owe its price if it does not")
    await _delivered(people, return_id)


async def _delivered(people: People, return_id: str) -> None:
    found = await people.get(AGENT, f"/care/returns/{return_id}")
    (shipment,) = await planned_shipments(people, found["grants"][0]["grant_id"])
    await deliver(people, shipment)


async def _until_closed(people: People, return_id: str) -> None:
    await people.until(
        AGENT, f"/care/returns/{return_id}", lambda one: one["status"] == "closed", "the return is closed"
    )


async def _invoiced(people: People, return_id: str) -> dict[str, Any]:
    page = await people.until(
        CLERK, f"/accounting/invoices?return_id={return_id}", lambda page: bool(page["items"]), "it is invoiced"
    )
    invoice: dict[str, Any] = page["items"][0]
    people.say("accounting", f"{invoice['number']}: the repair, with tax, by the terms of the order")
    return invoice
