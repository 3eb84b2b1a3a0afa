"""A complaint's life, and its promises in working time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.care.complaint.decider import COMPLAINT, deadlines
from services.care.complaint.events import (
    ComplaintEscalated,
    ComplaintReopened,
    CustomerAwaited,
    CustomerReminded,
    Kind,
    NoteAdded,
    Outcome,
    PromiseBroken,
    ReminderEnded,
    ReturnLinked,
    Subject,
)
from services.care.complaint.linking import LinkReturn, NoteReturnEnded
from services.care.complaint.opening import (
    ComplaintIsOver,
    OpenComplaint,
    SubjectIncomplete,
)
from services.care.complaint.resolving import (
    CloseComplaint,
    ComplaintNotResolved,
    ReopenComplaint,
    ResolveComplaint,
    TooLateToReopenComplaint,
    WithdrawComplaint,
)
from services.care.complaint.state import Closed, InProgress, Resolved, WaitingCustomer, Withdrawn
from services.care.complaint.working import (
    AddComplaintNote,
    AskCustomer,
    AssignComplaint,
    AwaitThirdParty,
    EscalateComplaint,
    NobodyHasComplaint,
    PrioritiseComplaint,
    ResumeComplaint,
)
from services.care.publishing import PUBLISHING
from services.care.service_level.deadlines import NoteClockRanOut
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Promise
from services.care.service_level.waiting import UNANSWERED, CloseUnanswered, RemindCustomer
from services.care.support_case.events import NoteKind
from services.care.warranty.decider import WARRANTY
from shared.kernel.decider import Deadline
from shared.published.care import ComplaintCustomerRemindedV1
from shared.testing.specification import Specification, spec_of
from tests.unit.care.customer_return.test_return import fact_of

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = OpenComplaint(
    customer_id="C1",
    title="Pumps leak",
    description="",
    priority=Priority.HIGH,
    about=Subject(kind=Kind.GOODS, order_id="O1", line_no=1),
    by="ann",
    at=MONDAY,
)
ASSIGN = AssignComplaint(agent="ann", by="max", at=MONDAY)
ASK = AskCustomer(question="Which serials?", by="ann", at=MONDAY + HOUR)
RESOLVE = ResolveComplaint(outcome=Outcome.ACCEPTED, resolution="replaced", by="ann", at=MONDAY + 3 * HOUR)


def unopened() -> Specification[Any]:
    return spec_of(COMPLAINT).beside(SERVICE_LEVEL, THE_SERVICE_LEVEL).beside(WARRANTY, "O1")


def after(*commands: Any) -> Specification[Any]:
    """The complaint after these commands."""
    specification = unopened()
    for command in commands:
        specification = specification.given(*specification.when(command).facts)
    return specification


class TestOpening:
    def test_the_clocks_of_its_priority_run(self) -> None:
        file = unopened().when(OPEN).then_asked_again_nothing().state_after().file
        assert file.clocks.first_response.due == MONDAY + 4 * HOUR
        assert file.clocks.resolution.due == datetime(2026, 3, 4, 2, 0, tzinfo=UTC)

    def test_a_line_needs_its_order_and_a_dispute_its_invoice(self) -> None:
        lonely = replace(OPEN, about=Subject(kind=Kind.GOODS, line_no=1))
        unopened().when(lonely).then_rejected(SubjectIncomplete, field="about.order_id")
        loose = replace(OPEN, about=Subject(kind=Kind.GOODS, order_id="O1", quantity=Decimal(2)))
        unopened().when(loose).then_rejected(SubjectIncomplete, field="about.line_no")
        vague = replace(OPEN, about=Subject(kind=Kind.INVOICE))
        unopened().when(vague).then_rejected(SubjectIncomplete, field="about.invoice_id")


class TestWaiting:
    def test_the_resolution_stands_still_while_the_customer_is_to_answer(self) -> None:
        waiting = after(OPEN, ASSIGN).when(ASK).then_asked_again_nothing().state_after()
        assert isinstance(waiting, WaitingCustomer)
        assert waiting.file.clocks.first_response.met_at == ASK.at
        answer = AddComplaintNote(
            note_id="N", kind=NoteKind.FROM_CUSTOMER, text="these", by="ann", at=MONDAY + 5 * HOUR
        )
        going_on = after(OPEN, ASSIGN, ASK).when(answer).then_asked_again_nothing().state_after()
        assert isinstance(going_on, InProgress)
        assert going_on.file.clocks.resolution.due == datetime(2026, 3, 4, 6, 0, tzinfo=UTC)

    def test_nobody_asks_about_what_nobody_has(self) -> None:
        after(OPEN).when(ASK).then_rejected(NobodyHasComplaint)
        after(OPEN).when(ResumeComplaint(by="ann", at=MONDAY)).then_rejected(NobodyHasComplaint)

    def test_a_person_may_go_on_without_an_answer(self) -> None:
        resume = ResumeComplaint(by="ann", at=MONDAY + 2 * HOUR)
        assert isinstance(after(OPEN, ASSIGN, ASK).when(resume).then_asked_again_nothing().state_after(), InProgress)


class TestUnanswered:
    """MONDAY is nine o'clock there, and they are asked an hour later: the days end at that hour."""

    REMIND = RemindCustomer(at=ASK.at + timedelta(days=3))
    CLOSE = CloseUnanswered(at=ASK.at + timedelta(days=14))
    DAY = CLOSE.at.date()
    ANSWER = AddComplaintNote(note_id="N", kind=NoteKind.FROM_CUSTOMER, text="these", by="ann", at=CLOSE.at + HOUR)

    def test_they_are_waited_for_in_working_time(self) -> None:
        (awaited,) = after(OPEN, ASSIGN).when(ASK).facts
        assert isinstance(awaited, CustomerAwaited)
        assert (awaited.remind_at, awaited.unanswered_at) == (self.REMIND.at, self.CLOSE.at)

    def test_they_are_reminded_once_per_question(self) -> None:
        reminded = after(OPEN, ASSIGN, ASK).when(self.REMIND).then_asked_again_nothing()
        told = PUBLISHING[CustomerReminded](fact_of(reminded.facts[0]), reminded.state_after())
        assert isinstance(told, ComplaintCustomerRemindedV1)
        assert (told.question, told.unanswered_at) == ("Which serials?", self.CLOSE.at)
        again = replace(ASK, question="And the plates?", at=self.REMIND.at)
        assert len(after(OPEN, ASSIGN, ASK, self.REMIND, again).when(self.REMIND).facts) == 1
        after(OPEN, ASSIGN).when(self.REMIND).then_nothing()

    @pytest.mark.parametrize(
        "then",
        [
            ResumeComplaint(by="ann", at=CLOSE.at - HOUR),
            replace(ANSWER, at=CLOSE.at - HOUR),
            replace(ASK, question="And the plates?", at=CLOSE.at - HOUR),
            AwaitThirdParty(party="DHL", awaited="proof", by="ann", at=CLOSE.at - HOUR),
            ResolveComplaint(outcome=Outcome.ACCEPTED, resolution="voucher", by="ann", at=CLOSE.at - HOUR),
            WithdrawComplaint(reason="found it", by="ann", at=CLOSE.at - HOUR),
        ],
    )
    def test_whatever_ends_the_waiting_ends_what_they_were_reminded_of(self, then: Any) -> None:
        ended = ReminderEnded(reminded_at=self.REMIND.at, ended_at=then.at)
        assert ended in after(OPEN, ASSIGN, ASK, self.REMIND).when(then).facts
        assert ended not in after(OPEN, ASSIGN, ASK).when(then).facts
        note = replace(self.ANSWER, kind=NoteKind.INTERNAL, at=then.at)
        assert ended not in after(OPEN, ASSIGN, ASK, self.REMIND).when(note).facts

    def test_then_nobody_waits_any_more_and_what_they_write_reopens_it(self) -> None:
        waiting = after(OPEN, ASSIGN, ASK, self.REMIND)
        waiting.when(replace(self.CLOSE, at=self.CLOSE.at - HOUR)).then_nothing()
        closed = waiting.when(self.CLOSE).then_asked_again_nothing().state_after()
        assert isinstance(closed, Closed)
        assert (closed.outcome, closed.unanswered, closed.resolution) == (
            Outcome.REJECTED,
            True,
            "not answered: Which serials?",
        )
        assert isinstance(after(OPEN, ASSIGN, ASK, self.CLOSE, self.ANSWER).state, InProgress)

    def test_not_who_answered_or_sends_goods_back(self) -> None:
        answered = after(OPEN, ASSIGN, ASK, replace(self.ANSWER, at=MONDAY + 5 * HOUR))
        answered.when(self.CLOSE).then_nothing()
        link = LinkReturn(return_id="R1", customer_id="C1", order_id="O1", line_nos=(1,))
        after(OPEN, ASSIGN, ASK, link).when(self.CLOSE).then_nothing()
        after(OPEN, ASSIGN, ASK, link, NoteReturnEnded(return_id="R1", order_id="O1", settled=True, on=self.DAY)).when(
            self.CLOSE
        ).then_nothing()

    def test_who_sends_nothing_back_after_all_is_not_waited_for_either(self) -> None:
        link = LinkReturn(return_id="R1", customer_id="C1", order_id="O1", line_nos=(1,))
        nothing = NoteReturnEnded(return_id="R1", order_id="O1", settled=False, on=self.DAY)
        ended = after(OPEN, ASSIGN, ASK, link).when(nothing).then_asked_again_nothing()
        assert Deadline(UNANSWERED, self.CLOSE.at) in deadlines(ended.facts[0], ended.state_after())
        closed = after(OPEN, ASSIGN, ASK, link, nothing).when(self.CLOSE).then_asked_again_nothing().state_after()
        assert isinstance(closed, Closed)
        assert closed.unanswered

    def test_a_person_decides_as_long_as_any_return_may_come_or_did(self) -> None:
        link = LinkReturn(return_id="R1", customer_id="C1", order_id="O1", line_nos=(1,))
        nothing = NoteReturnEnded(return_id="R1", order_id="O1", settled=False, on=self.DAY)
        for others in ((replace(link, return_id="R2"),), (replace(nothing, settled=True),)):
            decided = after(OPEN, ASSIGN, ASK, link, nothing, *others)
            decided.when(self.CLOSE).then_nothing()
        one_left = after(OPEN, ASSIGN, ASK, link, replace(link, return_id="R2")).when(nothing)
        assert not {one.name for one in deadlines(one_left.facts[0], one_left.state_after())} & {UNANSWERED}
        answered = after(OPEN, ASSIGN, ASK, link, replace(self.ANSWER, at=MONDAY + 5 * HOUR)).when(nothing)
        assert not {one.name for one in deadlines(answered.facts[0], answered.state_after())} & {UNANSWERED}

    def test_of_a_return_that_named_no_order_nobody_knows_what_became(self) -> None:
        of_long_ago = after(OPEN, ASSIGN, ASK).given(ReturnLinked(return_id="R1"))
        of_long_ago.when(self.CLOSE).then_nothing()
        of_long_ago.when(NoteReturnEnded(return_id="R1", order_id="O1", settled=False, on=self.DAY)).then_nothing()


class TestPromises:
    def test_a_promise_is_broken_once_and_loudly(self) -> None:
        late = MONDAY + 4 * HOUR
        ran_out = NoteClockRanOut(promise=Promise.FIRST_RESPONSE, due=late, at=late)
        decided = after(OPEN).when(ran_out).then_asked_again_nothing()
        assert [type(fact) for fact in decided.facts] == [PromiseBroken, ComplaintEscalated]

    def test_a_promise_that_is_kept_or_paused_is_not_broken(self) -> None:
        told = AddComplaintNote(note_id="N", kind=NoteKind.TO_CUSTOMER, text="hello", by="ann", at=MONDAY)
        late = MONDAY + timedelta(days=30)
        response = NoteClockRanOut(promise=Promise.FIRST_RESPONSE, due=late, at=late)
        after(OPEN, told).when(response).then_nothing()
        resolution = NoteClockRanOut(promise=Promise.RESOLUTION, due=late, at=late)
        after(OPEN, ASSIGN, ASK).when(resolution).then_nothing()
        after(OPEN, ASSIGN, RESOLVE).when(resolution).then_nothing()

    def test_a_moved_clock_has_not_run_out(self) -> None:
        calmed = PrioritiseComplaint(priority=Priority.LOW, reason="no hurry", by="ann", at=MONDAY)
        due = MONDAY + 4 * HOUR
        ran_out = NoteClockRanOut(promise=Promise.FIRST_RESPONSE, due=due, at=due)
        after(OPEN, calmed).when(ran_out).then_nothing()
        after(OPEN).when(calmed).then_asked_again_nothing()

    def test_a_person_may_escalate_it(self) -> None:
        after(OPEN).when(EscalateComplaint(reason="a big one", by="ann", at=MONDAY)).then_asked_again_nothing()


class TestTheEnd:
    def test_it_is_decided_and_closes(self) -> None:
        assert isinstance(after(OPEN, ASSIGN).when(RESOLVE).then_asked_again_nothing().state_after(), Resolved)
        close = CloseComplaint(by="", at=MONDAY + timedelta(days=7))
        assert isinstance(after(OPEN, RESOLVE).when(close).then_asked_again_nothing().state_after(), Closed)
        after(OPEN).when(close).then_rejected(ComplaintNotResolved)

    def test_it_may_be_reopened_in_time_with_a_new_promise(self) -> None:
        at = MONDAY + timedelta(days=10)
        reopen = ReopenComplaint(reason="leaks again", by="ann", at=at)
        again = after(OPEN, RESOLVE).when(reopen).then_asked_again_nothing().state_after()
        assert isinstance(again, InProgress)
        assert again.file.clocks.resolution.started_at == at
        after(OPEN, RESOLVE).when(replace(reopen, at=at + timedelta(days=10))).then_rejected(TooLateToReopenComplaint)

    def test_who_writes_again_in_time_has_it_reopened(self) -> None:
        at = MONDAY + timedelta(days=10)
        wrote = AddComplaintNote(note_id="N", kind=NoteKind.FROM_CUSTOMER, text="leaks again", by="ann", at=at)
        again = after(OPEN, RESOLVE).when(wrote).then_asked_again_nothing()
        assert [type(fact) for fact in again.facts] == [NoteAdded, ComplaintReopened]
        assert isinstance(again.state_after(), InProgress)
        after(OPEN, RESOLVE).when(replace(wrote, kind=NoteKind.INTERNAL)).then_rejected(ComplaintIsOver)

    def test_the_customer_may_take_it_back_until_then(self) -> None:
        withdraw = WithdrawComplaint(reason="my mistake", by="ann", at=MONDAY)
        assert isinstance(after(OPEN).when(withdraw).then_asked_again_nothing().state_after(), Withdrawn)
        after(OPEN, RESOLVE).when(withdraw).then_rejected(ComplaintIsOver)
        after(OPEN, withdraw).when(ASSIGN).then_rejected(ComplaintIsOver)
        after(OPEN, withdraw).when(ReopenComplaint(reason="oh", by="a", at=MONDAY)).then_rejected(ComplaintIsOver)
