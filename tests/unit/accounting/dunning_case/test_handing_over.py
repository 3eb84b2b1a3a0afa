"""A case that a lawyer or a collection agency collects: we write no more, and what is owed goes on living."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.accounting.dunning_case.charging import ApproveWaiver, ProposeWaiver
from services.accounting.dunning_case.events import (
    CaseOpened,
    CaseResolved,
    ChargeClaimed,
    LetterLeft,
    LevelRaised,
    ReminderIssued,
)
from services.accounting.dunning_case.events_of_endings import CaseRecalled, HandedOver, WriteOffProposed
from services.accounting.dunning_case.handing_over import (
    DunningIsBlocked,
    FinalLetterHasNotLeft,
    FinalLevelNotReached,
    HandOverCase,
    NoteLetterLeft,
    NotHandedOver,
    NothingToCollect,
    RecallCase,
)
from services.accounting.dunning_case.parts import CHARGES, NO_LEVEL, PlannedInstalment
from services.accounting.dunning_case.pausing import (
    AgreePlan,
    BlockDunning,
    CaseIsHandedOver,
    CaseIsResolved,
    MakePromise,
    PausedAlready,
    TakeBackPlan,
    TakeBackPromise,
)
from services.accounting.dunning_case.reviewing import CaseUnknown, ReviewCase
from services.accounting.dunning_case.writing_off import ProposeWriteOff, RefuseWriteOff, WriteOffPending
from services.accounting.payment.events import PaymentReceived
from tests.unit.accounting.dunning_case.story import DAY, LEVELS, Story, late, level, policy
from tests.unit.accounting.examples import usd

TODAY = date(2026, 4, 21)
"""The final notice went out on this day: 20 days late."""
OWED = usd(106_400)
HAND_OVER = HandOverCase(
    to="legal", name="Hall & Partners", reference="118/26", reason="no answer", by="a.clerk", on=TODAY
)
RECALL = RecallCase(reason="they called", by="a.clerk", on=TODAY)
BLOCK = BlockDunning(reason="their bank is looking", until=TODAY + 7 * DAY, by="a.clerk", on=TODAY)
PROMISE = MakePromise(amount=None, due_on=TODAY + 7 * DAY, by="a.clerk", on=TODAY)
PLAN = AgreePlan(instalments=(PlannedInstalment(due_on=TODAY + 30 * DAY, amount=OWED),), by="the.boss", on=TODAY)
GIVE_UP = ProposeWriteOff(invoice_ids=(), with_charges=True, reason="insolvent", by="a.clerk", on=TODAY)


@pytest.fixture
def story() -> Story:
    return late(until=TODAY)


def written(story: Story) -> int:
    return len(story.of(ReminderIssued))


class TestHandingOver:
    def test_names_who_collects_and_what_they_were_given(self, story: Story) -> None:
        story.spec.when(HAND_OVER).then(
            HandedOver(
                hand_over_no=1,
                case_no=1,
                level=3,
                to="legal",
                name="Hall & Partners",
                reference="118/26",
                reason="no answer",
                principal=usd(100_000),
                charges=usd(6400),
                invoice_ids=("I-1",),
                handed_over_by="a.clerk",
                handed_over_on=TODAY,
                charge_ids=("1.2.fee", "1.2.interest", "1.3.fee", "1.3.interest"),
            )
        ).then_asked_again_nothing()

    def test_only_after_the_final_level(self) -> None:
        late(until=date(2026, 4, 3)).spec.when(HAND_OVER).then_rejected(FinalLevelNotReached)
        late(until=date(2026, 4, 20)).spec.when(HAND_OVER).then_rejected(FinalLevelNotReached)

    def test_not_while_the_letter_of_the_final_level_lies_here(self) -> None:
        story = late(until=date(2026, 4, 20))
        story.letters_leave = False
        story.until(TODAY)
        story.spec.when(HAND_OVER).then_rejected(FinalLetterHasNotLeft)
        note = NoteLetterLeft(reminder_no=4, on=TODAY)
        story.spec.when(note).then(LetterLeft(reminder_no=4, left_on=TODAY)).then_asked_again_nothing()
        story.ask(note)
        assert story.ask(HAND_OVER)[0].without_letter_because == ""

    def test_without_it_for_a_reason_which_is_kept_only_where_it_was_needed(self, story: Story) -> None:
        served = replace(HAND_OVER, without_letter_because="served by a bailiff")
        waiting = late(until=date(2026, 4, 20))
        waiting.letters_leave = False
        waiting.until(TODAY)
        assert waiting.ask(served)[0].without_letter_because == "served by a bailiff"
        assert story.ask(served)[0].without_letter_because == ""

    def test_only_letters_of_levels_are_noted(self, story: Story) -> None:
        story.spec.when(NoteLetterLeft(reminder_no=1, on=TODAY)).then_nothing()  # before it was due
        story.spec.when(NoteLetterLeft(reminder_no=9, on=TODAY)).then_nothing()
        Story().spec.when(NoteLetterLeft(reminder_no=1, on=TODAY)).then_nothing()

    def test_of_a_debtor_who_is_late(self, story: Story) -> None:
        Story().spec.when(HAND_OVER).then_rejected(CaseUnknown)
        story.clear()
        story.pay(100_000)
        story.spec.when(HAND_OVER).then_rejected(CaseIsResolved)

    def test_the_level_is_final_where_the_policy_has_none_after_it(self) -> None:
        story = late(until=date(2026, 4, 14))
        story.rules = policy(levels=LEVELS[:2])
        story.ask(ReviewCase(on=story.day))
        assert story.running.left_because == NO_LEVEL
        (handed, *_) = story.ask(replace(HAND_OVER, on=story.day))
        assert (handed.level, story.running.left_because) == (2, "")

    def test_the_letter_that_said_it_was_the_last_counts_whatever_the_policy_says_now(self, story: Story) -> None:
        story.rules = policy(levels=(*LEVELS, level("One more", 40, gap=5)))
        assert isinstance(story.ask(HAND_OVER)[0], HandedOver)

    def test_a_newer_invoice_that_has_not_got_the_final_letter_itself_stays_ours(self) -> None:
        story = late(until=date(2026, 4, 6)).bill("I-2", 50_000, due=date(2026, 4, 8)).until(TODAY)
        letter = story.of(ReminderIssued)[-1]
        assert [(one.invoice_id, one.level) for one in letter.instalments] == [("I-1", 3), ("I-2", 2)]
        (handed, *_) = story.ask(HAND_OVER)
        assert (handed.invoice_ids, handed.principal) == (("I-1",), usd(100_000))
        assert story.account.review_on == date(2026, 4, 28)

    def test_to_one_at_a_time(self, story: Story) -> None:
        story.ask(HAND_OVER)
        story.spec.when(replace(HAND_OVER, to="agency", name="Collect Ltd")).then_rejected(CaseIsHandedOver)
        story.spec.when(replace(HAND_OVER, reference="119/26")).then_rejected(CaseIsHandedOver)

    def test_not_while_the_debtor_is_to_be_left_in_peace(self, story: Story) -> None:
        for pause, refusal in ((PROMISE, PausedAlready), (PLAN, PausedAlready), (BLOCK, DunningIsBlocked)):
            paused = late(until=TODAY)
            paused.ask(pause)
            paused.spec.when(HAND_OVER).then_rejected(refusal)
        story.ask(PROMISE)
        story.ask(TakeBackPromise(reason="misheard", by="a.clerk", on=TODAY))
        story.ask(PLAN)
        story.ask(TakeBackPlan(reason="they moved", by="the.boss", on=TODAY))
        assert isinstance(story.ask(HAND_OVER)[0], HandedOver)

    def test_not_while_it_may_be_given_up(self, story: Story) -> None:
        story.ask(GIVE_UP)
        story.spec.when(HAND_OVER).then_rejected(WriteOffPending)
        story.ask(RefuseWriteOff(reason="try a lawyer", by="the.boss", on=TODAY))
        assert isinstance(story.ask(HAND_OVER)[0], HandedOver)

    def test_not_what_is_in_dispute_or_covered_by_money_on_account(self, story: Story) -> None:
        story.clear()
        story.dispute(40_000)
        (handed, *_) = story.ask(HAND_OVER)
        assert (handed.principal, handed.charges) == (usd(60_000), usd(0))
        story.ask(RECALL)
        story.agree()
        story.dispute(100_000)
        story.spec.when(HAND_OVER).then_rejected(NothingToCollect)
        covered = late(until=TODAY)
        received = PaymentReceived(
            amount=OWED,
            reference="",
            bank_reference="B-1",
            customer_id="ACME",
            received_on=TODAY,
            payer="",
            allocations=(),
            recorded_by="a.clerk",
        )
        covered.hold("P-9", received)
        covered.spec.when(HAND_OVER).then_rejected(NothingToCollect)


class TestWhileTheyHaveIt:
    @pytest.fixture
    def handed(self, story: Story) -> Story:
        story.ask(HAND_OVER)
        return story

    def test_nobody_is_dunned_by_two(self, handed: Story) -> None:
        letters, levels, claims = written(handed), len(handed.of(LevelRaised)), len(handed.of(ChargeClaimed))
        handed.rules = policy(levels=(*LEVELS, level("One more", 40, gap=5, fee=9000)))
        handed.until(date(2026, 9, 1))
        handed.ask(ReviewCase(on=handed.day))
        assert (written(handed), len(handed.of(LevelRaised)), len(handed.of(ChargeClaimed))) == (
            letters,
            levels,
            claims,
        )
        assert handed.account.review_on is None

    def test_what_they_were_not_given_is_dunned_by_us_from_its_first_level(self, handed: Story) -> None:
        letters = written(handed)
        handed.bill("I-2", 50_000, due=date(2026, 5, 1)).until(date(2026, 5, 21))
        ours = handed.of(ReminderIssued)[letters:]
        assert [(one.level, one.issued_on) for one in ours] == [
            (0, date(2026, 4, 28)),
            (1, date(2026, 5, 6)),
            (2, date(2026, 5, 13)),
            (3, date(2026, 5, 21)),
        ]
        assert {one.invoice_id for letter in ours for one in letter.instalments} == {"I-2"}
        assert {one.charge_id for letter in ours for one in letter.charges} == {"1.2.interest.5", "1.3.interest.6"}
        assert len(handed.of(LevelRaised)) == 3  # the case had come that far

    def test_which_follows_once_it_has_got_its_own_final_letter(self, handed: Story) -> None:
        handed.bill("I-2", 50_000, due=date(2026, 5, 1)).until(date(2026, 5, 20))
        again = replace(HAND_OVER, on=handed.day)
        handed.spec.when(again).then_nothing()
        handed.until(date(2026, 5, 21))
        handed.spec.when(replace(again, name="Collect Ltd")).then_rejected(CaseIsHandedOver)
        (more, *_) = handed.ask(replace(again, on=handed.day))
        assert (more.hand_over_no, more.invoice_ids, more.principal) == (2, ("I-2",), usd(50_000))
        theirs = handed.running.hand_over
        assert theirs is not None
        assert (theirs.invoice_ids, theirs.principal) == (("I-1", "I-2"), usd(150_000))
        handed.ask(replace(RECALL, on=handed.day))
        assert handed.running.hand_over is None

    def test_a_promise_is_of_what_is_ours(self, handed: Story) -> None:
        handed.bill("I-2", 50_000, due=date(2026, 5, 1)).until(date(2026, 5, 6))
        ours = replace(PROMISE, on=handed.day, due_on=handed.day + 7 * DAY)
        handed.spec.when(replace(ours, invoice_ids=("I-1",))).then_rejected(CaseIsHandedOver)
        assert handed.ask(ours)[0].invoice_ids == ("I-2",)

    def test_charges_alone_are_not_written_about_either(self, handed: Story) -> None:
        letters = written(handed)
        handed.pay(100_000)
        handed.until(date(2026, 9, 1))
        assert (written(handed), handed.running.left_because) == (letters, "")

    @pytest.mark.parametrize("request_", [PROMISE, PLAN, BLOCK])
    def test_what_the_debtor_agrees_on_is_agreed_with_them(self, handed: Story, request_: Any) -> None:
        handed.spec.when(request_).then_rejected(CaseIsHandedOver)

    def test_interest_runs_until_the_day_of_the_money_and_all_of_it_settles_the_case(self, handed: Story) -> None:
        handed.until(TODAY + 10 * DAY)
        handed.pay(100_000)
        last = handed.of(ChargeClaimed)[-1]
        assert (last.kind, last.amount) == ("interest", usd(200))  # ten days of 20
        assert handed.of(CaseResolved) == []
        handed.ask(ProposeWaiver(charge_id="1.3.fee", reason="they paid", by="a.clerk", on=handed.day))
        handed.ask(ApproveWaiver(charge_id="1.3.fee", by="the.boss", on=handed.day))
        assert handed.of(CaseResolved) == []
        handed.clear()
        assert len(handed.of(CaseResolved)) == 1

    def test_it_ends_with_the_case(self, handed: Story) -> None:
        name = handed.pay(100_000)
        handed.clear()
        handed.spec.when(RECALL).then_rejected(CaseIsResolved)
        handed.bounce(name)
        assert (len(handed.of(CaseOpened)), handed.running.hand_over) == (2, None)

    def test_it_may_be_given_up_from_there(self, handed: Story) -> None:
        (proposed,) = handed.ask(GIVE_UP)
        assert isinstance(proposed, WriteOffProposed)
        handed.ask(RefuseWriteOff(reason="they found money", by="the.boss", on=TODAY))
        assert handed.running.hand_over is not None
        handed.write_off()
        assert len(handed.of(CaseResolved)) == 1


class TestRecalling:
    def test_it_is_ours_again(self, story: Story) -> None:
        story.ask(HAND_OVER)
        story.spec.when(RECALL).then(
            CaseRecalled(
                hand_over_no=1,
                case_no=1,
                to="legal",
                name="Hall & Partners",
                reason="they called",
                recalled_by="a.clerk",
                recalled_on=TODAY,
            )
        )

    def test_only_what_somebody_has(self, story: Story) -> None:
        story.spec.when(RECALL).then_rejected(NotHandedOver)
        story.ask(HAND_OVER)
        story.ask(RECALL)
        story.spec.when(RECALL).then_rejected(NotHandedOver)

    def test_then_another_may_have_it(self, story: Story) -> None:
        story.ask(HAND_OVER)
        story.ask(RECALL)
        (handed, *_) = story.ask(replace(HAND_OVER, to="agency", name="Collect Ltd"))
        theirs = story.running.hand_over
        assert theirs is not None
        assert (handed.hand_over_no, theirs.to) == (2, "agency")

    def test_dunning_goes_on_from_where_it_was(self, story: Story) -> None:
        """The level stays; a policy that has got one more goes on to that, and what came meanwhile is reminded of."""
        story.ask(HAND_OVER)
        story.rules = policy(levels=(*LEVELS, level("One more", 40, gap=5)))
        story.until(date(2026, 6, 1))
        letters = written(story)
        story.ask(replace(RECALL, on=story.day))
        story.review_if_due()
        assert ([one.level for one in story.of(LevelRaised)], written(story)) == ([1, 2, 3, 4], letters + 1)

    def test_charges_that_are_left_are_written_about_again_and_left_to_a_person(self, story: Story) -> None:
        story.ask(HAND_OVER)
        story.pay(100_000)
        story.until(date(2026, 6, 1))
        letters = written(story)
        story.ask(replace(RECALL, on=story.day))
        story.review_if_due()
        story.until(story.day + timedelta(days=60))
        assert (written(story), story.running.left_because) == (letters + 2, CHARGES)
