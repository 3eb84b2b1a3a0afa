"""Journey 5, the other half: an invoice that a customer complains about is not dunned meanwhile; their others are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from deploy.journeys.late_payer import CHIEF, CLERK, POLICY, Debtor
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, amount, lines_of
from deploy.journeys.straight import agreed_contract, deliver, placed_order, planned_shipments, posted_invoices
from deploy.journeys.time import Time


@dataclass(frozen=True)
class Disputed:
    """The contested invoice and the other one, and the letters while the complaint was open and after it."""

    contested: dict[str, Any]
    other: dict[str, Any]
    meanwhile: dict[str, Any]
    afterwards: dict[str, Any]
    complaint_id: str


async def dispute(people: People, customer_id: str, time: Time) -> Disputed:
    """Two invoices fall due unpaid, one of them contested; the complaint is rejected, and everything is paid."""
    await people.put(CHIEF, "/accounting/dunning-policy", POLICY)
    debtor = Debtor(people, time, customer_id)
    contested, other = await _billed(people, customer_id), await _billed(people, customer_id)
    complaint = await _contested(people, customer_id, contested)
    await time.pass_to(time.today() + timedelta(days=1))
    await debtor.until("the case runs", status="running")
    await debtor.level(1)
    meanwhile = await debtor.letter(1)
    await _until_sales_sees(people, other, "overdue")
    await _until_sales_sees(people, contested, "none")
    people.say("accounting", f"{time.today()}: dunned for {other['number']}, not for the contested invoice")
    await people.post(
        "cara.agent",
        f"/care/complaints/{complaint}/resolution",
        {"outcome": "rejected", "resolution": "The contract says this price."},
    )
    people.say("care", "complaint rejected: the price is the one of the contract")
    await _until_disputed(people, contested, 0)
    await _until_sales_sees(people, contested, "overdue")
    await debtor.level(2)
    afterwards = await debtor.letter(2)
    people.say("accounting", f"{time.today()}: dunned for both")
    case = await debtor.case()
    owed = sum(one["open"]["minor"] for one in await _invoices(people, customer_id)) + case["charged"]["minor"]
    await people.post(
        CLERK,
        "/accounting/payments",
        {
            "amount": amount(owed),
            "reference": "",
            "bank_reference": f"BANK-{customer_id}",
            "customer_id": customer_id,
        },
    )
    await debtor.until("the case is resolved", status="resolved")
    people.say("accounting", "everything is paid, with its charges: the case is resolved")
    for invoice in (contested, other):
        await _until_sales_sees(people, invoice, "paid")
    return Disputed(contested, other, meanwhile, afterwards, complaint)


async def _billed(people: People, customer_id: str) -> dict[str, Any]:
    _, contract = await agreed_contract(people, customer_id, lines_of(PUMPS[:1], 1))
    order = await placed_order(people, contract)
    (shipment,) = await planned_shipments(people, order)
    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, order, 1)
    people.say("accounting", f"invoice {invoice['number']} posted; nobody pays it")
    return invoice


async def _contested(people: People, customer_id: str, invoice: dict[str, Any]) -> str:
    complaint = await people.post(
        "cara.agent",
        "/care/complaints",
        {
            "customer_id": customer_id,
            "title": f"Invoice {invoice['number']} is too high",
            "about": {"kind": "invoice", "invoice_id": invoice["invoice_id"]},
        },
    )
    people.say("care", f"complaint about invoice {invoice['number']} opened")
    await _until_disputed(people, invoice, invoice["open"]["minor"])
    people.say("accounting", f"invoice {invoice['number']} is in dispute: nobody is dunned for it")
    return str(complaint["id"])


async def _until_disputed(people: People, invoice: dict[str, Any], minor: int) -> None:
    await people.until(
        CLERK,
        f"/accounting/invoices/{invoice['invoice_id']}",
        lambda found: found["disputed"]["minor"] == minor,
        f"{minor} of {invoice['number']} is in dispute",
    )


async def _until_sales_sees(people: People, invoice: dict[str, Any], payment: str) -> None:
    """On the invoice's order, how its payment stands."""
    await people.until(
        "sara.rep",
        f"/sales/orders/{invoice['order_id']}",
        lambda order: order["payment"] == payment,
        f"sales sees of {invoice['number']}: {payment}",
    )


async def _invoices(people: People, customer_id: str) -> list[dict[str, Any]]:
    page = await people.get(CLERK, f"/accounting/invoices?customer_id={customer_id}")
    items: list[dict[str, Any]] = page["items"]
    return items
