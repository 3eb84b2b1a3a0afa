"""Journey 5, the money of it: goods are complained about before they are paid, taken back, and credited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.late_payer import CLERK
from deploy.journeys.people import People
from deploy.journeys.return_of_goods import came_back_as_new
from deploy.journeys.shop import PUMPS, lines_of
from deploy.journeys.straight import agreed_contract, deliver, pay, placed_order, planned_shipments, posted_invoices

QUANTITY: Final = 2
PUMP: Final = PUMPS[0]
AGENT: Final = "cara.agent"
MANAGER: Final = "carl.care-manager"


@dataclass(frozen=True)
class Leaking:
    """The invoice as it was posted, and the dispute while the goods were awaited and after their credit."""

    invoice: dict[str, Any]
    awaiting: dict[str, Any]
    settled: dict[str, Any]


async def leaking(people: People, customer_id: str) -> Leaking:
    """Nobody names an invoice: accounting finds it, and it is contested until the goods are credited."""
    _, contract = await agreed_contract(people, customer_id, lines_of((PUMP,), QUANTITY))
    order = await placed_order(people, contract)
    (shipment,) = await planned_shipments(people, order)
    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, order, 1)
    complaint = await _complained(people, customer_id, order)
    await _until_disputed(people, invoice, goods_of(invoice))
    people.say("accounting", f"the pumps on {invoice['number']} are contested: nobody is dunned for them")
    returned = await _return_of(people, customer_id, order, complaint)
    await people.post(
        AGENT,
        f"/care/complaints/{complaint}/resolution",
        {"outcome": "accepted", "resolution": "Both may come back, and are credited."},
    )
    people.say("care", "complaint accepted, while the goods are on their way")
    awaiting = await _dispute_until(people, invoice, lambda one: one["status"] == "to-credit", "it is to be credited")
    await _until_disputed(people, invoice, goods_of(invoice))
    await came_back_as_new(people, returned, QUANTITY)
    path = f"/care/returns/{returned}"
    await people.until(MANAGER, path, lambda one: bool(one["to_settle"]), "the inspection is known to care")
    body = {"item_no": 1, "quantity": str(QUANTITY), "remedy": "credit", "reason": "as good as new"}
    await people.post(MANAGER, f"{path}/remedies", body)
    settled = await _dispute_until(people, invoice, lambda one: bool(one["credit_note_id"]), "it is credited")
    people.say("accounting", f"credited: {invoice['number']} is contested no more, what is left of it is owed")
    left = (await people.get(CLERK, f"/accounting/invoices/{invoice['invoice_id']}"))["open"]["minor"]
    if left:
        await pay(people, invoice, left, f"BANK-{customer_id}-LEFT")
    return Leaking(invoice, awaiting, settled)


def goods_of(invoice: dict[str, Any]) -> int:
    """What the goods of the invoice come to with tax, in minor units."""
    return sum(line["net"]["minor"] + line["tax"]["minor"] for line in invoice["lines"])


async def _complained(people: People, customer_id: str, order_id: str) -> str:
    body = {
        "customer_id": customer_id,
        "title": "Both pumps leak",
        "about": {"kind": "goods", "order_id": order_id, "line_no": 1},
    }
    complaint = await people.post(AGENT, "/care/complaints", body)
    people.say("care", "complaint about the pumps opened; nobody says on which invoice they are")
    return str(complaint["id"])


async def _return_of(people: People, customer_id: str, order_id: str, complaint_id: str) -> str:
    body = {
        "order_id": order_id,
        "customer_id": customer_id,
        "complaint_id": complaint_id,
        "warehouse": "main",
        "lines": [{"line_no": 1, "quantity": str(QUANTITY), "fault": "leaks at the seal"}],
        "reason": "both leak",
    }
    returned = str((await people.post(AGENT, "/care/returns", body))["id"])
    await people.post(MANAGER, f"/care/returns/{returned}/approval")
    return returned


async def _dispute_until(
    people: People, invoice: dict[str, Any], come: Callable[[dict[str, Any]], bool], what: str
) -> dict[str, Any]:
    page = await people.until(
        CLERK,
        f"/accounting/disputes?invoice_id={invoice['invoice_id']}",
        lambda page: any(come(one) for one in page["items"]),
        what,
    )
    found: dict[str, Any] = page["items"][0]
    return found


async def _until_disputed(people: People, invoice: dict[str, Any], minor: int) -> None:
    await people.until(
        CLERK,
        f"/accounting/invoices/{invoice['invoice_id']}",
        lambda found: found["disputed"]["minor"] == minor,
        f"{minor} of {invoice['number']} is in dispute",
    )
