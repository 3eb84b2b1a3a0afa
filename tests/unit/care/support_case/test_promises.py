"""What care promised about a support case: two clocks in working time, stopped, moved, warned of, kept and broken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.care.service_level.deadlines import NoteClockNears, NoteClockRanOut
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.events import ServiceLevelSet
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Clocks, Promise
from services.care.service_level.state import STANDARD
from services.care.support_case.assigning import AssignCase, PrioritiseCase
from services.care.support_case.decider import CLOSE, SUPPORT_CASE, deadlines
from services.care.support_case.events import (
    About,
    CaseAnswered,
    CaseBegun,
    CaseEscalated,
    CaseResolved,
    NoteAdded,
    NoteKind,
    PromiseBroken,
    PromiseNeared,
)
from services.care.support_case.merging import MarkAsSpam, MergeCase
from services.care.support_case.noting import AddNote
from services.care.support_case.opening import OpenCase
from services.care.support_case.resolving import CloseCase, ReopenCase, ResolveCase
from services.care.support_case.state import Assigned, InProgress, WaitingCustomer
from services.care.support_case.working import AwaitCustomer, ResumeCase
from shared.kernel.decider import Deadline, NoDeadline
from shared.testing.specification import Specification, spec_of

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Nine o'clock in Vietnam; the office closes eight hours later, at 10:00 UTC, and opens at 01:00 UTC."""
HOUR = timedelta(hours=1)
OPEN = OpenCase(
    customer_id="C1",
    subject="It leaks",
    description="",
    priority=Priority.HIGH,
    about=About(),
    follows=None,
    by="lan",
    at=MONDAY,
)
"""Answered within four working hours, resolved within eighteen: on Wednesday at 02:00 UTC."""
WEDNESDAY = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
ASSIGN = AssignCase(agent="minh", by="lan", at=MONDAY)
AWAIT = AwaitCustomer(question="Which serial number?", by="minh", at=MONDAY + HOUR)
RESUME = ResumeCase(by="minh", at=MONDAY + 5 * HOUR)
RESOLVE = ResolveCase(resolution="seal replaced", by="minh", at=MONDAY + 3 * HOUR)
SPAM = MarkAsSpam(reason="an advertisement", by="minh", at=MONDAY + 2 * HOUR)
LATER = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
"""After the first response was due."""
HALF = NoteClockNears(promise=Promise.FIRST_RESPONSE, at=MONDAY + 2 * HOUR)
RAN_OUT = NoteClockRanOut(promise=Promise.FIRST_RESPONSE, due=MONDAY + 4 * HOUR, at=MONDAY + 4 * HOUR)
RESOLUTION_RAN_OUT = NoteClockRanOut(promise=Promise.RESOLUTION, due=WEDNESDAY, at=WEDNESDAY)


def told(at: datetime = MONDAY + HOUR, kind: NoteKind = NoteKind.TO_CUSTOMER) -> AddNote:
    return AddNote(note_id=f"N {kind} {at}", kind=kind, text="hello", by="minh", at=at)


def prioritise(priority: Priority, at: datetime = MONDAY + HOUR) -> PrioritiseCase:
    return PrioritiseCase(priority=priority, reason="as it turns out", by="lan", at=at)


def unopened(*service_level: Any) -> Specification[Any]:
    return spec_of(SUPPORT_CASE).beside(SERVICE_LEVEL, THE_SERVICE_LEVEL, *service_level)


def after(*commands: Any) -> Specification[Any]:
    """The case after these commands."""
    specification = unopened()
    for command in commands:
        specification = specification.given(*specification.when(command).facts)
    return specification


def clocks_of(case: Any) -> Clocks:
    promised = case.file.promised
    assert promised is not None
    clocks: Clocks = promised.clocks
    return clocks


class TestOpening:
    def test_the_clocks_of_its_priority_run(self) -> None:
        clocks = clocks_of(unopened().when(OPEN).then_asked_again_nothing().state_after())
        assert (clocks.first_response.due, clocks.resolution.due) == (MONDAY + 4 * HOUR, WEDNESDAY)

    def test_it_keeps_what_the_service_level_promised_on_that_day(self) -> None:
        hasty = tuple(replace(one, first_response_minutes=30) for one in STANDARD.targets)
        ours = ServiceLevelSet(calendar=STANDARD.calendar, targets=hasty, reason="season", set_by="boss")
        case = unopened(ours).when(OPEN).state_after()
        assert clocks_of(case).first_response.due == MONDAY + HOUR / 2
        assert case.file.promised.targets == hasty


class TestFirstResponse:
    def test_the_first_word_to_the_customer_is_our_response_whoever_has_the_case(self) -> None:
        for case, begun in ((after(OPEN), []), (after(OPEN, ASSIGN), [CaseBegun])):
            decided = case.when(told()).then_asked_again_nothing()
            assert [type(fact) for fact in decided.facts] == [NoteAdded, *begun, CaseAnswered]
            assert clocks_of(decided.state_after()).first_response.met_at == MONDAY + HOUR

    def test_only_the_first_one_is(self) -> None:
        again = after(OPEN, ASSIGN, told()).when(told(MONDAY + 2 * HOUR))
        assert [type(fact) for fact in again.facts] == [NoteAdded]

    def test_neither_a_note_among_ourselves_nor_the_customers_word_is(self) -> None:
        for kind in (NoteKind.INTERNAL, NoteKind.FROM_CUSTOMER):
            assert clocks_of(after(OPEN, ASSIGN, told(kind=kind)).state).first_response.is_running

    def test_to_ask_or_to_resolve_is_to_respond(self) -> None:
        for command in (AWAIT, RESOLVE):
            case = after(OPEN, ASSIGN, command).state
            assert clocks_of(case).first_response.met_at == command.at


class TestWaiting:
    def test_the_resolution_stands_still_until_the_customer_answers(self) -> None:
        waiting = after(OPEN, ASSIGN).when(AWAIT).then_asked_again_nothing().state_after()
        assert isinstance(waiting, WaitingCustomer)
        assert clocks_of(waiting).resolution.paused_at == AWAIT.at
        answer = told(MONDAY + 5 * HOUR, NoteKind.FROM_CUSTOMER)
        going_on = after(OPEN, ASSIGN, AWAIT).when(answer).then_asked_again_nothing().state_after()
        assert isinstance(going_on, InProgress)
        assert clocks_of(going_on).resolution.due == WEDNESDAY + 4 * HOUR

    def test_or_until_a_person_goes_on_without(self) -> None:
        going_on = after(OPEN, ASSIGN, AWAIT).when(RESUME).then_asked_again_nothing().state_after()
        assert clocks_of(going_on).resolution.due == WEDNESDAY + 4 * HOUR

    def test_another_question_goes_on_with_the_same_wait(self) -> None:
        other = replace(AWAIT, question="Since when?", at=MONDAY + 2 * HOUR)
        assert clocks_of(after(OPEN, ASSIGN, AWAIT, other).state).resolution.paused_at == AWAIT.at

    def test_handed_on_meanwhile_it_still_waits(self) -> None:
        other = replace(ASSIGN, agent="hoa", at=MONDAY + 2 * HOUR)
        assert clocks_of(after(OPEN, ASSIGN, AWAIT, other).state).resolution.paused_at == AWAIT.at


class TestPriority:
    def test_the_clocks_count_from_the_opening_to_the_other_targets(self) -> None:
        decided = after(OPEN).when(prioritise(Priority.URGENT, MONDAY + HOUR / 2)).then_asked_again_nothing()
        clocks = clocks_of(decided.state_after())
        assert clocks.first_response.due == MONDAY + HOUR
        assert clocks.resolution.due == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)

    def test_what_stood_still_does_not_count_with_the_other_targets_either(self) -> None:
        calmed = after(OPEN, ASSIGN, AWAIT, RESUME, prioritise(Priority.NORMAL, MONDAY + 6 * HOUR)).state
        assert clocks_of(calmed).resolution.paused_minutes == 4 * 60
        assert clocks_of(calmed).resolution.due == datetime(2026, 3, 9, 6, 0, tzinfo=UTC)

    def test_a_clock_that_was_moved_has_not_run_out(self) -> None:
        after(OPEN, prioritise(Priority.LOW)).when(RAN_OUT).then_nothing()

    def test_it_does_not_mend_a_promise_that_is_broken_already(self) -> None:
        calmed = after(OPEN).when(prioritise(Priority.LOW, LATER)).then_asked_again_nothing()
        assert [type(fact) for fact in calmed.facts][:2] == [PromiseBroken, CaseEscalated]
        assert clocks_of(calmed.state_after()).first_response.breached_at == LATER


class TestWarning:
    def test_it_is_noted_once_per_part_and_escalates_nothing(self) -> None:
        (fact,) = after(OPEN).when(HALF).then_asked_again_nothing().facts
        assert isinstance(fact, PromiseNeared)
        assert (fact.percent, fact.due) == (50, MONDAY + 4 * HOUR)
        file = after(OPEN).when(HALF).state_after().file
        assert (file.escalations, file.warnings) == ((), (fact,))
        (again,) = after(OPEN, HALF).when(replace(HALF, at=MONDAY + 3 * HOUR)).facts
        assert again.percent == 75

    def test_a_promise_that_is_kept_stands_still_or_is_over_is_not_near(self) -> None:
        after(OPEN, told()).when(HALF).then_nothing()
        late = NoteClockNears(promise=Promise.RESOLUTION, at=LATER)
        after(OPEN, ASSIGN, AWAIT).when(late).then_nothing()
        after(OPEN, ASSIGN, RESOLVE).when(late).then_nothing()
        after(OPEN, SPAM).when(late).then_nothing()
        after(OPEN).when(replace(HALF, at=MONDAY + 4 * HOUR)).then_nothing()
        unopened().when(HALF).then_nothing()

    def test_another_priority_is_another_promise_and_is_warned_of_anew(self) -> None:
        calmed = prioritise(Priority.NORMAL, MONDAY + 3 * HOUR)
        after(OPEN, HALF, calmed).when(replace(HALF, at=MONDAY + 3 * HOUR)).then_nothing()
        (fact,) = after(OPEN, HALF, calmed).when(replace(HALF, at=MONDAY + 4.5 * HOUR)).facts
        assert fact.percent == 50


class TestBreach:
    def test_a_promise_is_broken_once_and_a_manager_has_to_look(self) -> None:
        broken, escalated = after(OPEN).when(RAN_OUT).then_asked_again_nothing().facts
        assert (broken.promise, broken.due) == (Promise.FIRST_RESPONSE, MONDAY + 4 * HOUR)
        assert (escalated.reason, escalated.escalated_by) == ("first-response was promised by 2026-03-02 06:00 UTC", "")

    def test_a_late_answer_does_not_mend_it(self) -> None:
        case = after(OPEN, ASSIGN, RAN_OUT, told(LATER)).state
        assert clocks_of(case).first_response.breached_at == RAN_OUT.at
        assert clocks_of(case).first_response.met_at == LATER

    @pytest.mark.parametrize(
        ("command", "kinds"),
        [
            (told(LATER), ["NoteAdded", "CaseBegun", "PromiseBroken", "CaseEscalated", "CaseAnswered"]),
            (replace(AWAIT, at=LATER), ["PromiseBroken", "CaseEscalated", "CaseBegun", "CustomerAwaited"]),
            (replace(RESOLVE, at=LATER), ["PromiseBroken", "CaseEscalated", "CaseBegun", "CaseResolved"]),
        ],
        ids=["told", "asked", "resolved"],
    )
    def test_it_is_broken_although_the_work_came_before_the_deadline_was_noticed(
        self, command: Any, kinds: list[str]
    ) -> None:
        decided = after(OPEN, ASSIGN).when(command).then_asked_again_nothing()
        assert [type(fact).__name__ for fact in decided.facts] == kinds
        assert clocks_of(decided.state_after()).first_response.breached_at == LATER

    def test_both_may_be(self) -> None:
        late = replace(RESOLVE, at=WEDNESDAY + HOUR)
        case = after(OPEN, ASSIGN, late).state
        assert [one.promise for one in case.file.broken] == [Promise.FIRST_RESPONSE, Promise.RESOLUTION]
        assert (clocks_of(case).first_response.met_at, clocks_of(case).resolution.met_at) == (late.at, late.at)

    def test_a_promise_that_is_kept_paused_or_over_is_not_broken(self) -> None:
        after(OPEN, told()).when(RAN_OUT).then_nothing()
        after(OPEN, ASSIGN, AWAIT).when(RESOLUTION_RAN_OUT).then_nothing()
        after(OPEN, ASSIGN, RESOLVE).when(RESOLUTION_RAN_OUT).then_nothing()
        after(OPEN, SPAM).when(RAN_OUT).then_nothing()
        unopened().when(RAN_OUT).then_nothing()


class TestReopening:
    AT = MONDAY + timedelta(days=7)

    def test_with_a_new_promise_to_resolve_it_and_none_to_answer(self) -> None:
        reopen = ReopenCase(reason="leaks again", by="lan", at=self.AT)
        case = after(OPEN, ASSIGN, RESOLVE).when(reopen).then_asked_again_nothing().state_after()
        assert clocks_of(case).resolution.started_at == self.AT
        assert clocks_of(case).resolution.due == WEDNESDAY + timedelta(days=7)
        assert clocks_of(case).first_response.met_at == RESOLVE.at
        assert case.file.reopened == 1

    def test_the_customers_word_is_as_good(self) -> None:
        case = after(OPEN, ASSIGN, RESOLVE, told(self.AT, NoteKind.FROM_CUSTOMER)).state
        assert clocks_of(case).resolution.started_at == self.AT

    def test_what_was_broken_before_stays_known(self) -> None:
        late = replace(RESOLVE, at=WEDNESDAY + HOUR)
        case = after(OPEN, ASSIGN, late, ReopenCase(reason="leaks again", by="lan", at=self.AT)).state
        assert clocks_of(case).resolution.is_running
        assert len(case.file.broken) == 2

    def test_spam_that_was_none_has_been_promised_the_same_all_the_while(self) -> None:
        case = after(OPEN, SPAM, ReopenCase(reason="a customer", by="lan", at=MONDAY + 3 * HOUR)).state
        assert clocks_of(case) == clocks_of(after(OPEN).state)
        assert case.file.reopened == 0

    def test_and_is_not_the_customers_turn_any_more(self) -> None:
        back = ReopenCase(reason="a customer", by="lan", at=MONDAY + 5 * HOUR)
        case = after(OPEN, ASSIGN, AWAIT, SPAM, back).state
        assert isinstance(case, Assigned)
        assert clocks_of(case).resolution.is_running
        assert clocks_of(case).resolution.due == WEDNESDAY + 4 * HOUR


class TestDeadlines:
    """`o2c` asks again at each of them, by the same durable rows as ever."""

    @staticmethod
    def set_by(*commands: Any) -> dict[str, datetime]:
        """What is due after those commands."""
        due: dict[str, datetime] = {}
        state = SUPPORT_CASE.initial
        for fact in after(*commands).history:
            state = SUPPORT_CASE.evolve(state, fact)
            for change in deadlines(fact, state):
                match change:
                    case Deadline(name=name, due=moment):
                        due[str(name)] = moment
                    case NoDeadline(name=name):
                        due.pop(str(name), None)
        return due

    def test_a_clock_that_runs_has_its_end_and_its_next_warning(self) -> None:
        assert self.set_by(OPEN) == {
            "first-response": MONDAY + 4 * HOUR,
            "first-response-warning": MONDAY + 2 * HOUR,
            "resolution": WEDNESDAY,
            "resolution-warning": datetime(2026, 3, 3, 2, 0, tzinfo=UTC),
        }
        assert self.set_by(OPEN, HALF)["first-response-warning"] == MONDAY + 3 * HOUR

    def test_they_stop_with_their_clock_and_move_with_it(self) -> None:
        assert self.set_by(OPEN, ASSIGN, AWAIT).keys() == {"remind-customer", "unanswered"}
        resumed = self.set_by(OPEN, ASSIGN, AWAIT, RESUME)
        assert resumed.keys() == self.set_by(OPEN, ASSIGN, told()).keys()
        assert resumed["resolution"] == WEDNESDAY + 4 * HOUR
        assert self.set_by(OPEN, prioritise(Priority.NORMAL))["first-response"] == datetime(2026, 3, 3, 2, tzinfo=UTC)

    def test_what_is_over_waits_for_nothing_but_its_closing(self) -> None:
        merge = MergeCase(case_id="K1", into="K2", by="minh", at=MONDAY)
        assert self.set_by(OPEN, SPAM) == self.set_by(OPEN, merge) == {}
        assert self.set_by(OPEN, ASSIGN, AWAIT, SPAM) == self.set_by(OPEN, ASSIGN, AWAIT, merge) == {}
        assert self.set_by(OPEN, ASSIGN, RESOLVE) == {CLOSE: RESOLVE.at + timedelta(days=7)}
        assert self.set_by(OPEN, ASSIGN, RESOLVE, CloseCase(by="minh", at=RESOLVE.at)) == {}

    def test_and_waits_again_when_it_comes_back(self) -> None:
        back = ReopenCase(reason="leaks again", by="lan", at=TestReopening.AT)
        assert self.set_by(OPEN, ASSIGN, RESOLVE, back).keys() == {"resolution", "resolution-warning"}
        assert self.set_by(OPEN, SPAM, replace(back, at=SPAM.at)) == self.set_by(OPEN)


def test_the_resolution_is_kept_in_time() -> None:
    (*_, resolved) = after(OPEN, ASSIGN).when(RESOLVE).facts
    assert isinstance(resolved, CaseResolved)
    assert resolved.clocks is not None
    assert (resolved.clocks.resolution.met_at, resolved.clocks.resolution.breached_at) == (RESOLVE.at, None)
