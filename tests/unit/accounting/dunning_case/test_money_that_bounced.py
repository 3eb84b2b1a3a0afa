"""Money that did not stay: the debt comes back at the level that it had reached, and nothing is claimed twice."""

from datetime import date
from typing import Any

from services.accounting.dunning_case.events import (
    CaseContinued,
    CaseOpened,
    CaseResolved,
    ChargeClaimed,
    LevelRaised,
    ReminderIssued,
)
from services.accounting.dunning_case.handing_over import HandOverCase
from services.accounting.dunning_case.pausing import MakePromise, TooManyPromises
from services.accounting.dunning_case.state import Running
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, POLICY, bill, case, late_payer, level, pay, reminders, until
from tests.unit.accounting.dunning_case.story import DAY, Story, late, policy
from tests.unit.accounting.examples import usd

SECOND = date(2026, 4, 13)
FINAL = date(2026, 4, 21)


def claimed(story: Story) -> list[str]:
    return [one.charge_id for one in story.of(ChargeClaimed)]


def levels(story: Story) -> list[tuple[date, int]]:
    return [(one.raised_on, one.level) for one in story.of(LevelRaised)]


class TestTheDebtComesBack:
    def test_the_next_case_goes_on_at_the_level_without_a_letter_or_a_fee(self) -> None:
        story = late(until=SECOND)
        charges, money = story.clear(), story.pay(100_000)
        story.until(SECOND + DAY)
        story.bounce(money)
        assert story.facts[-3:-1] == [
            CaseOpened(case_no=2, owed=usd(100_000), opened_on=story.day),
            CaseContinued(
                case_no=2,
                continues=1,
                level=2,
                name="Second notice",
                reached_on=SECOND,
                is_last=False,
                stops_credit=False,
                holds_credit=False,
                continued_on=story.day,
                letter_no=3,
            ),
        ]
        story.restore(charges)
        case = story.running
        assert (case.level, case.level_on, case.continues, story.account.charged) == (2, SECOND, (1,), usd(2240))
        assert len(story.of(CaseContinued)) == 1
        assert len(story.of(ReminderIssued)) == 3  # before due, and two levels

    def test_whatever_comes_back_first(self) -> None:
        story = late(until=SECOND)
        charges, money = story.clear(), story.pay(100_000)
        story.restore(charges)
        assert (story.running.level, story.running.continues) == (2, (1,))
        story.bounce(money)
        assert len(story.of(CaseContinued)) == 1

    def test_it_goes_on_to_the_next_level_after_the_gap_from_that_day(self) -> None:
        story = late(until=SECOND)
        story.clear()
        money = story.pay(100_000)
        story.until(SECOND + DAY)
        story.bounce(money)
        story.until(date(2026, 5, 10))
        assert levels(story) == [(date(2026, 4, 6), 1), (SECOND, 2), (FINAL, 3)]
        assert claimed(story) == ["1.2.fee", "1.2.interest", "2.3.fee", "2.3.interest"]

    def test_after_months_the_debtor_has_the_gap_before_the_next_letter(self) -> None:
        story = late(until=SECOND)
        story.clear()
        money = story.pay(100_000)
        story.until(date(2026, 7, 1))  # a Wednesday
        story.bounce(money)
        story.until(date(2026, 7, 20))
        assert levels(story)[2:] == [(date(2026, 7, 8), 3)]

    def test_at_the_final_level_nothing_more_is_written_and_the_case_is_exhausted(self) -> None:
        story = late(until=FINAL)
        letters, fees = len(story.of(ReminderIssued)), claimed(story)
        story.clear()
        money = story.pay(100_000)
        story.until(date(2026, 7, 1))
        story.bounce(money)
        story.until(date(2026, 9, 1))
        assert (story.running.level, story.running.is_last, story.running.stops_credit) == (3, True, True)
        assert (len(story.of(ReminderIssued)), claimed(story)) == (letters, fees)

    def test_a_part_of_it(self) -> None:
        story = late(until=SECOND)
        story.clear()
        story.pay(60_000)
        money = story.pay(40_000)
        story.bounce(money)
        assert story.running.level == 2
        assert story.account.principal(story.day) == usd(40_000)

    def test_a_fee_alone(self) -> None:
        story = late(until=FINAL)
        story.pay(100_000)
        charges = story.clear()
        story.until(FINAL + DAY)
        story.restore(charges)
        assert (story.running.level, story.running.is_last) == (3, True)
        story.clear()
        assert len(story.of(CaseResolved)) == 2

    def test_twice(self) -> None:
        story = late(until=SECOND)
        story.clear()
        for number in (2, 3):
            money = story.pay(100_000)
            story.clear()  # the interest of the days since it bounced
            story.until(story.day + DAY)
            story.bounce(money)
            assert (story.running.case_no, story.running.level) == (number, 2)
            assert story.running.continues == (number - 1,)
        story.until(date(2026, 5, 10))
        assert [one for one in claimed(story) if one.endswith("fee")] == ["1.2.fee", "3.3.fee"]


class TestEachInvoiceHasItsOwn:
    def test_what_was_reminded_of_once_begins_there(self) -> None:
        story = Story().bill("I-1").bill("I-2", 50_000)
        story.until(date(2026, 4, 7))
        first = story.pay(50_000, "I-2")
        story.until(FINAL)
        story.clear()
        story.pay(100_000)
        story.bounce(first, "I-2")
        assert (story.running.level, story.running.is_last, story.running.stops_credit) == (1, False, False)

    def test_it_takes_a_case_about_newer_invoices_along(self) -> None:
        story = late(until=SECOND)
        story.clear()
        money = story.pay(100_000)
        story.bill("I-2", 50_000, due=date(2026, 4, 20)).until(date(2026, 4, 28))
        assert (story.running.case_no, story.running.level) == (2, 1)
        story.bounce(money)
        assert (story.running.case_no, story.running.level, story.running.continues) == (2, 2, (1,))
        story.pay(100_000)
        story.clear()
        assert (story.running.case_no, story.running.level) == (2, 1)  # the newer one had come to the first level

    def test_what_is_in_dispute_keeps_its_level(self) -> None:
        story = Story().bill("I-1").bill("I-2", 50_000)
        story.until(SECOND)
        story.dispute(50_000, "I-2")
        story.until(FINAL)
        story.clear()
        story.pay(100_000)
        assert (story.running.case_no, story.running.level) == (1, 2)
        story.agree("I-2")
        story.until(FINAL + DAY)
        assert (story.running.case_no, story.running.level) == (1, 3)

    def test_what_was_written_off_begins_anew(self) -> None:
        story = late(until=FINAL)
        story.write_off()
        story.reverse_write_off()
        assert (story.running.case_no, story.running.level) == (2, 0)


def test_the_final_letter_that_had_left_counts_for_handing_over() -> None:
    story = late(until=FINAL)
    story.clear()
    money = story.pay(100_000)
    story.bounce(money)
    command = HandOverCase(to="agency", name="Collect Ltd", reference="", reason="it bounced", by="a.clerk", on=FINAL)
    (handed, *_) = story.ask(command)
    assert (handed.case_no, handed.level, handed.without_letter_because) == (2, 3, "")


def test_what_was_promised_before_counts() -> None:
    story = late(policy(most_promises=1), until=SECOND)
    story.ask(MakePromise(amount=None, due_on=SECOND + 3 * DAY, by="a.clerk", on=story.day))
    story.clear()
    money = story.pay(100_000)
    assert not isinstance(story.case, Running)
    story.bounce(money)
    again = MakePromise(amount=None, due_on=SECOND + 3 * DAY, by="a.clerk", on=story.day)
    story.spec.when(again).then_rejected(TooManyPromises)


def test_days_that_the_money_was_there_bear_interest_once() -> None:
    story = late(until=SECOND)
    story.clear()
    money = story.pay(100_000)
    story.until(date(2026, 4, 16))
    story.bounce(money)
    story.until(date(2026, 4, 30))
    days = [(basis.from_day, basis.until) for one in story.of(ChargeClaimed) for basis in one.interest_on]
    assert days == [(date(2026, 4, 1), SECOND), (SECOND, date(2026, 4, 23))]


STOPPING: dict[str, Any] = POLICY | {
    "levels": [
        level("Reminder", 5) | {"holds_credit": True},
        level("Final notice", 12, gap=5, fee=2000, stop=True),
    ]
}


async def _bounced(desk: Desk, payment: dict[str, Any]) -> None:
    await desk.post(f"/payments/{payment['id']}/return", {"reason": "no funds"})
    await desk.company.settle()


async def _standing(desk: Desk) -> str:
    account = await desk.get("/credit-accounts/ACME")
    standing: str = account["standing"]
    return standing


class TestCredit:
    async def test_the_charges_come_back_with_the_money_and_the_stop_stands(self) -> None:
        desk = await late_payer(STOPPING)
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 102_000)
        assert ((await case(desk))["status"], await _standing(desk)) == ("resolved", "stop")
        await until(desk, date(2026, 4, 15))
        await _bounced(desk, payment)
        found = await case(desk)
        assert (found["status"], found["level"], found["charged"]["minor"]) == ("exhausted", 2, 2000)
        assert (found["case_no"], found["continues"], found["credit_stopped"]) == (2, [1], True)
        assert await _standing(desk) == "stop"
        await until(desk, date(2026, 5, 15))
        assert [one["level"] for one in await reminders(desk)] == [0, 1, 2]
        balances = await desk.balances()
        assert (balances["1100"], balances["4800"]) == (102_000, -2000)
        assert "accounting.dunning.continued.v1" in desk.told()

    async def test_a_stop_that_a_person_lifted_stays_lifted_and_what_levels_hold_is_held(self) -> None:
        desk = await late_payer(STOPPING)
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 102_000)
        await desk.post("/credit-accounts/ACME/stop-lift", {"reason": "they paid"}, **BOSS)
        assert await _standing(desk) == "ok"
        await _bounced(desk, payment)
        assert await _standing(desk) == "dunned"
        await pay(desk, 102_000, bank_reference="again")
        assert ((await case(desk))["status"], await _standing(desk)) == ("resolved", "ok")

    async def test_below_the_level_that_holds_nothing_is_held(self) -> None:
        desk = await late_payer()
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 102_240)
        await _bounced(desk, payment)
        assert ((await case(desk))["level"], await _standing(desk)) == (2, "ok")

    async def test_a_newer_order_goes_along(self) -> None:
        desk = await late_payer(STOPPING)
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 102_000)
        await bill(desk, "O-2", 50_000, due_in_days=3)
        await until(desk, date(2026, 4, 20))
        assert ((await case(desk))["case_no"], (await case(desk))["level"]) == (2, 0)
        await _bounced(desk, payment)
        found = await case(desk)
        assert (found["case_no"], found["level"], found["open"]["minor"]) == (2, 2, 150_000)


def test_the_day_that_the_last_letter_named_stands() -> None:
    asked = policy(pay_within_days=20)
    plain = late(asked, until=date(2026, 6, 10))
    story = late(asked, until=levels(plain)[0][0])
    named = story.of(ReminderIssued)[-1].pay_by
    money = story.pay(100_000)
    story.until(story.day + DAY)
    story.bounce(money)
    story.until(date(2026, 6, 10))
    assert named is not None
    assert levels(story)[1][0] > named
