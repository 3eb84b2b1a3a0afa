"""A plan, or a promise, over more of an invoice than is overdue stands until it is kept, broken or taken back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.published.sales import InstalmentTerm
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, POLICY, case, invoice_of, pay, reminders, until
from tests.unit.accounting.examples import delivered, line, placed, registered, shipped

JUNE = date(2026, 6, 30)


async def owing_two_halves(*, second_due_in_days: int = 60) -> Desk:
    """ACME has let the day of the first half of 1,000.00 pass; the other half is due later."""
    desk = await Desk.open()
    await desk.ask("PUT", "/dunning-policy", POLICY | {"promise_within_days": 90}, **BOSS)
    await desk.hear(registered(), key="ACME")
    half = Decimal(50)
    terms = (
        InstalmentTerm(percent=half, due_in_days=30),
        InstalmentTerm(percent=half, due_in_days=second_due_in_days),
    )
    await desk.hear(placed(line(1, 1, 100_000, tax_code="EXEMPT"), order_id="O-1", terms=terms), key="O-1")
    now = desk.company.clock.now()
    left = shipped((1, 1), shipment_id="S-1", order_id="O-1")
    await desk.hear(replace(left, shipped_on=now.date()), key="S-1")
    await desk.hear(replace(delivered((1, 1), shipment_id="S-1", order_id="O-1"), delivered_at=now), key="S-1")
    await until(desk, date(2026, 4, 7))
    return desk


async def agree(desk: Desk, *instalments: tuple[date, int]) -> None:
    planned = [{"due_on": str(day), "amount": {"minor": minor, "currency": "USD"}} for day, minor in instalments]
    await desk.post(f"{CASE}/plans", {"instalments": planned}, **BOSS)


async def dunned_for(desk: Desk) -> list[str]:
    """The days of letters about what is overdue."""
    return [one["prepared_on"] for one in await reminders(desk) if one["level"]]


@pytest.mark.parametrize("second_due_in_days", [60, 80])
async def test_a_plan_that_is_kept_to_stands_though_nothing_is_overdue_for_a_while(second_due_in_days: int) -> None:
    desk = await owing_two_halves(second_due_in_days=second_due_in_days)
    await agree(desk, (date(2026, 4, 15), 50_000), (JUNE, 50_000))
    await until(desk, date(2026, 4, 15))
    await pay(desk, 50_000, bank_reference="B1")
    await until(desk, date(2026, 6, 29))
    found = await case(desk)
    assert (found["status"], found["case_no"], found["open"]["minor"], found["charged"]["minor"]) == (
        "paused",
        1,
        50_000,
        0,
    )
    assert await dunned_for(desk) == ["2026-04-06"]
    await pay(desk, 50_000, bank_reference="B2")
    assert ((await case(desk))["status"], (await case(desk))["plans_broken"]) == ("resolved", 0)


async def test_a_plan_that_is_broken_before_the_rest_is_due_leaves_a_case_with_nothing_overdue_resolved() -> None:
    desk = await owing_two_halves()
    await agree(desk, (date(2026, 4, 15), 50_000), (date(2026, 4, 22), 50_000))
    await until(desk, date(2026, 4, 15))
    await pay(desk, 50_000)
    assert (await case(desk))["next_review_on"] == "2026-04-23"
    await until(desk, date(2026, 4, 23))
    found = await case(desk)
    assert (found["status"], found["pauses"]) == ("resolved", [])
    await until(desk, date(2026, 5, 7))
    assert ((await case(desk))["case_no"], (await case(desk))["level"]) == (2, 1)


async def test_a_plan_that_is_taken_back_while_nothing_is_overdue_ends_the_case() -> None:
    desk = await owing_two_halves()
    await agree(desk, (date(2026, 4, 15), 50_000), (JUNE, 50_000))
    await until(desk, date(2026, 4, 15))
    await pay(desk, 50_000)
    await desk.post(f"{CASE}/plans/taking-back", {"reason": "they pay as invoiced"}, **BOSS)
    assert (await case(desk))["status"] == "resolved"


async def test_a_promise_of_more_than_is_overdue_stands_until_its_day() -> None:
    desk = await owing_two_halves()
    invoice = (await invoice_of(desk))["invoice_id"]
    promise: dict[str, Any] = {
        "due_on": "2026-05-20",
        "amount": {"minor": 100_000, "currency": "USD"},
        "invoice_ids": [invoice],
    }
    await desk.post(f"{CASE}/promises", promise)
    await until(desk, date(2026, 4, 15))
    await pay(desk, 50_000, bank_reference="B1")
    await until(desk, date(2026, 5, 20))
    found = await case(desk)
    assert (found["status"], found["promise_due_on"]) == ("paused", "2026-05-20")
    assert await dunned_for(desk) == ["2026-04-06"]
    await pay(desk, 50_000, bank_reference="B2")
    assert ((await case(desk))["status"], (await case(desk))["promises_broken"]) == ("resolved", 0)
