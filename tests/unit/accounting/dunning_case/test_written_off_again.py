"""An invoice that was written off is owed again, and given up again: each decision takes all that is open then."""

from datetime import date
from typing import Any

import pytest

from services.accounting.dunning_case.events_of_endings import WriteOffApproved
from services.accounting.dunning_case.writing_off import write_off_id
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, case, invoice_of, late_payer, pay, until
from tests.unit.accounting.examples import usd


@pytest.fixture
async def desk() -> Desk:
    desk = await late_payer()
    await until(desk, date(2026, 4, 3))
    return desk


async def write_off(desk: Desk) -> None:
    await desk.post(f"{CASE}/write-off", {"reason": "insolvent"}, **BOSS)
    await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)


async def decisions(desk: Desk) -> list[str]:
    """What the invoice knows its write-offs by."""
    history: Any = await desk.get(f"/invoices/{(await invoice_of(desk))['invoice_id']}/history")
    return [entry["data"]["write_off_id"] for entry in history if entry["type"] == "invoice.written-off"]


async def all_is_lost(desk: Desk, lost: int) -> None:
    invoice = await invoice_of(desk)
    assert (invoice["settlement"], invoice["open"]["minor"]) == ("written-off", 0)
    assert invoice["written_off"]["minor"] == lost
    balances = await desk.balances()
    assert (balances["6000"], balances.get("1100", 0)) == (lost, 0)
    assert (await case(desk))["status"] == "resolved"
    assert (await desk.get("/credit-accounts/ACME"))["exposure"]["total"]["minor"] == 0


async def test_what_was_reversed_is_given_up_again(desk: Desk) -> None:
    await write_off(desk)
    path = f"/invoices/{(await invoice_of(desk))['invoice_id']}/write-off-reversal"
    await desk.post(path, {"reason": "they may pay"}, **BOSS)
    await write_off(desk)
    await all_is_lost(desk, 100_000)
    assert await decisions(desk) == ["ACME:USD.1.1", "ACME:USD.2.1"]


async def test_what_bounced_after_the_rest_was_given_up_is_given_up_as_well(desk: Desk) -> None:
    payment = await pay(desk, 40_000)
    await write_off(desk)
    await all_is_lost(desk, 60_000)
    await desk.post(f"/payments/{payment['id']}/return", {"reason": "no funds"})
    await write_off(desk)
    await all_is_lost(desk, 100_000)


def test_a_decision_that_did_not_tell_its_case_keeps_its_name() -> None:
    approved = WriteOffApproved(
        write_off_no=2,
        customer_id="ACME",
        invoices=(),
        charges=(),
        amount=usd(1),
        reason="insolvent",
        approved_by="the.boss",
        approved_on=date(2026, 4, 14),
    )
    assert write_off_id("ACME:USD", approved) == "ACME:USD.2"
