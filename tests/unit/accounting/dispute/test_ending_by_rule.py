"""A dispute ends by rule when nothing of its invoice is owed any more: credited as a whole, or written off."""

from datetime import date
from typing import Any, Final

import pytest

from shared.published.care import ComplaintOpenedV1, ComplaintResolvedV1
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, case, invoice_of, late_payer, pay, until

DAY: Final = date(2026, 4, 3)
COMPLAINT: Final = "CP-1"
WHY: Final = {"reason": "as agreed by phone"}


@pytest.fixture
async def desk() -> Desk:
    """ACME is late with O-1, 1,000.00 for ten units."""
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    await until(desk, DAY)
    return desk


async def disputed_by_them(desk: Desk, minor: int) -> str:
    invoice = await invoice_of(desk)
    body = {"invoice_id": invoice["invoice_id"], "reason_code": "price"}
    return str((await desk.post("/disputes", body | {"amount": {"minor": minor, "currency": "USD"}}))["id"])


async def complained(desk: Desk, *, accepted: bool) -> str:
    invoice_id = (await invoice_of(desk))["invoice_id"]
    about = {"complaint_id": COMPLAINT, "customer_id": "ACME", "order_id": "", "invoice_id": invoice_id}
    opened = ComplaintOpenedV1(**about, kind="invoice", subject="too high", opened_on=DAY)
    await desk.hear(opened, key=COMPLAINT)
    if accepted:
        resolved = ComplaintResolvedV1(**about, outcome="accepted", resolution="it is", resolved_on=DAY)
        await desk.hear(resolved, key=COMPLAINT)
    return COMPLAINT


async def credit(desk: Desk, minor: int) -> str:
    """A credit note of two persons that no dispute led to."""
    invoice = await invoice_of(desk)
    body = WHY | {"amount": {"minor": minor, "currency": "USD"}}
    note = str((await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body))["id"])
    await desk.post(f"/credit-notes/{note}/approval", **BOSS)
    return note


async def write_off(desk: Desk) -> None:
    await desk.post(f"{CASE}/write-off", {"reason": "insolvent"}, **BOSS)
    await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)


async def dispute(desk: Desk, dispute_id: str) -> dict[str, Any]:
    return await desk.get(f"/disputes/{dispute_id}")


class TestCredited:
    async def test_as_a_whole_nothing_is_contested_any_more(self, desk: Desk) -> None:
        contested = await disputed_by_them(desk, 30_000)
        note = await credit(desk, 100_000)
        found = await dispute(desk, contested)
        assert (found["status"], found["outcome"], found["credit_note_id"]) == ("settled", "for-customer", note)
        assert (await invoice_of(desk))["disputed"]["minor"] == 0

    async def test_as_long_as_something_is_open_it_stays_contested(self, desk: Desk) -> None:
        contested = await disputed_by_them(desk, 30_000)
        await credit(desk, 99_999)
        assert (await dispute(desk, contested))["status"] == "open"

    async def test_with_the_rest_paid_nothing_is_open_either(self, desk: Desk) -> None:
        contested = await disputed_by_them(desk, 30_000)
        await pay(desk, 60_000, (await invoice_of(desk))["number"])
        await credit(desk, 40_000)
        assert (await dispute(desk, contested))["outcome"] == "for-customer"

    async def test_what_care_granted_ends_when_nothing_is_left_to_credit(self, desk: Desk) -> None:
        contested = await complained(desk, accepted=True)
        await pay(desk, 60_000, (await invoice_of(desk))["number"])
        await credit(desk, 40_000)
        assert (await dispute(desk, contested))["status"] == "to-credit"
        await credit(desk, 60_000)
        found = await dispute(desk, contested)
        assert (found["status"], found["outcome"]) == ("settled", "for-customer")


class TestWrittenOff:
    @pytest.mark.parametrize("accepted", [False, True])
    async def test_nobody_is_asked_for_it_any_more(self, desk: Desk, *, accepted: bool) -> None:
        contested = await complained(desk, accepted=accepted)
        await write_off(desk)
        found = await dispute(desk, contested)
        assert (found["status"], found["outcome"]) == ("settled", "written-off")
        assert (await invoice_of(desk))["disputed"]["minor"] == 0
        assert (await case(desk))["status"] == "resolved"

    async def test_who_paid_a_part_and_is_right_may_have_that_back(self, desk: Desk) -> None:
        contested = await complained(desk, accepted=True)
        await pay(desk, 60_000, (await invoice_of(desk))["number"])
        await write_off(desk)
        assert (await dispute(desk, contested))["status"] == "to-credit"

    async def test_care_grants_nothing_of_what_is_a_loss(self, desk: Desk) -> None:
        await complained(desk, accepted=False)
        await write_off(desk)
        invoice_id = (await invoice_of(desk))["invoice_id"]
        resolved = ComplaintResolvedV1(
            complaint_id=COMPLAINT,
            customer_id="ACME",
            order_id="",
            invoice_id=invoice_id,
            outcome="accepted",
            resolution="it is",
            resolved_on=DAY,
        )
        await desk.hear(resolved, key=COMPLAINT)
        assert (await dispute(desk, COMPLAINT))["outcome"] == "written-off"
