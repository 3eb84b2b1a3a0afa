"""A complaint is accepted, and only then the goods come back: five departments, and the units are credited once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.shop import PUMPS, SHORT, amount, customer, lines_of, opening_stock, tax_and_prices
from deploy.journeys.straight import agreed_contract, deliver, pay, planned_shipments, posted_invoices
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.unit.proven import everything_holds

AGENT, MANAGER, KEEPER = "cara.agent", "carl.care-manager", "wim.storekeeper"
CLERK, CHIEF = "anh.accountant", "chi.chief-accountant"
PUMP: Final = PUMPS[0]
SOLD, COMPLAINED = 10, 3
UNIT: Final = PUMP.price + PUMP.price // 10
"""With tax."""
DECIDED: Final = {"reason": "care decided for the customer"}


@dataclass
class Complained:
    """Ten pumps were sold and delivered, and are billed by one invoice; three of them are complained about."""

    company: MemoryCompany
    people: People
    customer_id: str
    order_id: str
    invoice_id: str
    complaint_id: str

    async def resolve(self, outcome: str = "accepted") -> None:
        body = {"outcome": outcome, "resolution": "send the three back"}
        await self.people.post(AGENT, f"/care/complaints/{self.complaint_id}/resolution", body)
        await self.company.settle()

    def wanted(self, quantity: int = COMPLAINED, **more: Any) -> dict[str, Any]:
        line = {"line_no": 1, "quantity": str(quantity), "fault": "leaks"}
        return {
            "order_id": self.order_id,
            "customer_id": self.customer_id,
            "warehouse": "main",
            "lines": [line],
            "reason": "as decided",
            **more,
        }

    async def come_back(self, quantity: int = COMPLAINED, *remedies: tuple[int, str], **more: Any) -> str:
        """Requested, approved, received, inspected, and settled: all of them by a credit, unless said otherwise."""
        ask = self.people.post
        returned = str((await ask(AGENT, "/care/returns", self.wanted(quantity, **more)))["id"])
        await ask(MANAGER, f"/care/returns/{returned}/approval")
        await self.company.settle()
        path, units = f"/warehouse/customer-returns/{returned}", str(quantity)
        await ask(KEEPER, f"{path}/receipts", {"items": [{"item_no": 1, "quantity": units}]})
        await ask(KEEPER, f"{path}/inspections", {"items": [{"item_no": 1, "scrap": units, "finding": "the seal"}]})
        await self.company.settle()
        for part, remedy in remedies or ((quantity, "credit"),):
            body = {"item_no": 1, "quantity": str(part), "remedy": remedy, "reason": "as decided"}
            await ask(MANAGER, f"/care/returns/{returned}/remedies", body)
        await self.company.settle()
        return returned

    async def dispute(self) -> dict[str, Any]:
        page = await self.people.get(CLERK, f"/accounting/disputes?invoice_id={self.invoice_id}")
        (found,) = page["items"]
        return dict(found)

    async def concede(self, minor: int) -> None:
        """Accounting credits so much for the complaint, whatever comes back."""
        dispute = (await self.dispute())["id"]
        await self.people.post(CLERK, f"/accounting/disputes/{dispute}/concession", DECIDED | {"amount": amount(minor)})
        note = (await self.dispute())["credit_note_id"]
        await self.people.post(CHIEF, f"/accounting/credit-notes/{note}/approval")
        await self.company.settle()

    async def notes(self) -> list[tuple[str, int]]:
        page = await self.people.get(CLERK, f"/accounting/credit-notes?order_id={self.order_id}")
        return sorted((one["status"], one["total"]["minor"]) for one in page["items"])

    async def credited(self) -> int:
        """Off the invoice, by whatever."""
        found = await self.people.get(CLERK, f"/accounting/invoices/{self.invoice_id}")
        return int(found["credited"]["minor"])

    async def refusal(self, person: str, path: str, body: dict[str, Any]) -> tuple[int, str]:
        with pytest.raises(Refused) as refused:
            await self.people.post(person, path, body)
        return refused.value.status, refused.value.code

    async def prove(self) -> None:
        """Nothing waits for an operator, and every invariant holds."""
        await everything_holds(self.company)


@pytest.fixture
async def case() -> AsyncIterator[Complained]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (*PUMPS, SHORT))
    await opening_stock(people, PUMPS)
    buyer = await customer(people, 1)
    _, contract = await agreed_contract(people, buyer, lines_of((PUMP,), SOLD))
    order = str((await people.post("sara.rep", "/sales/orders", {"contract_id": contract}))["id"])
    await company.settle()
    (shipment,) = await planned_shipments(people, order)
    await deliver(people, shipment)
    await company.settle()
    (invoice,) = await posted_invoices(people, order, 1)
    about = {"kind": "goods", "order_id": order, "line_no": 1, "quantity": str(COMPLAINED)}
    body = {"customer_id": buyer, "title": "Three leak", "about": about}
    complaint = str((await people.post(AGENT, "/care/complaints", body))["id"])
    await company.settle()
    yield Complained(company, people, buyer, order, str(invoice["invoice_id"]), complaint)
    await doors.client.aclose()


async def test_the_credit_of_what_comes_back_settles_what_was_granted(case: Complained) -> None:
    await case.resolve()
    assert (await case.dispute())["status"] == "to-credit"
    assert await case.refusal(AGENT, "/care/returns", case.wanted()) == (422, "care.return.complaint-not-named")
    await case.come_back(complaint_id=case.complaint_id)
    over = await case.dispute()
    assert (over["status"], over["outcome"], over["contested"]["minor"]) == ("settled", "for-customer", 0)
    path = f"/accounting/disputes/{over['id']}/concession"
    body = DECIDED | {"amount": amount(COMPLAINED * UNIT)}
    assert await case.refusal(CLERK, path, body) == (409, "accounting.dispute.settled-already")
    await case.company.pass_time(timedelta(days=60))
    assert await case.notes() == [("approved", COMPLAINED * UNIT)]
    assert await case.credited() == COMPLAINED * UNIT
    await case.prove()


async def test_what_was_paid_meanwhile_is_credited_once_as_well(case: Complained) -> None:
    (invoice,) = await posted_invoices(case.people, case.order_id, 1)
    await pay(case.people, invoice, invoice["total"]["minor"], "B-1")
    await case.company.settle()
    await case.resolve("partly-accepted")
    assert (await case.dispute())["status"] == "to-credit"
    await case.come_back(complaint_id=case.complaint_id)
    assert (await case.dispute())["status"] == "settled"
    assert await case.credited() == COMPLAINED * UNIT
    await case.prove()


async def test_where_some_are_given_otherwise_only_the_others_are_credited(case: Complained) -> None:
    await case.resolve()
    await case.come_back(COMPLAINED, (1, "credit"), (2, "scrap"), complaint_id=case.complaint_id)
    over = await case.dispute()
    assert (over["status"], over["outcome"]) == ("settled", "for-customer")
    assert await case.notes() == [("approved", UNIT)]
    await case.prove()


async def test_more_may_come_back_than_is_in_dispute(case: Complained) -> None:
    await case.resolve()
    await case.come_back(COMPLAINED + 2, complaint_id=case.complaint_id)
    over = await case.dispute()
    assert (over["status"], over["contested"]["minor"]) == ("settled", 0)
    assert await case.credited() == (COMPLAINED + 2) * UNIT
    await case.prove()


async def test_what_accounting_conceded_before_is_not_credited_again_by_itself(case: Complained) -> None:
    await case.resolve()
    await case.concede(COMPLAINED * UNIT)
    returned = await case.come_back(complaint_id=case.complaint_id)
    page = await case.people.get(CLERK, "/accounting/credit-notes/queues/withheld")
    (withheld,) = page["items"]
    assert withheld["return_id"] == returned
    assert withheld["withheld_because"].endswith("was conceded for its complaint")
    assert await case.credited() == COMPLAINED * UNIT
    path = f"/accounting/credit-notes/{withheld['credit_note_id']}/refusal"
    await case.people.post(CHIEF, path, {"reason": "they have it"})
    await case.prove()


async def test_a_person_who_knows_that_it_was_for_something_else_credits_it(case: Complained) -> None:
    """At what that had left of these units: their price was lowered as that of the others was."""
    lowered = 1_000 * COMPLAINED // SOLD
    await case.resolve()
    await case.concede(1_000)
    await case.come_back(complaint_id=case.complaint_id)
    page = await case.people.get(CLERK, "/accounting/credit-notes/queues/withheld")
    (withheld,) = page["items"]
    await case.people.post(CHIEF, f"/accounting/credit-notes/{withheld['credit_note_id']}/draft")
    assert await case.credited() == COMPLAINED * UNIT + 1_000 - lowered
    await case.prove()


async def test_units_that_come_back_for_another_reason_leave_it_in_dispute(case: Complained) -> None:
    await case.resolve()
    await case.come_back(2, unrelated_complaint_ids=[case.complaint_id])
    found = await case.dispute()
    assert (found["status"], found["contested"]["minor"]) == ("to-credit", COMPLAINED * UNIT)
    assert await case.credited() == 2 * UNIT
    await case.prove()
