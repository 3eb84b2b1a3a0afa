"""Journey 1, straight: from a quotation that is revised and approved to an order that is delivered and paid."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from deploy.journeys.people import People
from deploy.journeys.shop import CURRENCY, PRICE_LIST, PUMPS, Article, amount, lines_of
from shared.kernel.money import Money

PROOF = sha256(b"delivery note with signature").hexdigest()


@dataclass(frozen=True)
class Travelled:
    """The documents that a journey went through."""

    customer_id: str
    quotation_id: str
    contract_id: str
    order_id: str
    shipment_ids: tuple[str, ...]
    invoice_ids: tuple[str, ...]


async def agreed_contract(
    people: People, customer_id: str, lines: list[dict[str, Any]], *, discount: str = "0", revised: bool = False
) -> tuple[str, str]:
    """Quotes, revises and gets approval where asked, until both sides have signed; quotation id and contract id."""
    say = people.say
    offer = {
        "customer_id": customer_id,
        "price_list": PRICE_LIST,
        "currency": CURRENCY,
        "lines": lines,
        "warranty_months": 24,
        "deliver_to": "Kho 2, KCN Sóng Thần, Bình Dương",
    }
    quotation = (await people.post("sara.rep", "/sales/quotations", offer))["id"]
    path = f"/sales/quotations/{quotation}"
    say("sales", f"quotation {quotation[:8]} drafted for the customer")
    revision = 1
    if revised:
        await people.post("sara.rep", f"{path}/dispatch")
        say("sales", "revision 1 sent; the customer asks for a better price")
        await people.put("sara.rep", f"{path}/revision", {**offer, "document_discount_percent": discount})
        await people.post("sara.rep", f"{path}/submission")
        say("sales", f"revision 2 drafted with {discount} % discount: beyond the limits, so it waits for approval")
        await people.post("marc.sales-manager", f"{path}/approval")
        say("sales", "approved by the manager, who made none of it")
        revision = 2
    await people.post("sara.rep", f"{path}/dispatch")
    await people.post(
        "sara.rep", f"{path}/acceptance", {"revision": revision, "accepted_by": "Nguyễn Thị Hoa, director"}
    )
    say("sales", f"revision {revision} accepted by Nguyễn Thị Hoa")
    contract = await people.post(
        "sara.rep",
        "/sales/contracts",
        {"quotation_id": quotation, "revision": revision, "signed_by": "Nguyễn Thị Hoa, director"},
    )
    say("sales", f"contract {contract['id'][:8]} signed")
    return quotation, str(contract["id"])


async def placed_order(people: People, contract_id: str) -> str:
    """Calls everything that the contract has left; the order's id."""
    order = await people.post(
        "sara.rep", "/sales/orders", {"contract_id": contract_id, "customer_reference": f"PO-{contract_id[:8]}"}
    )
    people.say("sales", f"order {order['id'][:8]} placed under the contract")
    return str(order["id"])


async def planned_shipments(people: People, order_id: str, *, known: tuple[str, ...] = ()) -> list[str]:
    """The shipments that wait to be picked for the order, beside the known ones."""
    page = await people.until(
        "wim.storekeeper",
        f"/warehouse/shipments?order_id={order_id}",
        lambda page: any(_is_new(one, known) for one in page["items"]),
        "a shipment is planned",
    )
    return [one["shipment_id"] for one in page["items"] if _is_new(one, known)]


def _is_new(shipment: dict[str, Any], known: tuple[str, ...]) -> bool:
    return shipment["status"] == "planned" and shipment["shipment_id"] not in known


async def deliver(people: People, shipment_id: str) -> None:
    """Picks, packs, ships and hands over with a signature."""
    path = f"/warehouse/shipments/{shipment_id}"
    await people.post("wim.storekeeper", f"{path}/picking")
    await people.post("wim.storekeeper", f"{path}/packing", {"packages": 2})
    await people.post("wim.storekeeper", f"{path}/dispatch", {"carrier": "Viettel Post", "tracking_number": "VTP-77"})
    people.say("warehouse", f"shipment {shipment_id[:8]} picked, packed and shipped")
    await people.post("wim.storekeeper", f"{path}/delivery", {"signed_by": "Trần Văn Kho", "proof_sha256": PROOF})
    people.say("warehouse", f"shipment {shipment_id[:8]} delivered, signed for by Trần Văn Kho")


async def posted_invoices(people: People, order_id: str, how_many: int) -> list[dict[str, Any]]:
    """The order's invoices, once there are so many."""
    page = await people.until(
        "anh.accountant",
        f"/accounting/invoices?order_id={order_id}",
        lambda page: len(page["items"]) >= how_many,
        f"{how_many} invoice(s) posted",
    )
    found: list[dict[str, Any]] = page["items"]
    return found


async def pay(people: People, invoice: dict[str, Any], minor: int, bank_reference: str) -> None:
    """Money arrives with the invoice's number as its reference."""
    await people.post(
        "anh.accountant",
        "/accounting/payments",
        {"amount": amount(minor), "reference": invoice["number"], "bank_reference": bank_reference},
    )
    people.say("accounting", f"{Money(minor=minor, currency=CURRENCY)} received and allocated to {invoice['number']}")


async def straight(
    people: People,
    customer_id: str,
    *,
    articles: tuple[Article, ...] = PUMPS,
    quantity: int = 2,
    revised: bool = True,
    instalments: int = 2,
    wait_for_the_end: bool = True,
) -> Travelled:
    """The whole journey for one customer; as many order lines as there are articles."""
    say = people.say
    quotation, contract = await agreed_contract(
        people, customer_id, lines_of(articles, quantity), discount="20" if revised else "0", revised=revised
    )
    order = await placed_order(people, contract)
    (shipment,) = await planned_shipments(people, order)
    say("accounting", "credit reserved: the order fits the customer's limit")
    say("warehouse", f"stock reserved, shipment {shipment[:8]} planned")
    await deliver(people, shipment)
    (invoice,) = await posted_invoices(people, order, 1)
    total = invoice["total"]["minor"]
    say("accounting", f"invoice {invoice['number']} posted over {Money(minor=total, currency=CURRENCY)}")
    paid = 0
    for number in range(1, instalments + 1):
        part = total // instalments if number < instalments else total - paid
        await pay(people, invoice, part, f"BANK-{order}-{number}")
        paid += part
    travelled = Travelled(customer_id, quotation, contract, order, (shipment,), (invoice["invoice_id"],))
    if wait_for_the_end:
        await completed(people, travelled)
    return travelled


async def completed(people: People, travelled: Travelled) -> None:
    """Order completed, contract fulfilled, warranty running."""
    await people.until(
        "sara.rep",
        f"/sales/orders/{travelled.order_id}",
        lambda o: o["status"] == "completed",
        "the order is completed",
    )
    people.say("sales", f"order {travelled.order_id[:8]} completed: delivered, billed and paid")
    await people.until(
        "sara.rep",
        f"/sales/contracts/{travelled.contract_id}",
        lambda c: c["status"] == "fulfilled",
        "the contract is fulfilled",
    )
    people.say("sales", "contract fulfilled: nothing is left to call")
    await people.until(
        "cara.agent", f"/care/warranties/{travelled.order_id}", lambda w: bool(w["deliveries"]), "the warranty runs"
    )
    people.say("care", "warranty runs for every delivered line")
    await people.until("cara.agent", f"/care/surveys/{travelled.order_id}", lambda _: True, "the survey is scheduled")
    await people.post("cara.agent", f"/care/surveys/{travelled.order_id}/dispatch")
    people.say("care", "survey sent: how did it go?")
