"""Journey 5, return: of three delivered pumps that come back one is credited, one replaced and one scrapped.

The one that is replaced was to be repaired first: that was granted wrongly, and taken back.
"""

from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS
from deploy.journeys.straight import Travelled, deliver, planned_shipments, straight

QUANTITY: Final = 3
PUMP: Final = PUMPS[0]


@dataclass(frozen=True)
class Returned:
    """The order whose goods came back, and the documents of their return."""

    sold: Travelled
    complaint_id: str
    return_id: str
    replacement_shipment_id: str


async def return_of_goods(people: People, customer_id: str) -> Returned:
    """Sold and paid; then complained about, sent back, inspected, and settled unit by unit."""
    sold = await straight(people, customer_id, articles=(PUMP,), quantity=QUANTITY, revised=False)
    complaint = await complained(people, sold)
    return_id = await approved_return(people, sold, complaint)
    await came_back(people, return_id)
    shipment = await settled(people, return_id)
    await people.post(
        "cara.agent",
        f"/care/complaints/{complaint}/resolution",
        {"outcome": "accepted", "resolution": "One credited, one replaced, one run dry by the customer and scrapped."},
    )
    people.say("care", "complaint resolved within the promised time")
    return Returned(sold, complaint, return_id, shipment)


async def complained(people: People, sold: Travelled) -> str:
    """The customer complains; care answers, asks and hears."""
    complaint = await people.post(
        "cara.agent",
        "/care/complaints",
        {
            "customer_id": sold.customer_id,
            "title": "Three pumps leak",
            "description": "All of the last delivery, at the seal.",
            "priority": "high",
            "about": {"kind": "goods", "order_id": sold.order_id, "line_no": 1},
        },
    )
    identity = str(complaint["id"])
    path = f"/care/complaints/{identity}"
    people.say("care", f"complaint {identity[:8]} opened: the clocks of its priority run in working time")
    await people.post("cara.agent", f"{path}/assignment", {"agent": "cara.agent"})
    await people.post("cara.agent", f"{path}/waiting", {"question": "Which serial numbers are on the plates?"})
    people.say("care", "customer asked: that is our response, and the clock of the resolution stands still")
    await people.post("cara.agent", f"{path}/notes", {"kind": "from-customer", "text": "7001 to 7003."})
    return identity


async def approved_return(people: People, sold: Travelled, complaint_id: str) -> str:
    """Entitlement checked against the warranty; requested by one person, approved by another."""
    entitled = await people.get("cara.agent", f"/care/warranties/{sold.order_id}/entitlement?line_no=1")
    people.say("care", f"warranty covers {entitled['covered']} pumps, {entitled['returnable']} may be returned")
    requested = await people.post(
        "cara.agent",
        "/care/returns",
        {
            "order_id": sold.order_id,
            "customer_id": sold.customer_id,
            "complaint_id": complaint_id,
            "warehouse": "main",
            "lines": [{"line_no": 1, "quantity": str(QUANTITY), "fault": "leaks at the seal"}],
            "reason": "three pumps of one delivery leak",
        },
    )
    return_id = str(requested["id"])
    await people.post("carl.care-manager", f"/care/returns/{return_id}/approval")
    people.say("care", f"return {return_id[:8]} approved by the manager, who did not request it")
    return return_id


async def came_back(people: People, return_id: str) -> None:
    """Received and inspected: one as good as new, one to be repaired, one scrap."""
    path = f"/warehouse/customer-returns/{return_id}"
    await people.until("wim.storekeeper", path, lambda _: True, "the warehouse expects the return")
    await people.post(
        "wim.storekeeper",
        f"{path}/receipts",
        {"items": [{"item_no": 1, "quantity": str(QUANTITY), "condition": "one box dented"}]},
    )
    people.say("warehouse", f"{QUANTITY} returned pumps received; they are not stock before they are inspected")
    graded = {"item_no": 1, "good": "1", "repair": "1", "scrap": "1", "finding": "unused; worn seal; run dry"}
    await people.post("wim.storekeeper", f"{path}/inspections", {"items": [graded]})
    people.say("warehouse", "inspected: one back in stock, one into repair stock, one scrap")


async def came_back_as_new(people: People, return_id: str, quantity: int) -> None:
    """Received and inspected: all of them as good as new."""
    path = f"/warehouse/customer-returns/{return_id}"
    await people.until("wim.storekeeper", path, lambda _: True, "the warehouse expects the return")
    item = {"item_no": 1, "quantity": str(quantity)}
    await people.post("wim.storekeeper", f"{path}/receipts", {"items": [item]})
    graded = {"item_no": 1, "good": str(quantity), "repair": "0", "scrap": "0", "finding": "as good as new"}
    await people.post("wim.storekeeper", f"{path}/inspections", {"items": [graded]})
    people.say("warehouse", f"{quantity} returned pumps received and inspected: back in stock")


async def settled(people: People, return_id: str) -> str:
    """One unit credited, one replaced, one scrapped; the id of the replacement's shipment."""
    path = f"/care/returns/{return_id}"

    def inspected(found: dict[str, Any]) -> bool:
        return bool(found["to_settle"])

    await people.until("carl.care-manager", path, inspected, "the inspection is known to care")
    await _granted_wrongly(people, path)
    for remedy, reason in (
        ("credit", "unused, as good as new"),
        ("replacement", "worn seal within the warranty"),
        ("scrap", "run dry by the customer, who agreed"),
    ):
        await people.post(
            "carl.care-manager",
            f"{path}/remedies",
            {"item_no": 1, "quantity": "1", "remedy": remedy, "reason": reason},
        )
        people.say("care", f"one unit: {remedy} ({reason})")
    found = await people.get("cara.agent", path)
    grant = next(one["grant_id"] for one in found["grants"] if one["remedy"] == "replacement")
    (shipment,) = await planned_shipments(people, grant)
    people.say("warehouse", f"replacement reserved, shipment {shipment[:8]} free of charge")
    await deliver(people, shipment)
    await people.until("cara.agent", path, lambda one: one["status"] == "closed", "the return is closed")
    people.say("care", "return closed: everything that came is settled")
    return shipment


async def _granted_wrongly(people: People, path: str) -> None:
    """A repair, before anybody noticed that the customer was promised another pump."""
    body = {"item_no": 1, "quantity": "1", "remedy": "repair", "reason": "worn seal"}
    await people.post("carl.care-manager", f"{path}/remedies", body)
    (grant,) = (await people.get("cara.agent", path))["grants"]
    reason = {"reason": "the customer was promised another one"}
    await people.post("carl.care-manager", f"{path}/remedies/{grant['grant_id']}/revocation", reason)

    def answered(found: dict[str, Any]) -> bool:
        return [one["status"] for one in found["revocations"]] == ["revoked"]

    await people.until("carl.care-manager", path, answered, "the warehouse kept the pump back")
    people.say("care", "one unit: repair, granted wrongly and taken back; the warehouse keeps the pump")
