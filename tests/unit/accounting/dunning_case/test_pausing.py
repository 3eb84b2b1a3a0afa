"""What rests for a block, a promise or a plan, and what is outside of it and goes on being dunned."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.accounting.dunning_case.events import InterestAccrued, LevelRaised, ReminderIssued, ReviewScheduled
from services.accounting.dunning_case.events_of_pauses import (
    DunningBlocked,
    DunningUnblocked,
    PlanAgreed,
    PlanBroken,
    PlanKept,
    PlanTakenBack,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseTakenBack,
)
from services.accounting.dunning_case.parts import PlannedInstalment
from services.accounting.dunning_case.pausing import (
    AgreePlan,
    BlockDunning,
    CaseIsResolved,
    DayHasPassed,
    InvoiceNotInCase,
    MakePromise,
    NothingToTakeBack,
    PausedAlready,
    PlanNotWhole,
    PromiseNotWorthIt,
    TakeBackPlan,
    TakeBackPromise,
    TooFarAhead,
    TooManyPromises,
    UnblockDunning,
)
from services.accounting.dunning_case.resting import dunned_now, principal_now
from services.accounting.dunning_case.reviewing import CaseUnknown
from shared.kernel.money import Money
from tests.unit.accounting.dunning_case.story import DAY, Story, late, policy
from tests.unit.accounting.examples import usd

TODAY = date(2026, 4, 3)
"""A Friday, two days past due."""
WEEK = date(2026, 4, 10)


def promise(minor: int | None = None, due_on: date = WEEK, **changes: Any) -> MakePromise:
    command = MakePromise(amount=None if minor is None else usd(minor), due_on=due_on, by="a.clerk", on=TODAY)
    return replace(command, **changes)


def plan(*instalments: tuple[date, int], **changes: Any) -> AgreePlan:
    planned = tuple(PlannedInstalment(due_on=due_on, amount=usd(minor)) for due_on, minor in instalments)
    return replace(AgreePlan(instalments=planned, by="the.boss", on=TODAY), **changes)


@pytest.fixture
def story() -> Story:
    return late(until=TODAY)


class TestPromises:
    def test_over_all_that_is_overdue_when_nothing_else_is_said(self, story: Story) -> None:
        story.spec.when(promise()).then(
            PromiseMade(
                promise_no=1,
                amount=usd(100_000),
                due_on=WEEK,
                invoice_ids=("I-1",),
                charge_ids=(),
                owed=usd(100_000),
                noted_by="a.clerk",
                promised_on=TODAY,
                covers_all=True,
            ),
            ReviewScheduled(review_on=WEEK + DAY),
        ).then_asked_again_nothing()

    def test_another_amount_by_the_same_day_is_another_promise(self, story: Story) -> None:
        story.ask(promise(60_000))
        story.spec.when(promise()).then_rejected(PausedAlready)
        story.spec.when(promise(60_000)).then_nothing()

    @pytest.mark.parametrize(("minor", "covers_all"), [(50_000, True), (49_999, False), (1, False)])
    def test_of_less_than_the_policy_asks_for_only_that_part_rests(
        self, story: Story, minor: int, covers_all: bool
    ) -> None:
        made = story.ask(promise(minor))[0]
        assert made.covers_all is covers_all
        dunned = sum(one.amount.minor for one in dunned_now(story.running, WEEK))
        assert dunned == (0 if covers_all else 100_000 - minor)

    def test_a_promise_of_a_cent_delays_no_letter(self, story: Story) -> None:
        story.ask(promise(1))
        story.until(WEEK)
        (letter,) = [one for one in story.of(ReminderIssued) if one.level == 1]
        assert (letter.issued_on, letter.total) == (date(2026, 4, 6), usd(99_999))
        (raised,) = story.of(LevelRaised)
        assert raised.principal == usd(99_999)

    def test_an_invoice_that_it_does_not_name_is_dunned(self) -> None:
        story = late(until=TODAY).bill("I-2", 70_000).until(TODAY)
        story.bill("I-3", 5_000_000, due=date(2026, 4, 2))
        made = story.ask(promise(invoice_ids=("I-1",)))[0]
        assert (made.invoice_ids, made.amount, made.covers_all) == (("I-1",), usd(100_000), True)
        story.until(WEEK)
        (raised,) = story.of(LevelRaised)
        assert raised.invoice_ids == ("I-2",)  # the other one is not that late yet
        assert raised.principal == usd(70_000)

    def test_only_invoices_of_the_case_are_named(self, story: Story) -> None:
        story.spec.when(promise(invoice_ids=("I-9",))).then_rejected(InvoiceNotInCase, field="invoice_ids")

    @pytest.mark.parametrize("amount", [usd(0), usd(100_001), Money(minor=1, currency="EUR")])
    def test_nothing_too_much_or_other_money_is_none(self, story: Story, amount: Money) -> None:
        story.spec.when(promise(amount=amount)).then_rejected(PromiseNotWorthIt, field="amount")

    def test_by_a_day_that_comes_and_is_near(self, story: Story) -> None:
        story.spec.when(promise(due_on=TODAY)).then_rejected(DayHasPassed, field="due_on")
        story.spec.when(promise(due_on=TODAY + 15 * DAY)).then_rejected(TooFarAhead, field="due_on")

    def test_so_many_as_the_policy_allows_without_those_taken_back(self, story: Story) -> None:
        for _ in range(2):
            story.ask(promise())
            story.ask(TakeBackPromise(reason="misheard", by="a.clerk", on=TODAY))
        for due in (TODAY + DAY, TODAY + 3 * DAY):
            story.ask(promise(due_on=due, on=story.day))
            story.until(due + DAY)
        story.spec.when(promise(due_on=story.day + DAY, on=story.day)).then_rejected(TooManyPromises)

    def test_needs_a_running_case(self) -> None:
        Story().spec.when(promise()).then_rejected(CaseUnknown)
        story = late(until=TODAY)
        story.pay(100_000)
        story.spec.when(promise()).then_rejected(CaseIsResolved)


class TestKeeping:
    def test_kept_by_the_promised_day(self, story: Story) -> None:
        story.ask(promise())
        story.until(WEEK).pay(100_000)
        assert [one.kept_on for one in story.of(PromiseKept)] == [WEEK]

    def test_money_after_the_promised_day_breaks_it_however_late_the_review_is(self, story: Story) -> None:
        story.ask(promise())
        story.until(WEEK)
        story.day = date(2026, 4, 14)
        story.pay(100_000)
        assert story.of(PromiseKept) == []
        (broken,) = story.of(PromiseBroken)
        assert (broken.missing, broken.broken_on) == (usd(100_000), date(2026, 4, 14))

    def test_money_of_that_day_which_is_noted_later_keeps_it(self, story: Story) -> None:
        story.ask(promise())
        story.until(WEEK)
        story.day = date(2026, 4, 14)
        story.pay(100_000, on=WEEK)
        assert [one.kept_on for one in story.of(PromiseKept)] == [WEEK]
        assert story.of(PromiseBroken) == []

    def test_a_review_breaks_it_on_the_day_after(self, story: Story) -> None:
        story.ask(promise())
        story.until(WEEK + DAY)
        (broken,) = story.of(PromiseBroken)
        assert (broken.missing, broken.broken_on) == (usd(100_000), WEEK + DAY)
        assert story.running.promises_broken == 1

    def test_where_the_bank_is_reconciled_it_rests_until_all_money_of_its_day_is_noted(self, story: Story) -> None:
        story.ask(promise())
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 3 * DAY)
        assert (story.of(PromiseBroken), story.of(LevelRaised)) == ([], [])
        assert story.account.review_on == WEEK + 4 * DAY
        story.pay(100_000, on=WEEK)
        assert ([one.kept_on for one in story.of(PromiseKept)], story.of(PromiseBroken)) == ([WEEK], [])

    def test_it_is_broken_by_the_review_after_all_money_of_its_day_is_noted(self, story: Story) -> None:
        story.ask(promise())
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 3 * DAY).reconcile(WEEK)
        story.until(WEEK + 4 * DAY)
        (broken,) = story.of(PromiseBroken)
        assert (broken.missing, broken.broken_on) == (usd(100_000), WEEK + 4 * DAY)
        assert [one.raised_on for one in story.of(LevelRaised)] == [WEEK + 4 * DAY]

    def test_nor_does_anything_else_that_is_heard_break_it_before(self, story: Story) -> None:
        story.ask(promise())
        story.reconcile(WEEK - DAY)
        story.until(WEEK + DAY).dispute(10_000)
        assert story.of(PromiseBroken) == []

    def test_money_of_a_later_day_breaks_it_though_the_bank_is_not_reconciled(self, story: Story) -> None:
        story.ask(promise())
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 2 * DAY).pay(100_000, on=WEEK + DAY)
        assert (len(story.of(PromiseBroken)), story.of(PromiseKept)) == (1, [])

    def test_money_of_a_later_day_for_something_else_does_not(self, story: Story) -> None:
        story.bill("I-2", 5_000, due=date(2026, 6, 30))
        story.ask(promise(invoice_ids=("I-1",)))
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 2 * DAY).pay(5_000, "I-2", on=WEEK + DAY)
        assert story.of(PromiseBroken) == []
        story.pay(100_000, on=WEEK)
        assert (len(story.of(PromiseKept)), story.of(PromiseBroken)) == (1, [])

    def test_nor_does_a_part_of_it_for_all_of_it_may_have_come_in_time(self, story: Story) -> None:
        story.ask(promise())
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 2 * DAY).pay(30_000, on=WEEK + DAY)
        assert story.of(PromiseBroken) == []
        story.reconcile(WEEK + DAY)
        story.until(WEEK + 3 * DAY)
        assert [one.missing for one in story.of(PromiseBroken)] == [usd(70_000)]

    def test_money_that_bounces_lets_no_more_rest_than_was_promised(self) -> None:
        story = late(until=date(2026, 4, 14))
        cleared = story.clear(500)
        story.ask(MakePromise(amount=usd(100), due_on=WEEK + 10 * DAY, by="a.clerk", on=story.day))
        assert principal_now(story.running, story.day) == usd(99_900)
        story.restore(cleared)
        assert principal_now(story.running, story.day) == usd(99_900)


class TestPlans:
    def test_over_all_that_is_owed(self, story: Story) -> None:
        story.spec.when(plan((WEEK, 60_000), (date(2026, 5, 10), 40_000))).then(
            PlanAgreed(
                plan_no=1,
                instalments=(
                    PlannedInstalment(due_on=WEEK, amount=usd(60_000)),
                    PlannedInstalment(due_on=date(2026, 5, 10), amount=usd(40_000)),
                ),
                invoice_ids=("I-1",),
                charge_ids=(),
                owed=usd(100_000),
                agreed_by="the.boss",
                agreed_on=TODAY,
            ),
            ReviewScheduled(review_on=WEEK + DAY),
        ).then_asked_again_nothing()

    def test_no_longer_than_the_policy_allows(self, story: Story) -> None:
        far = plan((WEEK, 60_000), (date(2040, 1, 1), 40_000))
        story.spec.when(far).then_rejected(TooFarAhead, field="instalments.1.due_on")
        story.rules = policy(longest_plan_days=30)
        assert story.spec.when(plan((TODAY + 30 * DAY, 100_000))).facts
        story.spec.when(plan((TODAY + 31 * DAY, 100_000))).then_rejected(TooFarAhead, field="instalments.0.due_on")

    @pytest.mark.parametrize(
        "instalments",
        [(), ((WEEK, 99_999),), ((WEEK, 100_000), (WEEK + DAY, 0)), ((WEEK + DAY, 50_000), (WEEK, 50_000))],
    )
    def test_the_instalments_come_to_what_it_covers(self, story: Story, instalments: tuple[Any, ...]) -> None:
        story.spec.when(plan(*instalments)).then_rejected(PlanNotWhole, field="instalments")

    def test_an_invoice_that_falls_due_meanwhile_is_dunned(self, story: Story) -> None:
        story.ask(plan((date(2027, 3, 1), 100_000)))
        story.bill("I-2", 5_000_000, due=date(2026, 5, 1)).until(date(2026, 9, 1))
        assert [one.level for one in story.of(LevelRaised)] == [1, 2, 3]
        letters = [one for one in story.of(ReminderIssued) if one.level]
        assert {one.invoice_id for letter in letters for one in letter.instalments} == {"I-2"}
        assert story.running.plan is not None

    def test_over_named_invoices_only(self, story: Story) -> None:
        story.bill("I-2", 70_000, due=date(2026, 4, 2)).until(TODAY)
        agreed = story.ask(plan((date(2026, 6, 1), 70_000), invoice_ids=("I-2",)))[0]
        assert (agreed.invoice_ids, agreed.owed) == (("I-2",), usd(70_000))
        story.until(date(2026, 4, 7))
        assert story.of(LevelRaised)[0].invoice_ids == ("I-1",)

    def test_kept_when_nothing_is_left_of_it(self, story: Story) -> None:
        story.ask(plan((WEEK, 60_000), (date(2026, 5, 10), 40_000)))
        story.until(WEEK).pay(60_000)
        story.until(date(2026, 5, 10)).pay(40_000)
        assert (len(story.of(PlanKept)), story.of(PlanBroken)) == (1, [])

    def test_broken_by_an_instalment_that_is_paid_late_however_late_the_review_is(self, story: Story) -> None:
        story.ask(plan((WEEK, 60_000), (date(2026, 5, 10), 40_000)))
        story.until(WEEK).pay(10_000)
        story.day = date(2026, 4, 14)
        story.pay(90_000)
        (broken,) = story.of(PlanBroken)
        assert (broken.due_on, broken.missing) == (WEEK, usd(50_000))
        assert story.of(PlanKept) == []

    def test_an_instalment_rests_until_all_money_of_its_day_is_noted(self, story: Story) -> None:
        story.ask(plan((WEEK, 60_000), (date(2026, 5, 10), 40_000)))
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 2 * DAY)
        assert (story.of(PlanBroken), story.account.review_on) == ([], WEEK + 3 * DAY)
        story.pay(60_000, on=WEEK)
        story.reconcile(WEEK + DAY)
        story.until(WEEK + 4 * DAY)
        assert (story.of(PlanBroken), story.account.review_on) == ([], date(2026, 5, 11))

    def test_money_of_a_later_day_for_something_else_breaks_none_of_it(self, story: Story) -> None:
        story.bill("I-2", 5_000, due=date(2026, 6, 30))
        story.ask(plan((WEEK, 60_000), (date(2026, 5, 10), 40_000), invoice_ids=("I-1",)))
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 3 * DAY).pay(5_000, "I-2", on=WEEK + 2 * DAY)
        story.pay(60_000, on=WEEK)
        story.reconcile(WEEK + 3 * DAY)
        story.until(WEEK + 4 * DAY)
        assert (story.of(PlanBroken), story.running.plan is not None) == ([], True)

    def test_an_instalment_of_a_later_day_breaks_it_though_the_bank_is_not_reconciled(self, story: Story) -> None:
        story.ask(plan((WEEK, 60_000), (date(2026, 5, 10), 40_000)))
        story.reconcile(WEEK - DAY)
        story.until(WEEK + 2 * DAY).pay(60_000, on=WEEK + DAY)
        (broken,) = story.of(PlanBroken)
        assert (broken.due_on, broken.missing) == (WEEK, usd(60_000))

    def test_bears_interest_until_it_was_paid_where_that_was_too_late(self) -> None:
        story = late(until=date(2026, 4, 14))
        owed = story.account.principal(story.day) + story.account.charged
        story.ask(plan((date(2026, 5, 11), owed.minor), on=story.day))
        story.reconcile(date(2026, 5, 10))
        story.until(date(2026, 5, 20))
        story.clear()
        story.pay(100_000)
        (accrued,) = story.of(InterestAccrued)
        assert len(story.of(PlanBroken)) == 1
        assert [(one.from_day, one.until) for one in accrued.interest_on] == [(date(2026, 4, 13), date(2026, 5, 20))]

    def test_bears_no_interest_while_it_is_kept(self) -> None:
        story = late(until=date(2026, 4, 14))
        owed = story.account.principal(story.day) + story.account.charged
        story.ask(plan((date(2026, 5, 12), owed.minor), on=story.day))
        story.until(date(2026, 5, 12))
        story.clear()
        story.pay(100_000)
        assert (len(story.of(PlanKept)), story.account.charged) == (1, usd(0))


class TestTakingBack:
    def test_a_promise_and_it_is_dunned_again(self, story: Story) -> None:
        story.ask(promise())
        story.spec.when(TakeBackPromise(reason="misheard", by="a.clerk", on=TODAY)).then(
            PromiseTakenBack(promise_no=1, reason="misheard", taken_back_by="a.clerk", taken_back_on=TODAY),
            ReviewScheduled(review_on=date(2026, 4, 6)),
        )

    def test_a_plan_and_it_is_dunned_again(self, story: Story) -> None:
        story.ask(plan((date(2026, 5, 10), 100_000)))
        story.spec.when(TakeBackPlan(reason="they moved", by="the.boss", on=TODAY)).then(
            PlanTakenBack(plan_no=1, reason="they moved", taken_back_by="the.boss", taken_back_on=TODAY),
            ReviewScheduled(review_on=date(2026, 4, 6)),
        )

    def test_nothing_is_taken_back_that_is_not_there(self, story: Story) -> None:
        story.spec.when(TakeBackPromise(reason="x", by="a.clerk", on=TODAY)).then_rejected(NothingToTakeBack)
        story.spec.when(TakeBackPlan(reason="x", by="the.boss", on=TODAY)).then_rejected(NothingToTakeBack)


class TestBlocking:
    def block(self, until: date = WEEK, reason: str = "their bank is looking") -> BlockDunning:
        return BlockDunning(reason=reason, until=until, by="a.clerk", on=TODAY)

    def test_holds_all_of_the_case_until_its_day(self, story: Story) -> None:
        story.spec.when(self.block()).then(
            DunningBlocked(reason="their bank is looking", until=WEEK, blocked_by="a.clerk", blocked_on=TODAY),
            ReviewScheduled(review_on=WEEK + DAY),
        ).then_asked_again_nothing()

    def test_another_day_moves_it(self, story: Story) -> None:
        story.ask(self.block())
        assert story.spec.when(self.block(until=WEEK + DAY)).state_after().block.until == WEEK + DAY

    def test_ends_by_itself(self, story: Story) -> None:
        story.ask(self.block())
        story.until(WEEK + DAY)
        assert story.of(DunningUnblocked) == [DunningUnblocked(unblocked_by="", unblocked_on=WEEK + DAY)]

    def test_a_person_lifts_it(self, story: Story) -> None:
        story.ask(self.block())
        lift = UnblockDunning(by="a.clerk", on=TODAY)
        story.spec.when(lift).then(
            DunningUnblocked(unblocked_by="a.clerk", unblocked_on=TODAY),
            ReviewScheduled(review_on=date(2026, 4, 6)),
        ).then_asked_again_nothing()

    def test_for_a_year_at_most(self, story: Story) -> None:
        story.spec.when(self.block(until=TODAY + 366 * DAY)).then_rejected(TooFarAhead, field="until")
        story.spec.when(self.block(until=TODAY)).then_rejected(DayHasPassed, field="until")
