"""Delivered goods that a customer complains about: they come back, are inspected, and something is given for them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploy.journeys.late_payer import CHIEF, CLERK
from deploy.journeys.shop import CURRENCY, SHORT
from deploy.journeys.straight import planned_shipments, posted_invoices
from deploy.simulation.case import Case, went_through
from deploy.simulation.contested import resolved
from deploy.simulation.paying import cancelled
from deploy.simulation.shipping import delivered

REFUSED, CANCELLED = 0.1, 0.1
PAYS_NOT: Final = 0.3
"""How often the customer says that they do not pay for it: accounting has an invoice in dispute by care's complaint."""
LATE_DAYS: Final = (0, 0, 0, 40)
"""After 30 days nobody waits for the goods any more; those that come all the same are taken in."""
GRADES: Final = ("good", "repair", "scrap")
FIT: Final[Mapping[str, tuple[str, ...]]] = {
    "good": ("credit", "replacement"),
    "repair": ("credit", "replacement", "repair"),
    "scrap": ("credit", "scrap"),
}
DECIDED: Final = "care.return.decided"
NOT_AWAITED, EXPIRED = "care.return.more-than-awaited", "care.return.not-inspected"
NOT_ON_INVOICE: Final = "accounting.credit-note.still-not-creditable"
PAID_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    "good": ("return-to-customer",),
    "repair": ("repair",),
    "scrap": ("return-to-customer", "scrap"),
}
"""What a return gives that the customer agreed to pay for."""
AGREED: Final = 250_000
"""For the repair of a unit, before tax, in đồng."""
CHARGEABLE_UNITS, ADVANCED_UNITS = 3, 4
"""A return of so many units is chargeable, or gets one in advance: nothing is drawn for it, so that seeds stay."""
MISTYPED_UNITS: Final = 2
"""Where so many come in one part, all that may come are typed: nothing is drawn for it either."""
SENT: Final = ("replacement", "repair", "return-to-customer")
MONEY: Final = ("credit", "refund")
CREDITED_IN_ERROR: Final = 0.3
GRADED_IN_ERROR: Final = 0.3
"""How often all units are graded scrap at first, which another person corrects."""
REVOKED_UNITS: Final = 1
"""Goods for so many units are granted, taken back, and granted anew: nothing is drawn for it either."""


async def complain_and_return(case: Case, order_id: str, deliveries: int) -> None:
    """From the complaint to its resolution."""
    units = await _delivered_units(case, order_id, deliveries)
    line_no = case.chance.choice(sorted(units))
    complaint = await _complained(case, order_id, line_no, units[line_no])
    quantity = case.chance.randint(1, units[line_no])
    return_id = await _requested(case, order_id, complaint, line_no, quantity)
    is_paid_for = quantity == CHARGEABLE_UNITS and await _sku_of(case, order_id, line_no) != SHORT.sku
    goes_on = await _approved(case, return_id, line_no, is_paid_for=is_paid_for)
    outcome = "accepted" if goes_on and await _came_back(case, return_id, quantity) else "rejected"
    await resolved(case, complaint, outcome)


async def _delivered_units(case: Case, order_id: str, deliveries: int) -> dict[int, int]:
    """Of each line, once care has heard of all deliveries."""
    warranty = await case.staff.until(
        "cara.agent",
        f"/care/warranties/{order_id}",
        lambda one: len(one["deliveries"]) >= deliveries,
        "the warranty runs for all that was delivered",
    )
    units: dict[int, int] = {}
    for delivery in warranty["deliveries"]:
        for line in delivery["lines"]:
            units[line["line_no"]] = units.get(line["line_no"], 0) + int(float(line["quantity"]))
    return units


async def _complained(case: Case, order_id: str, line_no: int, units: int) -> str:
    """About all units of the line, or about all but one where they are odd: the rest of it is dunned."""
    body: dict[str, Any] = {
        "customer_id": case.customer.id,
        "title": "It leaks",
        "priority": case.chance.choice(("normal", "high")),
        "about": {"kind": "goods", "order_id": order_id, "line_no": line_no},
    }
    if units % 2 and units > 1:
        body["about"]["quantity"] = str(units - 1)
    if case.chance.random() < PAYS_NOT:
        invoices = await posted_invoices(case.staff, order_id, 1)
        body["about"]["invoice_id"] = invoices[0]["invoice_id"]
    complaint = str((await case.staff.post("cara.agent", "/care/complaints", body))["id"])
    if case.chance.random() < 0.5:
        path = f"/care/complaints/{complaint}"
        await case.staff.post("cara.agent", f"{path}/assignment", {"agent": "cara.agent"})
        await case.staff.post("cara.agent", f"{path}/waiting", {"question": "Where does it leak?"})
        await case.pause()
        await case.staff.post("cara.agent", f"{path}/notes", {"kind": "from-customer", "text": "At the seal."})
    return complaint


async def _requested(case: Case, order_id: str, complaint: str, line_no: int, quantity: int) -> str:
    body = {
        "order_id": order_id,
        "customer_id": case.customer.id,
        "complaint_id": complaint,
        "warehouse": "main",
        "lines": [{"line_no": line_no, "quantity": str(quantity), "fault": "leaks at the seal"}],
        "reason": "it leaks",
    }
    return str((await case.staff.post("cara.agent", "/care/returns", body))["id"])


async def _sku_of(case: Case, order_id: str, line_no: int) -> str:
    """What is short is not sent back as it came: who orders it may get it first, and nobody here buys another one."""
    warranty = await case.staff.get("cara.agent", f"/care/warranties/{order_id}")
    lines = [line for delivery in warranty["deliveries"] for line in delivery["lines"]]
    return next(str(line["sku"]) for line in lines if line["line_no"] == line_no)


async def _approved(case: Case, return_id: str, line_no: int, *, is_paid_for: bool) -> bool:
    """By another person, who may say no; now and then the customer keeps the goods after all."""
    path = f"/care/returns/{return_id}"
    if case.chance.random() < REFUSED:
        await case.staff.post("carl.care-manager", f"{path}/refusal", {"reason": "they dropped it"})
        return False
    if is_paid_for:
        price = {"line_no": line_no, "unit_price": {"minor": AGREED, "currency": CURRENCY}}
        body = {"prices": [price], "agreed_with": "Ms Hoa"}
        await case.staff.post("carl.care-manager", f"{path}/chargeable-approval", body)
    else:
        await case.staff.post("carl.care-manager", f"{path}/approval")
    if case.chance.random() < CANCELLED:
        await case.pause()
        reason = {"reason": "they found out how it works"}
        # Days may have passed meanwhile, so that nobody waited for the goods any more.
        await went_through(case.staff.post("cara.agent", f"{path}/cancellation", reason), DECIDED)
        return False
    return True


async def _came_back(case: Case, return_id: str, quantity: int) -> bool:
    """Received and inspected, in one part or unit by unit, and settled; one unit perhaps replaced before."""
    path = f"/warehouse/customer-returns/{return_id}"
    goods = await case.staff.until("wim.storekeeper", path, lambda _: True, "the warehouse expects the return")
    if quantity == ADVANCED_UNITS and goods["items"][0]["sku"] != SHORT.sku:
        await _sent_in_advance(case, return_id, goods["items"][0]["item_no"])
    case.staff.let_pass(case.chance.choice(LATE_DAYS))
    found = dict.fromkeys(GRADES, 0)
    for item in goods["items"]:
        to_come = int(float(item["approved"]))
        for quantity in _parts(case, to_come):
            typed = to_come if quantity == MISTYPED_UNITS else quantity
            to_come -= quantity
            came = [{"item_no": item["item_no"], "quantity": str(typed), "condition": "one box dented"}]
            await case.staff.post("wim.storekeeper", f"{path}/receipts", {"items": came})
            await case.pause()
            if typed != quantity:
                await _corrected(case, path, item["item_no"], quantity)
            graded = dict.fromkeys(GRADES, 0)
            for _ in range(quantity):
                graded[case.chance.choice(GRADES)] += 1
            found = {grade: found[grade] + graded[grade] for grade in GRADES}
            await _inspected(case, path, item["item_no"], graded)
    await _settled(case, return_id, found)
    return True


async def _inspected(case: Case, path: str, item_no: int, graded: Mapping[str, int]) -> None:
    """By one person, who may get it wrong; another one corrects that before care decides by it."""
    rightly = {grade: str(number) for grade, number in graded.items()}
    body = {"item_no": item_no, **rightly, "finding": "as the grades say"}
    in_error = case.luck(f"graded in error {path} {item_no} {rightly}").random() < GRADED_IN_ERROR
    typed = body | {"good": "0", "repair": "0", "scrap": str(sum(graded.values()))} if in_error else body
    await case.staff.post("wim.storekeeper", f"{path}/inspections", {"items": [typed]})
    if in_error:
        await case.pause()
        inspection = (await case.staff.get("wim.storekeeper", path))["inspections"][-1]["inspection_id"]
        corrected = body | {"reason": "typed into the wrong column"}
        await case.staff.post("wanda.warehouse-manager", f"{path}/inspections/{inspection}/corrections", corrected)


async def _corrected(case: Case, path: str, item_no: int, came: int) -> None:
    """The last receipt, which said that more of the item came."""
    receipt = (await case.staff.get("wim.storekeeper", path))["receipts"][-1]["receipt_id"]
    body = {"reason": "all of them typed", "items": [{"item_no": item_no, "quantity": str(came)}]}
    await case.staff.post("wanda.warehouse-manager", f"{path}/receipts/{receipt}/corrections", body)


async def _sent_in_advance(case: Case, return_id: str, item_no: int) -> None:
    """One unit; where days pass before theirs come, they owe its price."""
    path = f"/care/returns/{return_id}"
    body = {"item_no": item_no, "quantity": "1", "remedy": "replacement", "in_advance": True, "reason": "in a hurry"}
    if not await went_through(case.staff.post("carl.care-manager", f"{path}/remedies", body), NOT_AWAITED, EXPIRED):
        return  # days have passed, so that nobody waits for the goods any more
    granted = await case.staff.get("cara.agent", path)
    (shipment,) = await planned_shipments(case.staff, granted["grants"][0]["grant_id"])
    await delivered(case, shipment)


def _parts(case: Case, quantity: int) -> Iterator[int]:
    first = case.chance.randint(1, quantity)
    yield first
    if first < quantity:
        yield quantity - first


def _remedy(chosen: str, grade: str, units: int) -> dict[str, str]:
    """Two units are credited in money, and one that is scrap goes back: nothing is drawn for it, so that seeds stay."""
    if chosen == "credit" and units == 2:
        return {"remedy": "refund"}
    if chosen == "return-to-customer" or (chosen == "scrap" and units == 1):
        return {"remedy": "return-to-customer", "grade": grade}
    return {"remedy": chosen}


async def _settled(case: Case, return_id: str, inspected: Mapping[str, int]) -> None:
    """What the customer gets is decided by grade, and sent or credited."""
    path = f"/care/returns/{return_id}"
    found = await case.staff.until(
        "carl.care-manager",
        path,
        lambda one: all(sum(float(item[grade]) for item in one["items"]) == inspected[grade] for grade in GRADES),
        "the inspections are known to care",
    )
    possible = PAID_FOR if found["basis"] == "chargeable" else FIT
    for item in found["items"]:
        left = int(float(item["to_settle"]))
        for grade in GRADES:
            units = min(int(float(item[grade])), left)
            left -= units
            if units > 0:
                fit = [one for one in possible[grade] if one != "replacement" or item["sku"] != SHORT.sku]
                body = {
                    "item_no": item["item_no"],
                    "quantity": str(units),
                    "reason": f"found to be {grade}",
                    **_remedy(case.chance.choice(fit), grade, units),
                }
                await case.staff.post("carl.care-manager", f"{path}/remedies", body)
                if units == REVOKED_UNITS and body["remedy"] in SENT:
                    await _taken_back(case, path)
                    await case.staff.post("carl.care-manager", f"{path}/remedies", body)
    settled = await case.staff.get("cara.agent", path)
    for grant in settled["grants"]:
        if grant["remedy"] in SENT and not grant["in_advance"]:
            (shipment,) = await planned_shipments(case.staff, grant["grant_id"])
            await delivered(case, shipment)
    await case.staff.until("cara.agent", path, lambda one: one["status"] == "closed", "the return is closed")
    credits = sum(grant["remedy"] in MONEY for grant in settled["grants"])
    await _credited(case, settled["order_id"], return_id, credits)
    if credits and case.luck(f"credited in error {return_id}").random() < CREDITED_IN_ERROR:
        await _decided_anew(case, settled, credits)


async def _taken_back(case: Case, path: str) -> None:
    """The last grant, as if it had been wrong. Nobody has picked the goods yet."""
    grant = (await case.staff.get("cara.agent", path))["grants"][-1]["grant_id"]
    reason = {"reason": "granted by mistake"}
    await case.staff.post("carl.care-manager", f"{path}/remedies/{grant}/revocation", reason)
    await case.staff.until(
        "carl.care-manager",
        path,
        lambda one: one["revocations"][-1]["status"] == "revoked",
        "the warehouse keeps the goods back",
    )


async def _decided_anew(case: Case, settled: Mapping[str, Any], credits: int) -> None:
    """A credit note is cancelled, unless what it left is used; what care hears of, it grants again."""
    return_id, order_id = settled["return_id"], settled["order_id"]
    notes = await case.staff.get(CLERK, f"/accounting/credit-notes?order_id={order_id}&status=approved")
    note = next((one for one in notes["items"] if one["return_id"] == return_id), None)
    if note is None or not await cancelled(case, f"/accounting/credit-notes/{note['credit_note_id']}"):
        return
    path = f"/care/returns/{return_id}"
    found = await case.staff.until(
        "carl.care-manager", path, lambda one: one["status"] == "to-settle", "care has heard of it"
    )
    (again,) = [one for one in found["items"] if float(one["to_settle"])]
    body = {
        "quantity": again["to_settle"],
        "item_no": again["item_no"],
        "remedy": "credit",
        "reason": "right after all",
    }
    await case.staff.post("carl.care-manager", f"{path}/remedies", body)
    await _credited(case, order_id, return_id, credits + 1)


async def _credited(case: Case, order_id: str, return_id: str, grants: int) -> None:
    """A credit note for each grant. What the invoice does not have any more, a person settles otherwise."""

    def of_return(page: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [one for one in page["items"] if one["return_id"] == return_id and one["status"] != "drafted"]

    if not grants:
        return
    listed = f"/accounting/credit-notes?order_id={order_id}"
    page = await case.staff.until(CLERK, listed, lambda found: len(of_return(found)) == grants, "it is credited")
    for note in of_return(page):
        path = f"/accounting/credit-notes/{note['credit_note_id']}"
        if note["status"] == "withheld" and not await went_through(
            case.staff.post(CHIEF, f"{path}/draft"), NOT_ON_INVOICE
        ):
            await case.staff.post(CHIEF, f"{path}/refusal", {"reason": "credited before, as scratched"})
