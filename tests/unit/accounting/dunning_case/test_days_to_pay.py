"""Letters ask to be paid until a day, and no letter follows before that day has passed."""

from datetime import date

from services.accounting.dunning_case.events import LevelRaised, ReminderIssued
from services.accounting.dunning_policy.events import BankAccount, Letterhead, LetterheadSet
from tests.unit.accounting.desk import MANAGER
from tests.unit.accounting.dunning_case.late import POLICY, late_payer, reminders, until
from tests.unit.accounting.dunning_case.story import DUE, Story, late, policy
from tests.unit.accounting.dunning_case.test_holding import received
from tests.unit.accounting.examples import usd

SECOND = date(2026, 4, 13)
HEAD = Letterhead(
    name="Pumps & More",
    address=("1 Quay", "Boston"),
    accounts=(BankAccount(currency="USD", number="071000013-44", bank="First"),),
)


def asked(story: Story) -> list[tuple[date, date | None]]:
    return [(one.issued_on, one.pay_by) for one in story.of(ReminderIssued) if one.level]


def test_where_the_policy_gives_none_no_day_is_named() -> None:
    story = late(until=SECOND)
    assert asked(story) == [(date(2026, 4, 6), None), (SECOND, None)]


def test_a_working_day_and_the_next_level_after_it() -> None:
    story = late(policy(pay_within_days=5), until=date(2026, 5, 10))
    assert asked(story) == [
        (date(2026, 4, 6), SECOND),  # the Saturday moves to Monday, on which the second level would be reached
        (date(2026, 4, 14), date(2026, 4, 20)),
        (date(2026, 4, 21), date(2026, 4, 27)),
    ]


def test_a_reminder_before_due_names_none() -> None:
    story = late(policy(pay_within_days=5), until=DUE)
    assert [one.pay_by for one in story.of(ReminderIssued)] == [None]


def test_charges_alone_are_reminded_of_after_it() -> None:
    story = late(policy(pay_within_days=30), until=date(2026, 5, 7))
    assert [one.level for one in story.of(LevelRaised)] == [1, 2]
    story.pay(100_000)
    story.until(date(2026, 6, 30))
    letters = [one for one in story.of(ReminderIssued) if one.for_charges]
    assert [(one.issued_on, one.pay_by) for one in letters][:1] == [(date(2026, 6, 9), date(2026, 7, 9))]


def test_the_letterhead_of_the_day_goes_with_the_letter() -> None:
    story = late(until=date(2026, 4, 7))
    story.reconciled.append(LetterheadSet(letterhead=HEAD, set_by="the.boss", set_on=story.day))
    story.until(SECOND)
    assert [one.letterhead for one in story.of(ReminderIssued)] == [None, None, HEAD]


def test_money_of_theirs_that_settles_nothing_is_named() -> None:
    story = late(until=date(2026, 4, 3))
    story.hold("P-7", received(40_000))
    story.until(date(2026, 4, 7))
    assert [one.on_account for one in story.of(ReminderIssued)] == [None, usd(40_000)]


async def test_over_http_the_letter_says_who_until_when_and_where() -> None:
    desk = await late_payer(POLICY | {"pay_within_days": 5})
    body = {"name": "Pumps & More", "address": ["1 Quay"], "accounts": [{"currency": "USD", "number": "071000013-44"}]}
    answer = await desk.ask("PUT", "/dunning-policy/letterhead", body, person="the.boss", roles=MANAGER)
    assert answer.status_code == 200, answer.text
    await until(desk, date(2026, 4, 7))
    letter = (await reminders(desk))[-1]
    assert letter["text"].startswith("Pumps & More\n1 Quay\n\nDear ")
    assert "by April 13, 2026" in letter["text"]
    assert "account number 071000013-44" in letter["text"]
    assert (await desk.get("/dunning-cases/ACME:USD"))["pay_by"] == "2026-04-13"
