"""A person holds, or calls off, an order that is confirmed: five departments in memory, and the proof at the end."""

import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.shop import PUMPS, customer, lines_of, opening_stock, tax_and_prices
from deploy.journeys.straight import PROOF, agreed_contract, pay, placed_order, planned_shipments, posted_invoices
from deploy.proof.memory import prove_in_memory
from deploy.registry import SERVICES
from services.sales.contract.decider import CONTRACT
from services.warehouse.reservation.decider import RESERVATION
from shared.event_store.codec import encode
from shared.published.sales import OrderHoldReleasedV1
from shared.testing.company import MemoryCompany

PUMP = PUMPS[0]
HOLD = {"name": "dispute", "reason": "they contest the price"}
AGREED = {"reason": "agreed"}
DHL = {"carrier": "DHL"}
BLOCKED = "warehouse.reservation.delivery-blocked"


@dataclass
class Ordered:
    """A confirmed order of four pumps, and its shipment, which is picked."""

    company: MemoryCompany
    people: People
    customer_id: str
    contract_id: str
    order_id: str
    shipment_id: str

    @property
    def path(self) -> str:
        return f"/sales/orders/{self.order_id}"

    async def order(self) -> dict[str, Any]:
        await self.company.settle()
        return await self.people.get("sara.rep", self.path)

    async def hold(self, **other: str) -> None:
        await self.people.post("sara.rep", f"{self.path}/holds", {**HOLD, **other})

    async def release(self, name: str = "dispute") -> None:
        await self.people.post("marc.sales-manager", f"{self.path}/holds/{name}/release", AGREED)
        await self.company.settle()

    async def dispatch(self, shipment_id: str = "") -> list[str]:
        """The refusal and the holds that keep it here; nothing when it has left."""
        path = f"/warehouse/shipments/{shipment_id or self.shipment_id}/dispatch"
        try:
            await self.people.post("wim.storekeeper", path, DHL)
        except Refused as refused:
            return [refused.code, *refused.problem["holds"]]
        return []

    async def deliver(self, shipment_id: str = "") -> None:
        path = f"/warehouse/shipments/{shipment_id or self.shipment_id}/delivery"
        await self.people.post("wim.storekeeper", path, {"signed_by": "Trần Văn Kho", "proof_sha256": PROOF})

    async def breached(self) -> dict[str, list[str]]:
        """What the proof says is wrong, by invariant."""
        await self.company.settle()
        stores = {name: department.store for name, department in self.company.departments.items()}
        verdicts = await prove_in_memory(stores, self.company.clock.now())
        return {verdict.id: [str(one) for one in verdict.breaches] for verdict in verdicts if not verdict.holds}


@pytest.fixture
async def ordered() -> AsyncIterator[Ordered]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, PUMPS)
    await opening_stock(people, PUMPS)
    buyer = await customer(people, 1)
    _, contract_id = await agreed_contract(people, buyer, lines_of((PUMP,), 4))
    order_id = await placed_order(people, contract_id)
    (shipment_id,) = await planned_shipments(people, order_id)
    await company.settle()
    yield Ordered(company, people, buyer, contract_id, order_id, shipment_id)
    await doors.client.aclose()


async def picked(ordered: Ordered, *quantity: str) -> None:
    body = {"lines": [{"line_no": 1, "quantity": one} for one in quantity]} if quantity else None
    await ordered.people.post("wim.storekeeper", f"/warehouse/shipments/{ordered.shipment_id}/picking", body)


async def test_a_hold_keeps_the_goods_until_it_is_released_and_the_order_goes_on(ordered: Ordered) -> None:
    await picked(ordered)
    await ordered.hold()
    assert (await ordered.order())["is_held"]
    assert await ordered.dispatch() == [BLOCKED, "dispute"]
    (blocked,) = (await ordered.people.get("wim.storekeeper", "/warehouse/reservations/queues/blocked"))["items"]
    assert blocked["blocks"] == [{"hold": "dispute", "because": HOLD["reason"], "by": "sara.rep"}]
    with pytest.raises(Refused):
        await ordered.people.post("sara.rep", f"{ordered.path}/holds/dispute/release", AGREED)
    assert await ordered.breached() == {}
    await ordered.release()
    assert await ordered.dispatch() == []
    await ordered.deliver()
    (invoice,) = await posted_invoices(ordered.people, ordered.order_id, 1)
    await pay(ordered.people, invoice, invoice["total"]["minor"], "B1")
    assert (await ordered.order())["status"] == "completed"
    assert await ordered.breached() == {}


async def test_credit_and_sales_keep_the_goods_until_both_let_them_go(ordered: Ordered) -> None:
    await picked(ordered)
    await ordered.hold()
    account = f"/accounting/credit-accounts/{ordered.customer_id}"
    await ordered.people.post("chi.chief-accountant", f"{account}/stop", {"reason": "their bank called"})
    await ordered.company.settle()
    assert await ordered.dispatch() == [BLOCKED, "credit", "dispute"]
    assert [hold["name"] for hold in (await ordered.order())["holds"]] == ["dispute", "credit"]
    await ordered.release()
    assert await ordered.dispatch() == [BLOCKED, "credit"]
    await ordered.hold(name="export")
    await ordered.people.post("chi.chief-accountant", f"{account}/stop-lift", {"reason": "all is well"})
    await ordered.company.settle()
    assert await ordered.dispatch() == [BLOCKED, "export"]
    await ordered.release("export")
    assert await ordered.dispatch() == []
    assert await ordered.breached() == {}


async def test_of_several_shipments_those_that_are_here_stay(ordered: Ordered) -> None:
    await picked(ordered, "1")
    assert await ordered.dispatch() == []
    await ordered.company.settle()
    await ordered.hold()
    (rest,) = await planned_shipments(ordered.people, ordered.order_id)
    await ordered.people.post("wim.storekeeper", f"/warehouse/shipments/{rest}/picking")
    assert await ordered.dispatch(rest) == [BLOCKED, "dispute"]
    await ordered.deliver()
    order = await ordered.order()
    assert (order["fulfilment"], order["irregularities"], order["holds"][0]["overtaken_by"]) == ("partial", [], [])
    await ordered.release()
    assert await ordered.dispatch(rest) == []
    assert await ordered.breached() == {}


async def test_a_held_order_is_cancelled_and_nothing_is_kept(ordered: Ordered) -> None:
    await picked(ordered)
    await ordered.hold()
    await ordered.people.post("sara.rep", f"{ordered.path}/cancellation", {"reason": "no agreement"})
    order = await ordered.order()
    assert (order["status"], order["is_held"]) == ("cancelled", False)
    shipment = await ordered.people.get("wim.storekeeper", f"/warehouse/shipments/{ordered.shipment_id}")
    assert shipment["status"] == "cancelled"
    assert (await ordered.people.get("wim.storekeeper", "/warehouse/reservations/queues/blocked"))["items"] == []
    assert await ordered.breached() == {}


async def test_what_left_before_the_warehouse_had_heard_of_the_hold_has_left(ordered: Ordered) -> None:
    await picked(ordered)
    await ordered.hold()
    assert await ordered.dispatch() == []
    order = await ordered.order()
    assert order["irregularities"] == ["shipped-while-held"]
    assert order["holds"][0]["overtaken_by"] == [ordered.shipment_id]
    assert await ordered.breached() == {}
    await ordered.deliver()
    (invoice,) = await posted_invoices(ordered.people, ordered.order_id, 1)
    await pay(ordered.people, invoice, invoice["total"]["minor"], "B1")
    assert (await ordered.order())["status"] == "completed"
    await ordered.release()
    order = await ordered.order()
    assert (order["status"], order["irregularities"], order["holds"]) == ("completed", [], [])
    assert await ordered.breached() == {}


async def test_a_warehouse_that_lets_go_what_sales_holds_is_caught(ordered: Ordered) -> None:
    await ordered.hold()
    await ordered.company.settle()
    told = OrderHoldReleasedV1(
        order_id=ordered.order_id,
        contract_id=ordered.contract_id,
        customer_id=ordered.customer_id,
        name="dispute",
        reason="nobody said so",
        released_by="nobody",
        released_at=ordered.company.clock.now(),
    )
    for _ in range(9):  # until it is the newest word
        await ordered.company.tell("warehouse", told, key=ordered.order_id)
    breaches = (await ordered.breached())["I17"]
    assert breaches == [f"holds that keep order {ordered.order_id} here: [], and should be ['dispute']"]


async def test_goods_that_left_although_the_warehouse_knew_of_a_hold_are_found(ordered: Ordered) -> None:
    await picked(ordered)
    await ordered.hold()
    await ordered.company.settle()
    await ordered.release()
    assert await ordered.dispatch() == []
    facts = ordered.company.departments["warehouse"].store.streams[RESERVATION.stream(ordered.order_id)]
    number = next(number for number, fact in enumerate(facts) if fact.type == "reservation.order-hold-released")
    reworded = {**msgspec.json.decode(facts[number].data), "name": "another"}
    facts[number] = replace(facts[number], data=encode(reworded))
    breaches = (await ordered.breached())["I17"]
    assert f"shipment {ordered.shipment_id} of order {ordered.order_id} left while ['dispute'] kept it here" in breaches


async def test_goods_that_crossed_the_cancellation_are_taken_off_the_contract_once_they_are_billed(
    ordered: Ordered,
) -> None:
    await picked(ordered)
    await ordered.people.post("sara.rep", f"{ordered.path}/cancellation", {"reason": "ordered by mistake"})
    assert await ordered.dispatch() == []
    await ordered.company.settle()
    await ordered.deliver()
    await ordered.company.settle()
    contract = await ordered.people.get("sara.rep", f"/sales/contracts/{ordered.contract_id}")
    assert contract["lines"][0]["left_quantity"] == "4"
    unbilled = f"/accounting/billings/{ordered.order_id}/unbilled/{ordered.shipment_id}"
    await ordered.people.post("chi.chief-accountant", f"{unbilled}/billing", {"reason": "they keep them"})
    await ordered.company.settle()
    contract = await ordered.people.get("sara.rep", f"/sales/contracts/{ordered.contract_id}")
    assert (contract["lines"][0]["left_quantity"], contract["lines"][0]["left_net"]["minor"]) == ("0", 0)
    assert await ordered.breached() == {}
    facts = ordered.company.departments["sales"].store.streams[CONTRACT.stream(ordered.contract_id)]
    number = next(number for number, fact in enumerate(facts) if fact.type == "contract.call-taken-again")
    reworded = msgspec.json.decode(facts[number].data)
    taken = reworded["lines"][0]["net"]["minor"]
    reworded["lines"][0]["net"]["minor"] = taken - 1
    facts[number] = replace(facts[number], data=encode(reworded))
    amount = f"amount called of contract line {ordered.contract_id} 1: {taken:,}, and should be {taken - 1:,}"
    assert amount in (await ordered.breached())["I17"]
    contracts = ordered.company.departments["sales"].store.views["contract"]
    document = contracts[ordered.contract_id]["document"]
    line = dataclasses.replace(document.lines[0], left_quantity=1)
    forged = dataclasses.replace(document, lines=(line,))
    contracts[ordered.contract_id] = {**contracts[ordered.contract_id], "document": forged}
    units = f"units called of contract line {ordered.contract_id} 1: 3, and should be 4"
    assert units in (await ordered.breached())["I17"]
