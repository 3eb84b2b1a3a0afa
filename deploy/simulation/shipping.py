"""How goods leave the warehouse and reach the customer, past every hold on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.straight import PROOF
from deploy.simulation.case import Case, went_through

HEARD_SECONDS: Final = 0.5
"""After which people look again whether others have heard."""
BLOCKED: Final = "warehouse.reservation.delivery-blocked"
CALLED_OFF: Final = "warehouse.shipment.cancelled"
SHRUNK: Final = ("warehouse.shipment.line-not-planned", "warehouse.shipment.picks-more-than-planned")
STOPPED: Final = "accounting.credit-account.stopped"
GRADES: Final = ("good", "repair", "scrap")
GRADE_WEIGHTS: Final = (8, 1, 1)
"""Most of what nobody took is as it left."""
NOT_HELD: Final = "accounting.credit-account.not-held"
RESERVED: Final = "accounting.credit-account.credit-is-reserved"


async def decide(case: Case, order_id: str, decision: str) -> bool:
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


async def dispatched(case: Case, shipment_id: str) -> None:
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
                await decide(case, shipment["order_id"], "release")
            await case.staff.nap(HEARD_SECONDS)
        else:
            return


async def shipped(case: Case, shipment_id: str, picked: Mapping[str, Any] | None = None) -> None:
    """Picked, packed and handed to the carrier."""
    path = f"/warehouse/shipments/{shipment_id}"
    await case.staff.post("wim.storekeeper", f"{path}/picking", picked)
    await case.pause()
    await case.staff.post("wim.storekeeper", f"{path}/packing", {"packages": 1})
    await dispatched(case, shipment_id)


async def signed_for(case: Case, shipment_id: str) -> None:
    """The customer has it."""
    await case.pause()
    body = {"signed_by": "Trần Văn Kho", "proof_sha256": PROOF}
    await case.staff.post("wim.storekeeper", f"/warehouse/shipments/{shipment_id}/delivery", body)


async def came_back(case: Case, shipment_id: str) -> None:
    """Nobody took it: it is with us again, and somebody looks at it, line by line."""
    path = f"/warehouse/shipments/{shipment_id}"
    await case.staff.post("wim.storekeeper", f"{path}/return", {"reason": "the firm has moved"})
    luck = case.luck("inspection")
    for line in (await case.staff.get("wim.storekeeper", path))["to_inspect"]:
        graded = dict.fromkeys(GRADES, 0)
        for _ in range(int(float(line["quantity"]))):
            graded[luck.choices(GRADES, GRADE_WEIGHTS)[0]] += 1
        units = {grade: str(number) for grade, number in graded.items()}
        seen = {"line_no": line["line_no"], **units, "finding": "as the grades say"}
        await case.staff.post("wim.storekeeper", f"{path}/inspections", {"lines": [seen]})


async def delivered(case: Case, shipment_id: str) -> None:
    """From the shelf to the customer's signature."""
    await shipped(case, shipment_id)
    await signed_for(case, shipment_id)


@dataclass(frozen=True)
class Luck:
    """How often not everything is found on the shelf at once, and how often nobody is there to take it."""

    part_found: float = 0.0
    undelivered: float = 0.0


async def shipped_as_it_comes(case: Case, order_id: str, luck: Luck | None = None) -> tuple[str, ...]:
    """Every shipment that is planned, until nothing of the order is to leave; those that the customer has."""
    path = f"/warehouse/reservations/{order_id}"
    reached: list[str] = []
    while True:
        reservation = await case.staff.until("wim.storekeeper", path, lambda _: True, "the goods are set aside")
        if not any(float(line["reserved"]) or float(line["short"]) for line in reservation["lines"]):
            return tuple(reached)
        page = await case.staff.get("wim.storekeeper", f"/warehouse/shipments?order_id={order_id}&limit=200")
        planned = [one for one in page["items"] if one["status"] == "planned"]
        reached += [one["shipment_id"] for one in planned if await _reached_customer(case, one, luck or Luck())]
        if not planned:
            await case.staff.nap(HEARD_SECONDS)


async def _reached_customer(case: Case, shipment: Mapping[str, Any], luck: Luck) -> bool:
    """Less of it may be wanted meanwhile, or nothing."""
    shipment_id, picked = shipment["shipment_id"], None
    if case.chance.random() < luck.part_found:
        line = case.chance.choice(shipment["lines"])
        picked = {"lines": [{"line_no": line["line_no"], "quantity": "1"}]}
    if not await went_through(shipped(case, shipment_id, picked), CALLED_OFF, *SHRUNK):
        return False
    if case.chance.random() < luck.undelivered:
        path = f"/warehouse/shipments/{shipment_id}"
        await case.staff.post("wim.storekeeper", f"{path}/delivery-failure", {"reason": "nobody there"})
        await came_back(case, shipment_id)
        return False
    await signed_for(case, shipment_id)
    return True
