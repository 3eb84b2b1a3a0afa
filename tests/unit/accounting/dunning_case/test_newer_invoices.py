"""What falls overdue while an older debt is dunned has levels of its own, from the first one on."""

from datetime import date
from typing import Any

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, bill, case, invoice_of, late_payer, pay, reminders, until


async def _letters(desk: Desk) -> list[tuple[str, int]]:
    return [(one["prepared_on"], one["level"]) for one in await reminders(desk) if one["level"]]


async def _pays_all_of(desk: Desk, order_id: str, bank_reference: str) -> dict[str, Any]:
    """The invoice, and all charges that were claimed by then."""
    owed = 100_000 + (await case(desk))["charged"]["minor"]
    return await pay(desk, owed, reference=order_id, bank_reference=bank_reference)


async def test_what_had_come_to_no_level_is_another_case_once_the_older_one_is_settled() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 24))
    await bill(desk, "O-2", 50_000)  # due on 23 April, the day after the final notice about O-1
    await until(desk, date(2026, 4, 24))
    assert [level for _, level in await _letters(desk)] == [1, 2, 3]
    await _pays_all_of(desk, "O-1", "B1")
    found = await case(desk)
    assert (found["status"], found["case_no"], found["level"], found["open"]["minor"]) == ("running", 2, 0, 50_000)
    assert [told for told in desk.told() if "dunning" in told][-2:] == [
        "accounting.dunning.resolved.v1",
        "accounting.dunning.case-opened.v1",
    ]
    await desk.post("/credit-accounts/ACME/stop-lift", {"reason": "they paid"}, **BOSS)
    await until(desk, date(2026, 4, 29))
    assert await _letters(desk) == [("2026-04-06", 1), ("2026-04-13", 2), ("2026-04-21", 3), ("2026-04-28", 1)]


async def test_each_goes_on_from_its_own_level_when_the_older_one_is_paid() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 5))
    await bill(desk, "O-2", 50_000)  # due on 4 April: first level on the 9th
    await until(desk, date(2026, 4, 15))
    found = await case(desk)
    assert [(one["level"], one["level_on"]) for one in found["invoices"]] == [(2, "2026-04-13"), (1, "2026-04-09")]
    assert (found["level"], await _letters(desk)) == (2, [("2026-04-06", 1), ("2026-04-09", 1), ("2026-04-13", 2)])
    await _pays_all_of(desk, "O-1", "B1")
    found = await case(desk)
    assert (found["case_no"], found["level"]) == (1, 1)
    await until(desk, date(2026, 4, 16))
    found = await case(desk)
    assert (found["case_no"], found["level"], found["level_on"]) == (1, 2, "2026-04-16")
    assert [one["charge_id"] for one in found["charges"] if one["kind"] == "fee"] == ["1.2.fee", "1.2.fee.3"]


async def test_a_letter_says_the_level_of_what_has_another_than_its_own() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 5))
    await bill(desk, "O-2", 50_000)
    await until(desk, date(2026, 4, 13))
    letter = (await reminders(desk))[-1]
    number = (await invoice_of(desk, "O-2"))["number"]
    assert f"invoice {number}, due April 4, 2026: $500.00 (Reminder)" in letter["text"]
    assert letter["text"].count("(Reminder)") == 1


async def test_while_they_are_to_keep_a_promise_the_case_is_the_same() -> None:
    desk = await late_payer()
    await until(desk, date(2026, 3, 10))
    await bill(desk, "O-2", 50_000)  # due on 9 April, after the first level
    await until(desk, date(2026, 4, 10))
    promised = await desk.ask("POST", "/dunning-cases/ACME:USD/promises", {"due_on": "2026-04-20"})
    assert promised.status_code == 200, promised.text
    await pay(desk, 100_000, reference="O-1")
    assert (await case(desk))["case_no"] == 1
    await pay(desk, 50_000, reference="O-2")
    assert (await case(desk))["status"] == "resolved"
