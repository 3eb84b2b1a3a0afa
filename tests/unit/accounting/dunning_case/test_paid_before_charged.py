"""Money that came before a fee or interest was claimed does not pay it: who had paid by then is let off."""

from datetime import date
from typing import Any

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, case, invoice_of, late_payer, pay, until

BEFORE, CLAIMED = date(2026, 4, 10), date(2026, 4, 13)
"""The second level comes on a Monday; the money came on the Friday before, when nothing was charged."""


@pytest.fixture
async def desk() -> Desk:
    desk = await late_payer()
    await until(desk, CLAIMED)
    assert (await case(desk))["charged"]["minor"] == 2240
    return desk


async def _paid(desk: Desk, minor: int, on: date, *, is_known: bool = True) -> dict[str, Any]:
    """Noted today, with the day of the bank; where it is not known whose it is, it is said afterwards."""
    money = {"amount": {"minor": minor, "currency": "USD"}, "received_on": on.isoformat(), "bank_reference": "B1"}
    reply = await desk.post("/payments", money | {"reference": "O-1" if is_known else "thanks"})
    if not is_known:
        await desk.post(f"/payments/{reply['id']}/identification", {"customer_id": "ACME"})
    await desk.company.settle()
    return await desk.get(f"/payments/{reply['id']}")


@pytest.mark.parametrize("is_known", [True, False])
async def test_it_settles_the_invoice_and_the_charges_can_be_let_off(desk: Desk, is_known: bool) -> None:
    payment = await _paid(desk, 100_000, BEFORE, is_known=is_known)
    assert (payment["allocated"]["minor"], payment["cleared"]["minor"]) == (100_000, 0)
    assert (await invoice_of(desk))["settlement"] == "paid"
    for charge in (await case(desk))["charges"]:
        path = f"{CASE}/charges/{charge['charge_id']}/waiver"
        await desk.post(path, {"reason": "they had paid by then"}, **BOSS)
        await desk.post(f"{path}/approval", **OTHER_BOSS)
    assert (await case(desk))["status"] == "resolved"
    assert (await desk.balances()).get("1100", 0) == 0


async def test_what_is_too_much_waits_for_a_person_who_uses_it_for_them(desk: Desk) -> None:
    payment = await _paid(desk, 102_240, BEFORE)
    assert (payment["cleared"]["minor"], payment["free"]["minor"]) == (0, 2240)
    assert (await case(desk))["charged"]["minor"] == 2240
    await desk.post(f"/payments/{payment['id']}/charges-clearance")
    assert (await case(desk))["status"] == "resolved"
    for day in (BEFORE, CLAIMED):
        found = (await desk.get("/ageing", params={"as_of": day.isoformat()}))["items"]
        assert found == [], "nothing is owed from the day of the money on, nor less than nothing"


async def test_what_had_been_claimed_by_then_is_paid_first(desk: Desk) -> None:
    await until(desk, date(2026, 5, 12))
    open_before = {one["charge_id"]: one["open"]["minor"] for one in (await case(desk))["charges"]}
    assert len(open_before) > 2, "the third level charged as well"
    payment = await _paid(desk, 100_000, CLAIMED)
    assert payment["cleared"]["minor"] == 2240
    left = {one["charge_id"]: one["open"]["minor"] for one in (await case(desk))["charges"]}
    assert left == open_before | {"1.2.fee": 0, "1.2.interest": 0}


async def test_money_of_the_day_on_which_they_were_claimed_pays_them(desk: Desk) -> None:
    assert (await pay(desk, 102_240))["cleared"]["minor"] == 2240
