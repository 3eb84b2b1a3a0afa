"""Goods that a supplier billed had not come: the receipt is corrected, and accounting does not pay. With the proof."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.journeys.shop import CURRENCY, PUMPS, amount, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import corrected, receive
from deploy.proof.memory import prove_in_memory
from deploy.registry import SERVICES
from shared.published.published import type_of
from shared.published.purchasing import SupplierInvoiceApprovedV1
from shared.testing.company import MemoryCompany

PUMP = PUMPS[0]
HELD = "accounting.payable.held"
BANK, PAYABLES, GOODS_NOT_INVOICED, PRICE_VARIANCE = "1000", "2000", "2050", "5100"
AGREED = {"hold": "goods", "reason": "they deliver tomorrow"}


@dataclass
class Billed:
    """Ten pumps that were ordered, received and billed, and are owed; the clerk had typed one receipt."""

    company: MemoryCompany
    people: People
    supplier_id: str
    purchase_id: str
    receipt_id: str
    invoice_id: str

    async def correct(self, accepted: int) -> None:
        await corrected(self.people, self.receipt_id, accepted)
        await self.company.settle()

    async def receive(self, accepted: int) -> None:
        await receive(self.people, self.purchase_id, accepted)
        await self.company.settle()

    async def propose(self) -> str:
        body = {"supplier_id": self.supplier_id, "payables": [self.invoice_id]}
        payment = await self.people.post("anh.accountant", "/accounting/supplier-payments", body)
        return f"/accounting/supplier-payments/{payment['id']}"

    async def approve(self, payment: str) -> None:
        await self.people.post("chi.chief-accountant", f"{payment}/approval")

    async def send(self, payment: str) -> None:
        await self.people.post("anh.accountant", f"{payment}/dispatch")
        await self.company.settle()

    async def release(self) -> None:
        await self.people.post("chi.chief-accountant", f"/accounting/payables/{self.invoice_id}/release", AGREED)

    async def payable(self) -> tuple[str, list[str]]:
        """Its status, and what holds it."""
        shown = await self.people.get("anh.accountant", f"/accounting/payables/{self.invoice_id}")
        return shown["status"], [hold["name"] for hold in shown["holds"]]

    async def invoice(self) -> tuple[bool, str]:
        """Whether goods are missing, and what purchasing knows of the payment."""
        shown = await self.people.get("bao.buyer", f"/purchasing/supplier-invoices/{self.invoice_id}")
        return shown["goods_missing"], shown["payment"]

    async def only_purchasing_hears(self) -> None:
        """What the warehouse told; whatever purchasing tells of it is under way."""
        purchasing = self.company.departments["purchasing"]
        while (delivery := await purchasing.subscription.receive(0)) is not None:
            await purchasing.consumer.take(delivery)
            await delivery.done()

    async def breached(self) -> dict[str, list[str]]:
        """What the proof says is wrong, by invariant."""
        assert self.company.parked() == []
        stores = {name: department.store for name, department in self.company.departments.items()}
        verdicts = await prove_in_memory(stores, self.company.clock.now())
        return {verdict.id: [str(one) for one in verdict.breaches] for verdict in verdicts if not verdict.holds}


async def bill(people: People, purchase_id: str, reference: str, quantity: str) -> str:
    body: dict[str, Any] = {
        "purchase_order_id": purchase_id,
        "supplier_reference": reference,
        "lines": [{"purchase_line_no": 1, "quantity": quantity, "unit_price": str(PUMP.cost)}],
        "tax": amount(PUMP.cost),
        "invoice_on": "2026-03-02",
    }
    return str((await people.post("bao.buyer", "/purchasing/supplier-invoices", body))["id"])


@pytest.fixture
async def billed() -> AsyncIterator[Billed]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, PUMPS)
    await opening_stock(people, PUMPS)
    supplier_id = await supplier_of(people, PUMP)
    await company.settle()
    ordered = await people.post(
        "bao.buyer",
        "/purchasing/purchase-orders",
        {
            "supplier_id": supplier_id,
            "warehouse": "main",
            "currency": CURRENCY,
            "lines": [{"sku": PUMP.sku, "quantity": "10", "unit_price": str(PUMP.cost)}],
        },
    )
    path = f"/purchasing/purchase-orders/{ordered['id']}"
    if (await people.get("bao.buyer", path))["status"] == "in-approval":
        await people.post("petra.purchasing-manager", f"{path}/approval")
    if (await people.get("bao.buyer", path))["status"] == "approved":
        await people.post("bao.buyer", f"{path}/dispatch")
    receipt_id = await receive(people, ordered["id"], 10)
    await company.settle()
    invoice_id = await bill(people, ordered["id"], "RE-1", "10")
    await company.settle()
    found = Billed(company, people, supplier_id, ordered["id"], receipt_id, invoice_id)
    assert await found.payable() == ("open", [])
    yield found
    await doors.client.aclose()


async def test_it_is_not_paid_until_the_rest_has_come(billed: Billed) -> None:
    await billed.correct(6)
    assert (await billed.payable(), await billed.invoice()) == (("open", ["goods"]), (True, "unpaid"))
    with pytest.raises(Refused, match=HELD):
        await billed.propose()
    assert await billed.breached() == {}
    await billed.receive(3)
    assert await billed.payable() == ("open", ["goods"])
    await billed.receive(1)
    assert (await billed.payable(), await billed.invoice()) == (("open", []), (False, "unpaid"))
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.send(payment)
    assert (await billed.payable(), await billed.invoice()) == (("paid", []), (False, "paid"))
    assert await billed.breached() == {}


async def test_a_payment_that_was_approved_is_not_sent(billed: Billed) -> None:
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.correct(6)
    with pytest.raises(Refused, match=HELD):
        await billed.send(payment)
    assert await billed.payable() == ("in-payment", ["goods"])
    assert await billed.breached() == {}
    await billed.receive(4)
    await billed.send(payment)
    assert await billed.payable() == ("paid", [])
    assert await billed.breached() == {}


async def test_what_was_paid_is_to_be_claimed_back(billed: Billed) -> None:
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.send(payment)
    await billed.correct(6)
    assert (await billed.payable(), await billed.invoice()) == (("paid", ["goods"]), (True, "paid"))
    assert await billed.breached() == {}
    await billed.receive(4)
    assert await billed.payable() == ("paid", [])


async def test_a_manager_pays_all_the_same_and_decides_anew_when_more_is_missing(billed: Billed) -> None:
    await billed.correct(9)
    await billed.release()
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.correct(5)
    with pytest.raises(Refused, match=HELD):
        await billed.send(payment)
    await billed.release()
    await billed.send(payment)
    assert (await billed.payable(), await billed.invoice()) == (("paid", []), (True, "paid"))
    assert await billed.breached() == {}


async def account(billed: Billed, number: str) -> int:
    shown = await billed.people.get("anh.accountant", "/accounting/trial-balance")
    return sum(row["balance_minor"] for row in shown["accounts"] if row["account"] == number)


async def credit(billed: Billed, reference: str, quantity: str) -> str:
    """Recorded by the buyer, and released by a manager."""
    body: dict[str, Any] = {
        "supplier_reference": reference,
        "lines": [{"purchase_line_no": 1, "quantity": quantity}],
        "tax": amount(PUMP.cost * int(quantity) // 10),
        "invoice_on": "2026-03-02",
    }
    recorded = await billed.people.post("bao.buyer", f"/purchasing/supplier-invoices/{billed.invoice_id}/credits", body)
    path = f"/purchasing/supplier-invoices/{recorded['id']}"
    await billed.people.post("petra.purchasing-manager", f"{path}/release", {"reason": "they never came"})
    await billed.company.settle()
    return str(recorded["id"])


async def test_what_never_comes_is_credited_and_the_rest_is_paid(billed: Billed) -> None:
    await billed.correct(6)
    closing = f"/purchasing/purchase-orders/{billed.purchase_id}/closing"
    await billed.people.post("bao.buyer", closing, {"reason": "the supplier went bust"})
    some = await credit(billed, "GS-1", "1")
    assert (await billed.payable(), await billed.invoice()) == (("open", ["goods"]), (True, "unpaid"))
    rest = await credit(billed, "GS-2", "3")
    assert (await billed.payable(), await billed.invoice()) == (("open", []), (False, "unpaid"))
    assert await account(billed, GOODS_NOT_INVOICED) == 0
    assert await account(billed, PRICE_VARIANCE) == 0
    assert await billed.breached() == {}
    body = {"supplier_id": billed.supplier_id, "payables": [billed.invoice_id, some, rest]}
    payment = await billed.people.post("anh.accountant", "/accounting/supplier-payments", body)
    path = f"/accounting/supplier-payments/{payment['id']}"
    shown = await billed.people.get("anh.accountant", path)
    assert shown["amount"] == amount(PUMP.cost * 6 + PUMP.cost * 6 // 10)
    await billed.approve(path)
    await billed.send(path)
    for credited in (some, rest):
        paid = await billed.people.get("bao.buyer", f"/purchasing/supplier-invoices/{credited}")
        assert (paid["credits"], paid["payment"]) == (billed.invoice_id, "paid")
    assert await billed.payable() == ("paid", [])
    assert await billed.breached() == {}


async def test_what_was_paid_and_never_came_is_off_the_next_payment(billed: Billed) -> None:
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.send(payment)
    await billed.correct(6)
    taken_back = await credit(billed, "GS-1", "4")
    assert await billed.payable() == ("paid", [])
    owed = await billed.people.get("anh.accountant", f"/accounting/payables/{taken_back}")
    assert (owed["status"], owed["owed"]["minor"] < 0) == ("open", True)
    alone = {"supplier_id": billed.supplier_id, "payables": [taken_back]}
    with pytest.raises(Refused, match="nothing-to-pay"):
        await billed.people.post("anh.accountant", "/accounting/supplier-payments", alone)
    assert await billed.breached() == {}
    await billed.receive(4)
    again = await bill(billed.people, billed.purchase_id, "RE-2", "4")
    await billed.company.settle()
    both = {"supplier_id": billed.supplier_id, "payables": [again, taken_back]}
    shown = await billed.people.get("anh.accountant", f"/accounting/payables/{again}")
    assert shown["status"] == "open"
    await billed.people.post("anh.accountant", "/accounting/supplier-payments", both)
    assert await account(billed, GOODS_NOT_INVOICED) == 0
    assert await billed.breached() == {}


async def test_or_the_supplier_pays_it_back(billed: Billed) -> None:
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.send(payment)
    await billed.correct(6)
    taken_back = await credit(billed, "GS-1", "4")
    bank = await account(billed, BANK)
    body = {"supplier_id": billed.supplier_id, "payables": [taken_back]}
    refund = await billed.people.post("anh.accountant", "/accounting/supplier-payments/refunds", body)
    await billed.company.settle()
    assert await known(billed, billed.invoice_id, taken_back) == [("paid", "paid")] * 2
    assert await account(billed, BANK) == bank + (PUMP.cost * 4 + PUMP.cost * 4 // 10)
    assert [await account(billed, number) for number in (PAYABLES, GOODS_NOT_INVOICED, PRICE_VARIANCE)] == [0, 0, 0]
    assert await billed.breached() == {}
    failure = f"/accounting/supplier-payments/{refund['id']}/failure"
    await billed.people.post("anh.accountant", failure, {"reason": "the cheque bounced"})
    await billed.company.settle()
    assert await known(billed, taken_back) == [("open", "failed")]
    assert await account(billed, BANK) == bank
    assert await billed.breached() == {}


async def known(billed: Billed, *invoice_ids: str) -> list[tuple[str, str]]:
    """What accounting and purchasing say of their payment."""
    both = []
    for one in invoice_ids:
        payable = await billed.people.get("anh.accountant", f"/accounting/payables/{one}")
        invoice = await billed.people.get("bao.buyer", f"/purchasing/supplier-invoices/{one}")
        both.append((payable["status"], invoice["payment"]))
    return both


async def test_a_bill_that_is_credited_in_whole_is_cleared_without_the_bank(billed: Billed) -> None:
    bank = await account(billed, BANK)
    some, rest = await credit(billed, "GS-1", "4"), await credit(billed, "GS-2", "6")
    everything = [billed.invoice_id, some, rest]
    assert await account(billed, PAYABLES) == 0
    body = {"supplier_id": billed.supplier_id, "payables": everything}
    cleared = await billed.people.post("anh.accountant", "/accounting/supplier-payments/clearings", body)
    await billed.company.settle()
    assert await known(billed, *everything) == [("paid", "paid")] * 3
    assert await billed.breached() == {}

    back = f"/accounting/supplier-payments/{cleared['id']}/clearing/taking-back"
    await billed.people.post("anh.accountant", back, {"reason": "the wrong bill"})
    await billed.company.settle()
    assert await known(billed, *everything) == [("open", "failed")] * 3
    assert await billed.breached() == {}

    again = await bill(billed.people, billed.purchase_id, "RE-2", "10")
    await billed.company.settle()
    body = {"supplier_id": billed.supplier_id, "payables": [again, some, rest]}
    await billed.people.post("anh.accountant", "/accounting/supplier-payments/clearings", body)
    payment = await billed.propose()
    await billed.approve(payment)
    await billed.send(payment)
    assert await known(billed, billed.invoice_id, again, some, rest) == [("paid", "paid")] * 4
    assert [await account(billed, number) for number in (PAYABLES, GOODS_NOT_INVOICED, PRICE_VARIANCE)] == [0, 0, 0]
    owed = await billed.people.get("anh.accountant", f"/accounting/payables/{again}")
    assert await account(billed, BANK) == bank - owed["owed"]["minor"]
    assert await billed.breached() == {}


async def lied(billed: Billed, lie: Callable[[dict[str, Any], str], None]) -> str:
    """What I17 says once purchasing's word on approved invoices is another one."""
    told = type_of(SupplierInvoiceApprovedV1)
    for rows in billed.company.departments["purchasing"].store.outbox.values():
        for place, row in enumerate(rows):
            if row.type == told:
                data = json.loads(row.data)
                lie(data, data["supplier_reference"])
                rows[place] = msgspec.structs.replace(row, data=json.dumps(data).encode())
    return " ".join((await billed.breached())["I17"])


async def test_the_proof_finds_more_credited_than_billed(billed: Billed) -> None:
    await billed.correct(6)
    await credit(billed, "GS-1", "4")
    assert await billed.breached() == {}

    def lie(data: dict[str, Any], reference: str) -> None:
        if reference == "GS-1":
            data["lines"][0]["quantity"] = "-11"

    assert f"line 1 of supplier invoice {billed.invoice_id}: 11 credited, 10 billed" in await lied(billed, lie)


async def test_the_proof_excuses_nothing_for_a_credit(billed: Billed) -> None:
    await credit(billed, "GS-1", "1")
    assert await billed.breached() == {}

    def lie(data: dict[str, Any], reference: str) -> None:
        if reference == "RE-1":
            data["lines"][0]["quantity"] = "14"

    assert "13 billed, 10 received, and nobody released it" in await lied(billed, lie)


async def test_the_proof_finds_what_accounting_did_not_hear(billed: Billed) -> None:
    await corrected(billed.people, billed.receipt_id, 6)
    await billed.only_purchasing_hears()
    never_held = "supplier invoice RE-1: goods are missing, and accounting never held it"
    assert never_held in (await billed.breached())["I17"]
    await billed.company.settle()
    assert await billed.breached() == {}
    await receive(billed.people, billed.purchase_id, 4)
    await billed.only_purchasing_hears()
    held_for_nothing = "supplier invoice RE-1: accounting holds it, and no goods are missing"
    assert held_for_nothing in (await billed.breached())["I17"]
    await billed.company.settle()
    assert await billed.breached() == {}
