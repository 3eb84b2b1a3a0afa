"""In which language a late payer is written to: their own, else the policy's."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.accounting.reminder.words import words_in
from shared.published.sales import CustomerDetailsCorrectedV1
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, POLICY, bill, level, reminders, until
from tests.unit.accounting.examples import registered

NAMED = level("Reminder", 5) | {"names": [{"language": "vi", "name": "Nhắc nợ"}]}
UNNAMED = level("Second notice", 12, gap=5)
IN_BOTH = {**POLICY, "levels": [NAMED, UNNAMED]}
FIRST, SECOND = date(2026, 4, 6), date(2026, 4, 13)


async def owing(policy: dict[str, Any], language: str) -> Desk:
    desk = await Desk.open()
    answer = await desk.ask("PUT", "/dunning-policy", policy, **BOSS)
    assert answer.status_code == 200, answer.text
    await desk.hear(replace(registered(), language=language), key="ACME")
    await bill(desk, "O-1", 100_000)
    return desk


async def subjects(desk: Desk) -> list[tuple[str, str]]:
    return [(one["language"], one["subject"].partition(":")[0]) for one in await reminders(desk)]


async def test_a_debtor_is_written_to_in_the_language_that_they_chose() -> None:
    desk = await owing(IN_BOTH, "vi")
    await until(desk, SECOND)
    assert await subjects(desk) == [("vi", "Sắp đến hạn thanh toán"), ("vi", "Nhắc nợ"), ("vi", "Nhắc nợ lần 2")]
    assert (await desk.get("/debtors/ACME"))["language"] == "vi"


async def test_who_chose_none_is_written_to_in_that_of_the_policy() -> None:
    vietnamese = {**IN_BOTH, "language": "vi", "levels": [level("Nhắc nợ", 5), UNNAMED]}
    desk = await owing(vietnamese, "")
    await until(desk, FIRST)
    assert await subjects(desk) == [("vi", "Sắp đến hạn thanh toán"), ("vi", "Nhắc nợ")]
    assert (await desk.get("/debtors/ACME"))["language"] == ""


async def test_a_language_that_sales_knows_and_we_do_not_is_that_of_the_policy() -> None:
    desk = await owing(IN_BOTH, "fr-FR")
    await until(desk, FIRST)
    assert await subjects(desk) == [("en", "Upcoming payment"), ("en", "Reminder")]


async def test_another_choice_counts_from_the_next_letter_on() -> None:
    desk = await owing(IN_BOTH, "en")
    await until(desk, FIRST)
    corrected = CustomerDetailsCorrectedV1(
        customer_id="ACME", name="Acme", tax_id="", country="US", billing_email="ap@acme.example", language="vi"
    )
    await desk.hear(corrected, key="ACME")
    await until(desk, SECOND)
    assert await subjects(desk) == [("en", "Upcoming payment"), ("en", "Reminder"), ("vi", "Nhắc nợ lần 2")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"language": ""}, "language"),
        ({"levels": [NAMED | {"names": [{"language": "de", "name": "Mahnung"}]}]}, "levels.0.names"),
    ],
)
async def test_the_policy_names_only_languages_that_there_are_words_in(wrong: dict[str, Any], field: str) -> None:
    desk = await Desk.open()
    answer = await desk.ask("PUT", "/dunning-policy", {**IN_BOTH, **wrong}, **BOSS)
    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, "accounting.dunning-policy.language-unknown")
    assert (said["field"], said["supported"]) == (field, ["en", "vi"])


async def test_a_level_has_one_name_in_a_language() -> None:
    desk = await Desk.open()
    twice = level("Reminder", 5) | {"names": [{"language": "vi", "name": name} for name in ("Nhắc nợ", "Nhắc")]}
    answer = await desk.ask("PUT", "/dunning-policy", {**IN_BOTH, "levels": [twice]}, **BOSS)
    assert (answer.status_code, answer.json()["code"]) == (422, "shared.request.invalid")


@pytest.mark.parametrize(("effect", "said"), [("stops_credit", True), ("holds_credit", True), ("", False)])
async def test_a_debtor_whose_new_orders_are_held_is_told_so(effect: str, said: bool) -> None:
    desk = await owing({**IN_BOTH, "levels": [NAMED | ({effect: True} if effect else {})]}, "vi")
    await until(desk, FIRST)
    assert (words_in("vi").credit_stopped in (await reminders(desk))[-1]["text"]) is said
