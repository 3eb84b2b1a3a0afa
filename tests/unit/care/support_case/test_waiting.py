"""A customer who was asked about their case and does not answer is reminded, and in the end not waited for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.care.service_level.events import ServiceLevelSet
from services.care.service_level.state import STANDARD
from services.care.service_level.waiting import CloseUnanswered, RemindCustomer
from services.care.support_case.events import (
    CaseClosed,
    CaseReopened,
    CaseResolved,
    CustomerAwaited,
    CustomerReminded,
    NoteKind,
    ReminderEnded,
)
from services.care.support_case.merging import MergeCase
from services.care.support_case.resolving import ResolveCase
from services.care.support_case.state import Closed, InProgress
from shared.testing.company import MemoryCompany
from tests.unit.care.conftest import ClientOf
from tests.unit.care.support_case.test_promises import (
    ASSIGN,
    AWAIT,
    HOUR,
    OPEN,
    RESUME,
    SPAM,
    after,
    clocks_of,
    told,
    unopened,
)
from tests.unit.care.support_case.test_third_party import SUPPLIER
from tests.unit.care.test_care_api import post

REMIND = RemindCustomer(at=AWAIT.at + timedelta(days=3))
CLOSE = CloseUnanswered(at=AWAIT.at + timedelta(days=14))
"""Ten working days after the question: two weekends lie between."""
REMINDED = CustomerReminded(
    customer_id="C1",
    subject="It leaks",
    question="Which serial number?",
    unanswered_at=CLOSE.at,
    reminded_at=REMIND.at,
)


def test_they_are_waited_for_as_the_service_level_says_when_they_are_asked() -> None:
    (_, awaited) = after(OPEN, ASSIGN).when(AWAIT).facts
    assert isinstance(awaited, CustomerAwaited)
    assert (awaited.remind_at, awaited.unanswered_at) == (REMIND.at, CLOSE.at)
    hasty = ServiceLevelSet(
        calendar=STANDARD.calendar,
        targets=STANDARD.targets,
        reason="season",
        set_by="boss",
        remind_after_days=1,
        unanswered_after_days=2,
    )
    opened = unopened(hasty).given(*after(OPEN, ASSIGN).history)
    (_, awaited) = opened.when(AWAIT).facts
    assert (awaited.remind_at, awaited.unanswered_at) == (AWAIT.at + 24 * HOUR, AWAIT.at + 48 * HOUR)


def test_they_are_reminded_once_per_question() -> None:
    after(OPEN, ASSIGN, AWAIT).when(REMIND).then(REMINDED).then_asked_again_nothing()
    again = replace(AWAIT, question="And the plates?", at=REMIND.at)
    assert len(after(OPEN, ASSIGN, AWAIT, REMIND, again).when(REMIND).facts) == 1


def test_whoever_answered_or_is_not_waited_for_is_left_alone() -> None:
    for then in (RESUME, SPAM, replace(SUPPLIER, at=AWAIT.at + HOUR), told(AWAIT.at + HOUR, NoteKind.FROM_CUSTOMER)):
        before = after(OPEN, ASSIGN, AWAIT, then)
        before.when(REMIND).then_nothing()
        before.when(CLOSE).then_nothing()


def test_then_nobody_waits_any_more_and_what_they_write_reopens_it() -> None:
    waiting = after(OPEN, ASSIGN, AWAIT, REMIND)
    waiting.when(replace(CLOSE, at=CLOSE.at - HOUR)).then_nothing()
    decided = waiting.when(CLOSE).then_asked_again_nothing()
    assert [type(fact) for fact in decided.facts] == [CaseResolved, CaseClosed]
    closed = decided.state_after()
    assert isinstance(closed, Closed)
    assert (closed.resolution, closed.unanswered) == ("not answered: Which serial number?", True)
    assert clocks_of(closed).resolution.breached_at is None
    _, wrote = waiting.given(*decided.facts).when(told(CLOSE.at + HOUR, kind=NoteKind.FROM_CUSTOMER)).facts
    assert isinstance(wrote, CaseReopened)
    reopened = waiting.given(*decided.facts, wrote).state
    assert isinstance(reopened, InProgress)


@pytest.mark.parametrize(
    "then",
    [
        RESUME,
        SPAM,
        ResolveCase(resolution="told how", by="ann", at=RESUME.at),
        MergeCase(case_id="K1", into="K2", by="ann", at=RESUME.at),
        replace(SUPPLIER, at=RESUME.at),
        replace(AWAIT, question="And the plates?"),
        told(RESUME.at, NoteKind.FROM_CUSTOMER),
    ],
)
def test_whatever_ends_the_waiting_ends_what_they_were_reminded_of(then: Any) -> None:
    then = replace(then, at=REMIND.at + HOUR)
    facts = after(OPEN, ASSIGN, AWAIT, REMIND).when(then).facts
    assert ReminderEnded(reminded_at=REMIND.at, ended_at=then.at) in facts
    assert not any(isinstance(fact, ReminderEnded) for fact in after(OPEN, ASSIGN, AWAIT).when(then).facts)


async def test_over_http_they_are_written_to(company: MemoryCompany, client_of: ClientOf) -> None:
    body: dict[str, Any] = {"customer_id": "C1", "subject": "It leaks"}
    async with client_of("c.agent", "care.agent") as agent:
        case = (await post(agent, "/support-cases", **body)).json()["id"]
        path = f"/support-cases/{case}"
        await post(agent, f"{path}/assignment", agent="c.agent")
        await post(agent, f"{path}/waiting", question="Which serials?")
        assert (await agent.get(path)).json()["reminded_at"] is None
        await company.pass_time(timedelta(days=4))
        waiting = (await agent.get(path)).json()
        assert waiting["reminded_at"] is not None
        (letter,) = (await agent.get("/letters", params={"about": case})).json()["items"]
        assert (letter["kind"], letter["until"]) == ("support-case", waiting["unanswered_at"])
        assert letter["subject"] == f"We wait for your answer: support case {case}"
        assert "Which serials?" in letter["text"]
        await company.pass_time(timedelta(days=12))
        closed = (await agent.get(path)).json()
        assert (closed["status"], closed["unanswered"]) == ("closed", True)
        await post(agent, f"{path}/notes", kind="from-customer", text="12 to 15")
        again = (await agent.get(path)).json()
        assert (again["status"], again["unanswered"], again["reopened"]) == ("in-progress", False, 1)
