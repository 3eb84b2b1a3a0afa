"""The life of a case from its assignment to its end, and back.

These cases were opened before care promised anything of cases: `test_promises.py` is about the clocks of the others.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.service_level.state import STANDARD
from services.care.service_level.waiting import NO_WAITING, patience
from services.care.support_case.assigning import AssignCase, CaseIsOver, EscalateCase, PrioritiseCase
from services.care.support_case.decider import CLOSE, SUPPORT_CASE, deadlines
from services.care.support_case.events import (
    About,
    CaseAbsorbed,
    CaseAssigned,
    CaseBegun,
    CaseClosed,
    CaseEscalated,
    CaseMerged,
    CaseOpened,
    CasePrioritised,
    CaseReopened,
    CaseResolved,
    CaseResumed,
    CustomerAwaited,
    MarkedAsSpam,
    NoteAdded,
    NoteKind,
)
from services.care.support_case.merging import (
    AbsorbCase,
    MarkAsSpam,
    MergeCase,
    MergedIntoItself,
    TargetIsOver,
)
from services.care.support_case.noting import MOST_NOTES, WROTE_AGAIN, AddNote, TooManyNotes
from services.care.support_case.opening import CaseUnknown, OtherCustomer
from services.care.support_case.resolving import (
    CLOSE_AFTER,
    REOPEN_WITHIN,
    CloseCase,
    NotResolved,
    ReopenCase,
    ResolveCase,
    TooLateToReopen,
)
from services.care.support_case.state import Assigned, InProgress, New, WaitingCustomer, agent_of
from services.care.support_case.working import (
    AwaitCustomer,
    BeginCase,
    NobodyHasIt,
    NotWaiting,
    ResumeCase,
)
from shared.kernel.decider import Deadline, DeadlinePassed, NoDeadline
from shared.testing.specification import Specification, spec_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPENED = CaseOpened(
    customer_id="C1",
    subject="It leaks",
    description="",
    priority=Priority.NORMAL,
    about=About(),
    follows=None,
    promised=None,
    opened_by="lan",
    opened_at=MONDAY,
)
ASSIGNED = CaseAssigned(agent="minh", assigned_by="lan", assigned_at=MONDAY)
BEGUN = CaseBegun(begun_by="minh", begun_at=MONDAY)
REMIND_AT, UNANSWERED_AT = patience(STANDARD, STANDARD.calendar, MONDAY)
AWAITED = CustomerAwaited(
    question="Which serial number?",
    clocks=None,
    awaited_by="minh",
    awaited_since=MONDAY,
    remind_at=REMIND_AT,
    unanswered_at=UNANSWERED_AT,
)
RESUMED = CaseResumed(clocks=None, resumed_by="minh", resumed_at=MONDAY)
RESOLVED = CaseResolved(resolution="seal replaced", clocks=None, resolved_by="minh", resolved_at=MONDAY)
CLOSED = CaseClosed(closed_by="minh", closed_at=MONDAY)
MERGED = CaseMerged(into="K2", customer_id="C1", merged_by="minh", merged_at=MONDAY)
SPAM = MarkedAsSpam(reason="an advertisement", marked_by="minh", marked_at=MONDAY)

unopened = spec_of(SUPPORT_CASE).beside(SERVICE_LEVEL, THE_SERVICE_LEVEL)
new = unopened.given(OPENED)
assigned = new.given(ASSIGNED)
in_progress = assigned.given(BEGUN)
waiting = in_progress.given(AWAITED)
resolved = in_progress.given(RESOLVED)
closed = resolved.given(CLOSED)
merged = in_progress.given(MERGED)
spam = new.given(SPAM)
OPEN = (new, assigned, in_progress, waiting)
OVER = (resolved, closed, merged, spam)
Case = Specification[Any]

ASSIGN = AssignCase(agent="minh", by="lan", at=MONDAY)
PRIORITISE = PrioritiseCase(priority=Priority.URGENT, reason="their line stands still", by="lan", at=MONDAY)
ESCALATE = EscalateCase(reason="third leak", by="lan", at=MONDAY)
BEGIN = BeginCase(by="minh", at=MONDAY)
AWAIT = AwaitCustomer(question="Which serial number?", by="minh", at=MONDAY)
RESUME = ResumeCase(by="minh", at=MONDAY)
RESOLVE = ResolveCase(resolution="seal replaced", by="minh", at=MONDAY)
CLOSE_IT = CloseCase(by="minh", at=MONDAY)
MERGE = MergeCase(case_id="K1", into="K2", by="minh", at=MONDAY)
MARK = MarkAsSpam(reason="an advertisement", by="minh", at=MONDAY)


def reopen(after: timedelta = timedelta()) -> ReopenCase:
    return ReopenCase(reason="leaks again", by="lan", at=MONDAY + after)


def note(kind: NoteKind, after: timedelta = timedelta(), note_id: str = "N1") -> AddNote:
    return AddNote(note_id=note_id, kind=kind, text="hello", by="minh", at=MONDAY + after)


def noted(kind: NoteKind, after: timedelta = timedelta(), note_id: str = "N1") -> NoteAdded:
    return NoteAdded(note_id=note_id, kind=kind, text="hello", author="minh", added_at=MONDAY + after)


@pytest.mark.parametrize(
    "command",
    [
        ASSIGN,
        PRIORITISE,
        ESCALATE,
        BEGIN,
        AWAIT,
        RESUME,
        RESOLVE,
        CLOSE_IT,
        reopen(),
        MERGE,
        MARK,
        note(NoteKind.INTERNAL),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_done_about_a_case_that_nobody_opened(command: Any) -> None:
    unopened.when(command).then_rejected(CaseUnknown)


@pytest.mark.parametrize(
    "command",
    [ASSIGN, PRIORITISE, ESCALATE, BEGIN, AWAIT, RESUME],
    ids=lambda command: type(command).__name__,
)
@pytest.mark.parametrize("case", OVER, ids=["resolved", "closed", "merged", "spam"])
def test_nobody_works_on_a_case_that_is_over(case: Case, command: Any) -> None:
    case.when(command).then_rejected(CaseIsOver)


class TestAssigning:
    def test_a_new_case_is_handed_to_an_agent_once(self) -> None:
        state = new.when(ASSIGN).then(ASSIGNED).then_asked_again_nothing().state_after()
        assert isinstance(state, Assigned)
        assert agent_of(state) == "minh"

    def test_a_case_can_be_handed_on(self) -> None:
        other = AssignCase(agent="hoa", by="lan", at=MONDAY)
        handed_on = CaseAssigned(agent="hoa", assigned_by="lan", assigned_at=MONDAY)
        assert isinstance(in_progress.when(other).then(handed_on).state_after(), Assigned)
        still_waiting = waiting.when(other).then(handed_on).state_after()
        assert isinstance(still_waiting, WaitingCustomer)
        assert still_waiting.agent == "hoa"

    def test_its_priority_is_put_right_once(self) -> None:
        prioritised = CasePrioritised(
            priority=Priority.URGENT, reason="their line stands still", clocks=None, prioritised_by="lan"
        )
        new.when(PRIORITISE).then(prioritised).then_asked_again_nothing()

    def test_it_is_escalated_once_per_person_and_reason(self) -> None:
        escalated = CaseEscalated(reason="third leak", escalated_by="lan", escalated_at=MONDAY)
        new.when(ESCALATE).then(escalated).then_asked_again_nothing()
        by_another = EscalateCase(reason="third leak", by="hoa", at=MONDAY)
        assert len(new.given(escalated).when(by_another).facts) == 1


class TestWorking:
    def test_an_assigned_case_is_begun_once(self) -> None:
        assigned.when(BEGIN).then(BEGUN).then_asked_again_nothing()
        waiting.when(BEGIN).then_nothing()

    @pytest.mark.parametrize("command", [BEGIN, AWAIT, RESOLVE], ids=lambda command: type(command).__name__)
    def test_a_case_that_nobody_has_is_assigned_first(self, command: Any) -> None:
        new.when(command).then_rejected(NobodyHasIt)

    def test_whoever_asks_back_or_resolves_has_begun(self) -> None:
        assigned.when(AWAIT).then(BEGUN, AWAITED).then_asked_again_nothing()
        assigned.when(RESOLVE).then(BEGUN, RESOLVED).then_asked_again_nothing()

    def test_another_question_is_another_wait(self) -> None:
        other = AwaitCustomer(question="Since when?", by="minh", at=MONDAY)
        waiting.when(other).then(replace(AWAITED, question="Since when?"))

    def test_waiting_is_resumed_once(self) -> None:
        waiting.when(RESUME).then(RESUMED).then_asked_again_nothing()

    def test_there_is_nothing_to_resume_before_the_work_began(self) -> None:
        new.when(RESUME).then_rejected(NotWaiting)
        assigned.when(RESUME).then_rejected(NotWaiting)


class TestNoting:
    @pytest.mark.parametrize("case", [*OPEN, resolved, closed])
    def test_an_internal_note_moves_nothing(self, case: Case) -> None:
        case.when(note(NoteKind.INTERNAL)).then(noted(NoteKind.INTERNAL)).then_asked_again_nothing()

    def test_answering_the_customer_begins_the_work(self) -> None:
        assigned.when(note(NoteKind.TO_CUSTOMER)).then(noted(NoteKind.TO_CUSTOMER), BEGUN).then_asked_again_nothing()
        for case in (new, in_progress, waiting, resolved):
            case.when(note(NoteKind.TO_CUSTOMER)).then(noted(NoteKind.TO_CUSTOMER))

    def test_the_customers_word_ends_the_waiting(self) -> None:
        heard = noted(NoteKind.FROM_CUSTOMER)
        waiting.when(note(NoteKind.FROM_CUSTOMER)).then(heard, RESUMED).then_asked_again_nothing()
        for case in (new, assigned, in_progress):
            case.when(note(NoteKind.FROM_CUSTOMER)).then(heard)

    def test_the_customers_word_reopens_what_we_thought_was_done(self) -> None:
        heard = noted(NoteKind.FROM_CUSTOMER, REOPEN_WITHIN)
        reopened = CaseReopened(reason=WROTE_AGAIN, clocks=None, reopened_by="minh", reopened_at=MONDAY + REOPEN_WITHIN)
        for case in (resolved, closed):
            case.when(note(NoteKind.FROM_CUSTOMER, REOPEN_WITHIN)).then(heard, reopened).then_asked_again_nothing()

    def test_unless_it_comes_too_late(self) -> None:
        late = note(NoteKind.FROM_CUSTOMER, REOPEN_WITHIN + timedelta(seconds=1))
        closed.when(late).then_rejected(TooLateToReopen)

    def test_nothing_is_written_into_a_merged_case_or_spam(self) -> None:
        merged.when(note(NoteKind.INTERNAL)).then_rejected(CaseIsOver)
        spam.when(note(NoteKind.INTERNAL)).then_rejected(CaseIsOver)

    def test_a_case_stays_readable(self) -> None:
        full = new.given(*(noted(NoteKind.INTERNAL, note_id=f"N{number}") for number in range(MOST_NOTES)))
        full.when(note(NoteKind.INTERNAL, note_id="one more")).then_rejected(TooManyNotes)


class TestResolvingAndClosing:
    @pytest.mark.parametrize("case", [in_progress, waiting])
    def test_a_case_is_resolved_once(self, case: Case) -> None:
        case.when(RESOLVE).then(RESOLVED).then_asked_again_nothing()

    def test_a_resolved_case_is_not_resolved_otherwise(self) -> None:
        other = ResolveCase(resolution="explained", by="minh", at=MONDAY)
        for case in OVER:
            case.when(other).then_rejected(CaseIsOver)

    def test_a_resolved_case_is_closed_once(self) -> None:
        resolved.when(CLOSE_IT).then(CLOSED).then_asked_again_nothing()

    @pytest.mark.parametrize("case", OPEN)
    def test_what_is_not_resolved_is_not_closed(self, case: Case) -> None:
        case.when(CLOSE_IT).then_rejected(NotResolved)

    def test_there_is_nothing_to_close_in_a_merged_case_or_spam(self) -> None:
        merged.when(CLOSE_IT).then_rejected(CaseIsOver)
        spam.when(CLOSE_IT).then_rejected(CaseIsOver)

    def test_without_an_objection_it_closes_by_itself(self) -> None:
        due = MONDAY + CLOSE_AFTER
        assert list(deadlines(RESOLVED, resolved.state)) == [*NO_WAITING, Deadline(CLOSE, due)]
        passed = DeadlinePassed(stream=SUPPORT_CASE.stream("K1"), name=CLOSE, due=due, now=due)
        resolved.when(SUPPORT_CASE.on_deadline[CLOSE](passed)).then(CaseClosed(closed_by=None, closed_at=due))

    def test_closing_and_reopening_end_that_wait(self) -> None:
        reopened = CaseReopened(reason="leaks again", clocks=None, reopened_by="lan", reopened_at=MONDAY)
        for fact in (CLOSED, reopened):
            assert list(deadlines(fact, resolved.state)) == [NoDeadline(CLOSE)]
        assert list(deadlines(BEGUN, in_progress.state)) == []


class TestReopening:
    @pytest.mark.parametrize("case", [resolved, closed])
    def test_within_fourteen_days_of_its_resolution(self, case: Case) -> None:
        reopened = CaseReopened(
            reason="leaks again", clocks=None, reopened_by="lan", reopened_at=MONDAY + REOPEN_WITHIN
        )
        state = case.when(reopen(REOPEN_WITHIN)).then(reopened).then_asked_again_nothing().state_after()
        assert isinstance(state, InProgress)
        assert state.agent == "minh"
        case.when(reopen(REOPEN_WITHIN + timedelta(seconds=1))).then_rejected(TooLateToReopen)

    def test_spam_can_come_back_at_any_time_to_whoever_had_it(self) -> None:
        assert isinstance(spam.when(reopen(timedelta(days=90))).state_after(), New)
        back_with_its_agent = in_progress.given(SPAM).when(reopen()).state_after()
        assert isinstance(back_with_its_agent, Assigned)
        assert back_with_its_agent.agent == "minh"

    @pytest.mark.parametrize("case", OPEN)
    def test_an_open_case_stays_as_it_is(self, case: Case) -> None:
        case.when(reopen()).then_nothing()

    def test_a_merged_case_goes_on_elsewhere(self) -> None:
        merged.when(reopen()).then_rejected(CaseIsOver)


class TestMerging:
    @pytest.mark.parametrize("case", OPEN)
    def test_an_open_case_is_merged_once(self, case: Case) -> None:
        case.when(MERGE).then(MERGED).then_asked_again_nothing()

    def test_not_into_itself(self) -> None:
        itself = MergeCase(case_id="K1", into="K1", by="minh", at=MONDAY)
        new.when(itself).then_rejected(MergedIntoItself, field="into")

    def test_a_case_that_is_over_is_not_merged(self) -> None:
        for case in (resolved, closed, spam):
            case.when(MERGE).then_rejected(CaseIsOver)
        elsewhere = MergeCase(case_id="K1", into="K3", by="minh", at=MONDAY)
        merged.when(elsewhere).then_rejected(CaseIsOver)

    @pytest.mark.parametrize("case", OPEN)
    def test_an_open_case_absorbs_another_once(self, case: Case) -> None:
        absorb = AbsorbCase(case_id="K1", customer_id="C1")
        case.when(absorb).then(CaseAbsorbed(case_id="K1")).then_asked_again_nothing()

    def test_only_of_the_same_customer_and_only_while_open(self) -> None:
        new.when(AbsorbCase(case_id="K1", customer_id="C2")).then_rejected(OtherCustomer, field="into")
        unopened.when(AbsorbCase(case_id="K1", customer_id="C1")).then_rejected(CaseUnknown, field="into")
        for case in OVER:
            case.when(AbsorbCase(case_id="K1", customer_id="C1")).then_rejected(TargetIsOver, field="into")


class TestSpam:
    @pytest.mark.parametrize("case", OPEN)
    def test_an_open_case_is_marked_once(self, case: Case) -> None:
        case.when(MARK).then(SPAM).then_asked_again_nothing()

    def test_what_was_worked_through_is_not_spam(self) -> None:
        for case in (resolved, closed, merged):
            case.when(MARK).then_rejected(CaseIsOver)
