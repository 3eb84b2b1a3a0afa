"""A cent of what was resolved bounces: nobody is held for less than a level is raised for."""

from datetime import date

from tests.unit.accounting.dunning_case.late import POLICY, case, late_payer, level, pay, until


async def test_what_is_below_the_minimum_brings_no_hold_back() -> None:
    second = level("Second", 12, gap=5, fee=2_000) | {"holds_credit": True}
    desk = await late_payer(POLICY | {"levels": [level("Reminder", 5), second, level("Final notice", 20, gap=5)]})
    await until(desk, date(2026, 4, 14))
    owed = await case(desk)
    await pay(desk, owed["open"]["minor"] + owed["charged"]["minor"] - 1)
    cent = await pay(desk, 1, bank_reference="cent")
    await until(desk, date(2026, 5, 30))
    await desk.post(f"/payments/{cent['id']}/return", {"reason": "no funds"})
    await desk.company.settle()
    assert (await desk.get("/credit-accounts/ACME"))["standing"] == "ok"
    assert (await case(desk))["level"] == 0
