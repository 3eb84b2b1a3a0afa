"""Money bears no interest while it is with us and nobody knows whose it is; nor does it break what was promised."""

from datetime import date

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, POLICY, case, late_payer, level, until

LEVELS = [level("Reminder", 5), level("Final", 12, gap=5, interest="36.5", stop=True)]
"""Interest of 1.00 a day."""
MONEY = {"bank_reference": "X1", "received_on": "2026-04-15"}
CLEARED = {"clearing_order": ["principal", "costs", "interest"]}


async def _identified(desk: Desk, on: date, minor: int = 100_000) -> None:
    """The money of 15 April, which says nothing of who sent it."""
    await until(desk, date(2026, 4, 15))
    amount = {"minor": minor, "currency": "USD"}
    reply = await desk.post("/payments", {**MONEY, "amount": amount, "reference": "thanks"})
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


FEE = POLICY | {"levels": [level("Reminder", 5, fee=1200), level("Final", 40)]}
RECONCILED = {"until": "2026-04-08"}
"""The bank is slower than the promise: no review breaks it before the money can be noted."""


async def test_so_is_one_of_charges_which_the_clearing_order_gives_the_money_to_first() -> None:
    desk = await late_payer(FEE)
    await until(desk, date(2026, 4, 8))
    await desk.ask("POST", "/dunning-policy/bank-reconciliation", RECONCILED, **BOSS)
    await desk.post(f"{CASE}/promises", {"due_on": "2026-04-15"})
    await _identified(desk, date(2026, 4, 16), 101_200)
    history = (await desk.ask("GET", f"{CASE}/history")).json()
    happened = {one["type"]: one["occurred_at"][:10] for one in history}
    assert "dunning_case.promise-broken" not in happened
    assert (await case(desk))["status"] == "resolved"
    assert happened["dunning_case.charges-settled"] == "2026-04-16", "booked on the day on which it was identified"


async def test_nor_do_charges_break_a_plan_that_was_paid_in_time() -> None:
    desk = await late_payer(FEE)
    await until(desk, date(2026, 4, 8))
    await desk.ask("POST", "/dunning-policy/bank-reconciliation", RECONCILED, **BOSS)
    parts = (("2026-04-15", 50_000), ("2026-05-15", 51_200))
    halves = [{"due_on": day, "amount": {"minor": minor, "currency": "USD"}} for day, minor in parts]
    assert (await desk.ask("POST", f"{CASE}/plans", {"instalments": halves}, **BOSS)).status_code == 200
    await _identified(desk, date(2026, 4, 16), 50_000)
    found = await case(desk)
    assert ([one["kind"] for one in found["pauses"]], found["plans_broken"]) == (["plan"], 0)
