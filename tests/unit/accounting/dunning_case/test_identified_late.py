"""Money bears no interest while it is with us and nobody knows whose it is; nor does it break what was promised."""

from datetime import date

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import CASE, POLICY, case, late_payer, level, until

LEVELS = [level("Reminder", 5), level("Final", 12, gap=5, interest="36.5", stop=True)]
"""Interest of 1.00 a day."""
MONEY = {"amount": {"minor": 100_000, "currency": "USD"}, "bank_reference": "X1", "received_on": "2026-04-15"}
CLEARED = {"clearing_order": ["principal", "costs", "interest"]}


async def _identified(desk: Desk, on: date) -> None:
    """The money of 15 April, which says nothing of who sent it."""
    await until(desk, date(2026, 4, 15))
    reply = await desk.post("/payments", {**MONEY, "reference": "thanks"})
    await until(desk, on)
    await desk.post(f"/payments/{reply['id']}/identification", {"customer_id": "ACME"})
    await desk.company.settle()


@pytest.mark.parametrize("on", [date(2026, 4, 15), date(2026, 5, 10)])
async def test_interest_runs_until_the_money_came(on: date) -> None:
    desk = await late_payer(POLICY | CLEARED | {"levels": LEVELS})
    await until(desk, date(2026, 4, 13))
    assert (await case(desk))["charged"]["minor"] == 1_200
    await _identified(desk, on)
    found = await case(desk)
    assert (found["open"]["minor"], found["charged"]["minor"], found["accrued"]["minor"]) == (0, 1_200, 200)


async def test_a_promise_is_kept_by_money_that_was_there_on_its_day() -> None:
    desk = await late_payer(POLICY | CLEARED | {"levels": [level("Reminder", 5), level("Final", 40)]})
    await until(desk, date(2026, 4, 8))
    await desk.post(f"{CASE}/promises", {"due_on": "2026-04-15"})
    await _identified(desk, date(2026, 4, 16))
    found = await case(desk)
    assert (found["status"], found["promises_broken"]) == ("resolved", 0)
