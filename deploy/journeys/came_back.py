"""Journey 7, came back: nobody takes the parcel, one unit is crushed, and the customer gets all of it after all."""

from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, lines_of
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

PUMP: Final = PUMPS[1]
QUANTITY: Final = 3


@dataclass(frozen=True)
class CameBack:
    """The order, with the parcel that came back and the one that was delivered, and what sales saw in between."""

    travelled: Travelled
    undecided: dict[str, Any]


async def parcel_comes_back(people: People, shipment: str) -> None:
    """Sent, not delivered, taken back, and looked at: all but one are as they left."""
    path = f"/warehouse/shipments/{shipment}"
    await people.post("wim.storekeeper", f"{path}/picking")
    await people.post("wim.storekeeper", f"{path}/packing", {"packages": 1})
    await people.post("wim.storekeeper", f"{path}/dispatch", {"carrier": "Viettel Post"})
    await people.post("wim.storekeeper", f"{path}/delivery-failure", {"reason": "nobody there"})
    people.say("warehouse", "nobody took the parcel: it comes back")
    await people.post("wim.storekeeper", f"{path}/return", {"reason": "three attempts were in vain"})
    seen = {"line_no": 1, "good": str(QUANTITY - 1), "scrap": "1", "finding": "one box is crushed"}
    await people.post("wim.storekeeper", f"{path}/inspections", {"lines": [seen]})
    people.say("warehouse", f"looked at: {QUANTITY - 1} are stock again, one is scrap")


async def came_back(people: People, customer_id: str) -> CameBack:
    """The whole journey; the order is delivered, billed and paid once in the end."""
    quotation, contract = await agreed_contract(people, customer_id, lines_of((PUMP,), QUANTITY))
    order = await placed_order(people, contract)
    path = f"/sales/orders/{order}"
    (first,) = await planned_shipments(people, order)
    await parcel_comes_back(people, first)
    undecided = await people.until(
        "sara.rep", path, lambda shown: bool(shown["has_come_back"]), "sales knows that it came back"
    )
    await people.post("sara.rep", f"{path}/shipping-again", {"reason": "they were on holiday"})
    people.say("sales", "the customer still wants it: it is shipped again")
    (second,) = await planned_shipments(people, order, known=(first,))
    await deliver(people, second)
    (invoice,) = await posted_invoices(people, order, 1)
    await pay(people, invoice, invoice["total"]["minor"], f"BANK-{order}")
    travelled = Travelled(customer_id, quotation, contract, order, (first, second), (invoice["invoice_id"],))
    await completed(people, travelled)
    return CameBack(travelled=travelled, undecided=undecided)
