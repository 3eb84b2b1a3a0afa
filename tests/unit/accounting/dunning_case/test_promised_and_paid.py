"""Who pays what they promised has kept it, whichever debt our clearing order gives their money to."""

from datetime import date
from typing import Any

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import (
    BOSS,
    CASE,
    POLICY,
    bill,
    case,
    invoice_of,
    late_payer,
    level,
    pay,
    until,
)

SECOND_LEVEL = date(2026, 4, 14)
"""A fee of 20.00 and interest of 2.40 are claimed by then."""


async def _promise(desk: Desk, **body: Any) -> dict[str, Any]:
    answer = await desk.ask("POST", f"{CASE}/promises", {"due_on": "2026-04-20", **body})
    assert answer.status_code == 200, answer.text
    (pause,) = (await case(desk))["pauses"]
    return dict(pause)


async def test_a_promise_of_an_invoice_is_kept_though_charges_took_some_of_the_money() -> None:
    desk = await late_payer()
    await until(desk, SECOND_LEVEL)
    invoice = await invoice_of(desk)
    assert (await _promise(desk, invoice_ids=[invoice["invoice_id"]]))["amount"]["minor"] == 100_000
    await until(desk, date(2026, 4, 17))
    await pay(desk, 100_000, reference=invoice["number"])
    found = await case(desk)
    assert (found["pauses"], found["promises_broken"]) == ([], 0)
    assert (found["status"], found["open"]["minor"], found["charged"]["minor"]) == ("running", 2_240, 0)


async def test_charges_that_were_paid_before_the_promise_are_no_part_of_it() -> None:
    desk = await late_payer()
    await until(desk, SECOND_LEVEL)
    await pay(desk, 2_240)
    invoice = await invoice_of(desk)
    await _promise(desk, invoice_ids=[invoice["invoice_id"]])
    await pay(desk, 97_760)
    assert [pause["kind"] for pause in (await case(desk))["pauses"]] == ["promise"]
    await until(desk, date(2026, 4, 22))
    assert (await case(desk))["promises_broken"] == 1


async def test_an_instalment_is_paid_though_a_charge_of_another_invoice_took_some_of_it() -> None:
    levels = [level("Reminder", 5), level("Second", 12, gap=5, fee=2000), level("Final", 90, gap=5, stop=True)]
    desk = await late_payer(POLICY | {"levels": levels})
    await bill(desk, "O-2", 100_000)
    await until(desk, date(2026, 4, 7))
    invoice = await invoice_of(desk)
    halves = [{"due_on": day, "amount": {"minor": 50_000, "currency": "USD"}} for day in ("2026-04-30", "2026-05-29")]
    plan = {"invoice_ids": [invoice["invoice_id"]], "instalments": halves}
    assert (await desk.ask("POST", f"{CASE}/plans", plan, **BOSS)).status_code == 200
    await until(desk, date(2026, 4, 28))
    assert (await pay(desk, 50_000, reference=invoice["number"]))["cleared"]["minor"] == 2_000
    await until(desk, date(2026, 5, 2))
    assert (await case(desk))["plans_broken"] == 0
    await pay(desk, 50_000, reference=invoice["number"], bank_reference="B2")
    found = await case(desk)
    assert (found["pauses"], found["plans_broken"]) == ([], 0)
    assert (await invoice_of(desk))["open"]["minor"] == 2_000


async def test_a_promise_without_an_amount_is_of_what_they_do_not_contest() -> None:
    desk = await late_payer()
    invoice = await invoice_of(desk)
    contested = {"minor": 40_000, "currency": "USD"}
    claim = {"invoice_id": invoice["invoice_id"], "reason_code": "quality", "amount": contested}
    await desk.post("/disputes", claim)
    await until(desk, date(2026, 4, 8))
    assert (await _promise(desk))["amount"]["minor"] == 60_000
    await pay(desk, 60_000)
    found = await case(desk)
    assert (found["pauses"], found["promises_broken"], found["disputed"]["minor"]) == ([], 0, 40_000)
