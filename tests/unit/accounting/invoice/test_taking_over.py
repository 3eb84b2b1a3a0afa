"""Taking over open items: with their own numbers and dates, owed like every other invoice from then on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.events import AccountOpened
from services.accounting.invoice.decider import DUE, INVOICE
from services.accounting.invoice.events import InvoiceTakenOver
from services.accounting.invoice.state import Posted
from services.accounting.invoice.taking_over import (
    DatesContradict,
    DebtorUnknown,
    NothingOwed,
    NumberOfOurs,
    NumberTaken,
    TakeOverInvoice,
)
from shared.kernel.decider import Deadline
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import registered, usd
from tests.unit.accounting.invoice.billed import POSTED

TODAY = date(2026, 3, 2)
ITEM = TakeOverInvoice(
    number="R-10492",
    customer_id="ACME",
    amount=usd(11000),
    invoiced_on=date(2026, 2, 10),
    due_on=date(2026, 3, 12),
    by="ann",
    on=TODAY,
)
TAKEN_OVER = InvoiceTakenOver(
    number="R-10492",
    customer_id="ACME",
    amount=usd(11000),
    invoiced_on=date(2026, 2, 10),
    due_on=date(2026, 3, 12),
    taken_over_by="ann",
    taken_over_on=TODAY,
)
nothing = (
    spec_of(INVOICE)
    .beside(CREDIT_ACCOUNT, "ACME", AccountOpened(customer_name="Acme Corp", currency="USD", opened_on=TODAY))
    .beside(CREDIT_ACCOUNT, "NOBODY")
)


class TestTakingOver:
    def test_it_is_owed_with_its_own_number_and_dates(self) -> None:
        nothing.when(ITEM).then(TAKEN_OVER).then_asked_again_nothing()
        owed = nothing.given(TAKEN_OVER).state
        assert isinstance(owed, Posted)
        assert (owed.number, owed.open, owed.posted_on, owed.is_taken_over) == (
            "R-10492",
            usd(11000),
            date(2026, 2, 10),
            True,
        )

    def test_it_falls_due_on_its_own_day(self) -> None:
        assert INVOICE.deadlines is not None
        set_now = list(INVOICE.deadlines(TAKEN_OVER, nothing.given(TAKEN_OVER).state))
        assert Deadline(DUE, datetime(2026, 3, 13, tzinfo=UTC)) in set_now

    @pytest.mark.parametrize(
        ("wrong", "rejection"),
        [
            ({"amount": usd(0)}, NothingOwed),
            ({"invoiced_on": date(2026, 3, 3)}, DatesContradict),
            ({"due_on": date(2026, 2, 9)}, DatesContradict),
            ({"number": "INV-2026-000007"}, NumberOfOurs),
            ({"customer_id": "NOBODY"}, DebtorUnknown),
        ],
    )
    def test_what_cannot_be_owed_is_refused(self, wrong: dict[str, Any], rejection: Any) -> None:
        nothing.when(replace(ITEM, **wrong)).then_rejected(rejection)

    @pytest.mark.parametrize("other", [{"amount": usd(1)}, {"customer_id": "OTHER"}, {"due_on": date(2026, 4, 1)}])
    def test_a_number_is_taken_over_once(self, other: dict[str, Any]) -> None:
        nothing.given(TAKEN_OVER).when(replace(ITEM, **other)).then_rejected(NumberTaken, field="number")

    def test_an_invoice_of_our_own_is_not_taken_over_again(self) -> None:
        nothing.given(POSTED).when(ITEM).then_rejected(NumberTaken)


class TestInTheDepartment:
    ITEM = {  # noqa: RUF012
        "number": "R-10492",
        "customer_id": "ACME",
        "amount": {"minor": 11000, "currency": "USD"},
        "invoiced_on": "2026-01-10",
        "due_on": "2026-02-09",
    }

    async def test_it_counts_is_booked_paid_and_told_to_nobody(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        taken = (await desk.post("/open-items", self.ITEM, person="m", roles=MANAGER))["id"]
        account = await desk.get("/credit-accounts/ACME")
        assert account["exposure"]["total"]["minor"] == 11000
        balances = await desk.balances()
        assert (balances["1100"], balances["3950"]) == (11000, -11000)
        payment = {
            "amount": {"minor": 11000, "currency": "USD"},
            "reference": "your invoice R-10492",
            "bank_reference": "2026-03-02/1",
        }
        await desk.post("/payments", payment)
        invoice = await desk.get(f"/invoices/{taken}")
        assert (invoice["number"], invoice["settlement"], invoice["order_id"]) == ("R-10492", "paid", "")
        assert (await desk.get("/credit-accounts/ACME"))["exposure"]["total"]["minor"] == 0
        assert [one for one in desk.told() if "invoice" in one] == []

    async def test_a_part_of_it_can_be_credited(self) -> None:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        taken = (await desk.post("/open-items", self.ITEM, person="m", roles=MANAGER))["id"]
        asked = {"amount": {"minor": 1000, "currency": "USD"}, "reason": "agreed with the books before"}
        note = (await desk.post(f"/invoices/{taken}/credit-notes", asked))["id"]
        await desk.post(f"/credit-notes/{note}/approval", person="m", roles=MANAGER)
        assert (await desk.get(f"/invoices/{taken}"))["open"]["minor"] == 10000
        assert [one for one in desk.told() if "invoice" in one] == []

    async def test_a_clerk_may_not(self) -> None:
        desk = await Desk.open()
        assert (await desk.refused("/open-items", self.ITEM))[0] == 403
