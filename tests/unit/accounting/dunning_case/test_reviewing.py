"""The day of a review: reminders before due, levels, charges that are left alone, and who decides about them."""

from datetime import date

import pytest

from services.accounting.dunning_case.events import (
    CaseOpened,
    CaseResolved,
    ChargeClaimed,
    LeftToPerson,
    LevelRaised,
    ReminderIssued,
    ReviewFellDue,
    ReviewScheduled,
)
from services.accounting.dunning_case.reviewing import CaseUnknown, NoteReviewDue, ReviewCase
from services.accounting.dunning_case.state import Watched
from services.accounting.reminder.wording import subject_of
from tests.unit.accounting.dunning_case.story import DUE, LEVELS, Story, late, level, policy
from tests.unit.accounting.examples import usd

SECOND = date(2026, 4, 13)
FINAL = date(2026, 4, 21)


def levels_of(story: Story) -> list[tuple[int, date]]:
    return [(one.level, one.raised_on) for one in story.of(LevelRaised)]


def letters_of(story: Story) -> list[tuple[int, date]]:
    return [(one.level, one.issued_on) for one in story.of(ReminderIssued)]


class TestFallingDue:
    def test_a_review_that_was_put_off_does_not_fall_due(self) -> None:
        story = late(until=date(2026, 4, 2))
        story.spec.when(NoteReviewDue(on=date(2026, 4, 5))).then_nothing()
        story.spec.when(NoteReviewDue(on=date(2026, 4, 6))).then(
            ReviewFellDue(customer_id="ACME", fell_due_on=date(2026, 4, 6))
        ).then_asked_again_nothing()
        Story().spec.when(NoteReviewDue(on=DUE)).then_nothing()

    def test_there_is_nothing_to_review_of_who_was_never_watched(self) -> None:
        Story().spec.when(ReviewCase(on=DUE)).then_rejected(CaseUnknown)

    def test_reviewed_twice_on_a_day_nothing_more_happens(self) -> None:
        story = late(until=SECOND)
        story.spec.when(ReviewCase(on=SECOND)).then_nothing()


class TestLevels:
    def test_one_after_the_other_each_with_its_gap(self) -> None:
        story = late(until=date(2026, 6, 1))
        assert levels_of(story) == [(1, date(2026, 4, 6)), (2, SECOND), (3, FINAL)]
        assert letters_of(story) == [(0, date(2026, 3, 27)), (1, date(2026, 4, 6)), (2, SECOND), (3, FINAL)]
        assert story.running.is_last

    def test_the_gap_is_in_working_days(self) -> None:
        rules = policy(levels=(level("A", 1), level("B", 2, gap=5)))
        assert levels_of(late(rules, until=date(2026, 5, 1))) == [(1, date(2026, 4, 2)), (2, date(2026, 4, 9))]

    def test_not_below_the_minimum(self) -> None:
        story = late(policy(minimum_amounts=(usd(100_001),)), until=date(2026, 6, 1))
        assert levels_of(story) == []
        story.bill("I-2", 1, due=date(2026, 5, 1)).until(date(2026, 6, 2))
        assert levels_of(story) == [(1, date(2026, 6, 2))]

    def test_not_for_what_is_in_dispute(self) -> None:
        story = late(until=date(2026, 4, 3))
        story.dispute(100_000)
        story.until(date(2026, 5, 1))
        assert (levels_of(story), story.account.review_on) == ([], None)
        story.agree()
        story.until(date(2026, 5, 4))
        assert levels_of(story) == [(1, date(2026, 5, 4))]

    def test_nobody_is_dunned_without_levels(self) -> None:
        story = late(policy(levels=()), until=date(2026, 6, 1))
        assert (levels_of(story), story.of(LeftToPerson)) == ([], [])

    def test_of_a_policy_that_has_fewer_by_now_a_person_is_told(self) -> None:
        story = late(until=SECOND)
        story.rules = policy(levels=LEVELS[:2])
        story.until(FINAL)
        assert story.of(LeftToPerson) == [LeftToPerson(because="no-level", left_on=FINAL)]
        assert (story.running.level, story.running.is_last) == (2, False)
        story.rules = policy()
        story.ask(ReviewCase(on=date(2026, 4, 22)))
        assert (story.running.level, story.running.left_because) == (3, "")

    def test_of_a_policy_that_has_fewer_by_now_what_is_above_them_goes_with_the_letters_about_the_rest(self) -> None:
        story = late(until=SECOND)
        story.rules = policy(levels=LEVELS[:1])
        story.bill("I-2", 50_000, due=date(2026, 4, 20)).until(date(2026, 5, 20))
        assert (levels_of(story)[-1], letters_of(story)[-1]) == ((2, SECOND), (2, date(2026, 4, 27)))
        letter = story.of(ReminderIssued)[-1]
        assert [(one.invoice_id, one.level, one.level_name) for one in letter.instalments] == [
            ("I-1", 2, ""),
            ("I-2", 1, "Reminder"),
        ]
        assert (story.running.level, story.running.left_because, story.account.review_on) == (2, "no-level", None)

    def test_of_a_policy_that_has_fewer_by_now_what_was_at_its_last_level_stays_there(self) -> None:
        story = late(until=FINAL)
        story.rules = policy(levels=LEVELS[:2])
        story.bill("I-2", 50_000, due=date(2026, 5, 1)).until(date(2026, 6, 20))
        assert [one.level for one in story.of(ReminderIssued)[-2:]] == [3, 3]
        assert (story.running.level, story.running.is_last, story.of(LeftToPerson)) == (3, True, [])
        assert (story.account.level_of("I-2", 1), story.account.review_on) == (2, None)

    def test_a_fee_in_the_currency_of_the_debtor(self) -> None:
        fees = [one for one in late(until=FINAL).of(ChargeClaimed) if one.kind == "fee"]
        assert [(one.charge_id, one.amount) for one in fees] == [("1.2.fee", usd(2000)), ("1.3.fee", usd(4000))]


class TestChargesAlone:
    @pytest.fixture
    def story(self) -> Story:
        """The principal was paid on the day after level 2; 22.40 and interest of that day are left."""
        story = late(until=date(2026, 4, 14))
        story.pay(100_000)
        return story

    def test_are_reminded_of_after_each_gap_and_then_left_to_a_person(self, story: Story) -> None:
        assert story.account.review_on == date(2026, 4, 28)
        story.until(date(2026, 7, 13))
        alone = [one for one in story.of(ReminderIssued) if one.for_charges]
        assert [one.issued_on for one in alone] == [date(2026, 4, 28), date(2026, 5, 12)]
        assert {(one.level, one.level_name, one.instalments, one.total) for one in alone} == {
            (2, "Second notice", (), usd(2260))
        }
        assert subject_of(alone[0]) == "Second notice: open charges"
        assert story.of(LeftToPerson) == [LeftToPerson(because="charges", left_on=date(2026, 5, 26))]
        assert story.running.left_because == "charges"
        assert story.account.review_on is None

    def test_the_person_is_told_on_the_day_after_the_last_gap(self, story: Story) -> None:
        story.until(date(2026, 5, 25))
        on = date(2026, 5, 26)
        story.spec.when(ReviewCase(on=on)).then(
            LeftToPerson(because="charges", left_on=on), ReviewScheduled(review_on=None)
        )

    def test_no_level_is_raised_for_them(self, story: Story) -> None:
        story.until(date(2026, 7, 13))
        assert [number for number, _ in levels_of(story)] == [1, 2]

    def test_paid_they_resolve_the_case(self, story: Story) -> None:
        story.until(date(2026, 7, 13))
        story.clear()
        assert isinstance(story.case, Watched)
        assert story.of(CaseResolved)[-1].resolved_on == date(2026, 7, 13)

    def test_as_often_and_as_soon_as_the_policy_says(self, story: Story) -> None:
        story.rules = policy(charge_reminders=1, charge_reminder_gap_days=3)
        story.ask(ReviewCase(on=story.day))
        story.until(date(2026, 7, 13))
        assert [one.issued_on for one in story.of(ReminderIssued) if one.for_charges] == [date(2026, 4, 17)]
        assert [one.left_on for one in story.of(LeftToPerson)] == [date(2026, 4, 20)]

    def test_at_once_where_the_policy_has_no_letter_for_them(self, story: Story) -> None:
        story.rules = policy(charge_reminders=0)
        story.until(date(2026, 4, 28))
        assert [one.left_on for one in story.of(LeftToPerson)] == [date(2026, 4, 28)]

    def test_go_with_the_next_level_of_what_falls_due_later(self, story: Story) -> None:
        story.bill("I-2", 70_000, due=date(2026, 5, 1)).until(date(2026, 5, 21))
        raised = story.of(ReminderIssued)[-1]
        assert (raised.for_charges, raised.level) == (False, 3)
        assert {one.charge_id for one in raised.charges} >= {"1.2.fee", "1.2.interest"}

    def test_a_disputed_invoice_keeps_them_waiting(self) -> None:
        story = late(until=date(2026, 4, 14))
        story.dispute(100_000)
        story.until(date(2026, 6, 1))
        assert not [one for one in story.of(ReminderIssued) if one.for_charges]
        story.agree()
        story.until(date(2026, 6, 2))
        assert story.running.level == 3

    def test_below_the_minimum_the_principal_goes_with_them(self) -> None:
        story = late(policy(minimum_amounts=(usd(1000),)), until=date(2026, 4, 14))
        story.pay(99_500)
        story.until(date(2026, 4, 28))
        (alone,) = [one for one in story.of(ReminderIssued) if one.for_charges]
        assert [one.open for one in alone.instalments] == [usd(500)]
        assert alone.total == usd(500 + 2240)

    def test_owed_again_after_they_had_been_paid_they_are_asked_for_again(self) -> None:
        story = late(until=date(2026, 4, 14))
        name = story.clear()
        story.pay(100_000, on=SECOND)
        assert isinstance(story.case, Watched)
        story.until(date(2026, 4, 20)).restore(name)
        assert story.of(CaseOpened)[-1].owed == usd(2240)
        story.until(date(2026, 5, 4))
        assert [one.level for one in story.of(ReminderIssued) if one.for_charges] == [2]


def test_before_due_on_the_working_day_before() -> None:
    story = Story().bill().until(date(2026, 3, 26))
    assert letters_of(story) == []
    story.until(date(2026, 3, 27))
    (letter,) = story.of(ReminderIssued)
    assert (letter.level, letter.case_no, letter.total) == (0, 0, usd(100_000))


def test_who_pays_before_due_hears_nothing_more() -> None:
    story = Story().bill().until(date(2026, 3, 28))
    story.pay(100_000)
    story.until(date(2026, 6, 1))
    assert (len(story.of(ReminderIssued)), story.of(CaseOpened)) == (1, [])


def test_an_invoice_that_was_never_near_is_not_watched() -> None:
    story = Story(on=date(2026, 3, 2)).bill(due=date(2026, 4, 1))
    assert story.facts == []
    story.until(date(2026, 3, 18))
    assert isinstance(story.case, Watched)


def test_what_is_stored_reads_as_it_was_decided() -> None:
    story = late(until=date(2026, 6, 1))
    assert story.spec.state == story.case
