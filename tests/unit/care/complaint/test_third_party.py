"""A complaint that waits for a carrier or a supplier: the customer waits for us, so no promise stands still for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from services.care.complaint.events import ComplaintEscalated, PromiseBroken, ThirdPartyAwaited
from services.care.complaint.opening import ComplaintIsOver, ComplaintUnknown
from services.care.complaint.resolving import WithdrawComplaint
from services.care.complaint.state import InProgress, Resolved, WaitingCustomer, WaitingThirdParty, Withdrawn
from services.care.complaint.working import (
    AddComplaintNote,
    AssignComplaint,
    AwaitThirdParty,
    NobodyHasComplaint,
    ResumeComplaint,
)
from services.care.service_level.deadlines import NoteClockRanOut
from services.care.service_level.promises import Promise
from services.care.support_case.events import NoteKind
from shared.testing.company import MemoryCompany
from tests.unit.care.complaint.test_complaint import ASK, ASSIGN, HOUR, MONDAY, OPEN, RESOLVE, after, unopened
from tests.unit.care.conftest import ClientOf
from tests.unit.care.test_care_api import post, refused, told_by

AWAIT = AwaitThirdParty(party="the carrier", awaited="the signature", by="ann", at=MONDAY + HOUR)
RESOLUTION_DUE = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


class TestWaiting:
    def test_it_is_written_down_once_and_the_resolution_runs(self) -> None:
        decided = after(OPEN, ASSIGN).when(AWAIT).then_asked_again_nothing()
        (awaited,) = decided.facts
        assert isinstance(awaited, ThirdPartyAwaited)
        waiting = decided.state_after()
        assert isinstance(waiting, WaitingThirdParty)
        assert (waiting.party, waiting.awaited, waiting.agent) == ("the carrier", "the signature", "ann")
        assert waiting.file.clocks.resolution.due == RESOLUTION_DUE
        assert waiting.file.clocks.first_response.met_at is None

    def test_its_promise_is_broken_as_if_nobody_were_awaited(self) -> None:
        ran_out = NoteClockRanOut(promise=Promise.RESOLUTION, due=RESOLUTION_DUE, at=RESOLUTION_DUE)
        broken = after(OPEN, ASSIGN, AWAIT).when(ran_out).then_asked_again_nothing()
        assert [type(fact) for fact in broken.facts] == [PromiseBroken, ComplaintEscalated]

    def test_what_stood_still_for_the_customer_goes_on(self) -> None:
        later = replace(AWAIT, at=MONDAY + 5 * HOUR)
        waiting = after(OPEN, ASSIGN, ASK).when(later).state_after()
        assert isinstance(waiting, WaitingThirdParty)
        assert waiting.file.clocks.resolution.due == RESOLUTION_DUE + 4 * HOUR

    def test_another_party_or_another_thing_is_another_wait(self) -> None:
        waiting = after(OPEN, ASSIGN, AWAIT)
        assert waiting.when(replace(AWAIT, party="the supplier")).state_after().party == "the supplier"
        assert waiting.when(replace(AWAIT, awaited="an answer")).state_after().awaited == "an answer"

    def test_somebody_has_to_have_it(self) -> None:
        after(OPEN).when(AWAIT).then_rejected(NobodyHasComplaint)
        unopened().when(AWAIT).then_rejected(ComplaintUnknown)
        after(OPEN, RESOLVE).when(AWAIT).then_rejected(ComplaintIsOver)


class TestGoingOn:
    waiting = after(OPEN, ASSIGN, AWAIT)

    def test_a_person_goes_on(self) -> None:
        resume = ResumeComplaint(by="ann", at=MONDAY + 2 * HOUR)
        going_on = self.waiting.when(resume).then_asked_again_nothing().state_after()
        assert isinstance(going_on, InProgress)
        assert going_on.file.clocks.resolution.due == RESOLUTION_DUE

    def test_the_customers_word_does_not_end_the_wait_for_others(self) -> None:
        wrote = AddComplaintNote(note_id="N", kind=NoteKind.FROM_CUSTOMER, text="and?", by="ann", at=MONDAY + 2 * HOUR)
        assert isinstance(self.waiting.when(wrote).then_asked_again_nothing().state_after(), WaitingThirdParty)

    def test_the_customer_may_be_asked_meanwhile(self) -> None:
        ask = replace(ASK, at=MONDAY + 2 * HOUR)
        assert isinstance(self.waiting.when(ask).then_asked_again_nothing().state_after(), WaitingCustomer)

    def test_whoever_has_it_it_still_waits(self) -> None:
        handed = self.waiting.when(AssignComplaint(agent="bob", by="max", at=MONDAY + 2 * HOUR)).state_after()
        assert isinstance(handed, WaitingThirdParty)
        assert (handed.agent, handed.party) == ("bob", "the carrier")

    def test_it_is_decided_or_taken_back_all_the_same(self) -> None:
        assert isinstance(self.waiting.when(RESOLVE).state_after(), Resolved)
        withdraw = WithdrawComplaint(reason="my mistake", by="ann", at=MONDAY + timedelta(hours=2))
        assert isinstance(self.waiting.when(withdraw).state_after(), Withdrawn)


async def test_over_http_who_is_awaited_is_a_queue(company: MemoryCompany, client_of: ClientOf) -> None:
    about = {"kind": "service"}
    body: dict[str, Any] = {"customer_id": "C1", "title": "Nothing came", "about": about}
    async with client_of("c.agent", "care.agent") as agent:
        complaint = (await post(agent, "/complaints", **body)).json()["id"]
        path = f"/complaints/{complaint}"
        awaited = {"party": "the carrier", "awaited": "the signature"}
        assert await refused(agent, f"{path}/third-party", **awaited) == (409, "care.complaint.nobody-has-it")
        await post(agent, f"{path}/assignment", agent="c.agent")
        await post(agent, f"{path}/third-party", **awaited)
        (shown,) = (await agent.get("/complaints/queues/waiting-third-party")).json()["items"]
        assert (shown["status"], shown["third_party"], shown["awaited"]) == (
            "waiting-third-party",
            "the carrier",
            "the signature",
        )
        assert shown["waiting_since"] is not None
        await post(agent, f"{path}/resumption")
        assert (await agent.get("/complaints/queues/waiting-third-party")).json()["items"] == []
        resumed = (await agent.get(path)).json()
        assert (resumed["status"], resumed["third_party"], resumed["waiting_since"]) == ("in-progress", "", None)


async def test_over_http_who_waits_for_the_customer_is_in_a_queue(company: MemoryCompany, client_of: ClientOf) -> None:
    body: dict[str, Any] = {"customer_id": "C1", "title": "It leaks", "about": {"kind": "service"}}
    async with client_of("c.agent", "care.agent") as agent:
        path = f"/complaints/{(await post(agent, '/complaints', **body)).json()['id']}"
        await post(agent, f"{path}/assignment", agent="c.agent")
        await post(agent, f"{path}/waiting", question="Which serials?")
        (shown,) = (await agent.get("/complaints/queues/waiting-customer")).json()["items"]
        assert (shown["status"], shown["question"]) == ("waiting-customer", "Which serials?")
        await post(agent, f"{path}/resumption")
        assert (await agent.get("/complaints/queues/waiting-customer")).json()["items"] == []
        await company.pass_time(timedelta(days=60))
        assert (await agent.get(path)).json()["status"] == "in-progress"


async def test_over_http_who_never_answers_is_reminded_and_then_not_waited_for(
    company: MemoryCompany, client_of: ClientOf
) -> None:
    body: dict[str, Any] = {"customer_id": "C1", "title": "It leaks", "about": {"kind": "service"}}
    async with client_of("c.agent", "care.agent") as agent:
        path = f"/complaints/{(await post(agent, '/complaints', **body)).json()['id']}"
        await post(agent, f"{path}/assignment", agent="c.agent")
        await post(agent, f"{path}/waiting", question="Which serials?")
        assert (await agent.get(path)).json()["reminded_at"] is None
        await company.pass_time(timedelta(days=4))
        assert (await agent.get(path)).json()["reminded_at"] is not None
        assert told_by(company).count("care.complaint.customer-reminded.v1") == 1
        await company.pass_time(timedelta(days=12))
        closed = (await agent.get(path)).json()
        assert (closed["status"], closed["outcome"], closed["unanswered"]) == ("closed", "rejected", True)
        await post(agent, f"{path}/notes", kind="from-customer", text="12 to 15")
        again = (await agent.get(path)).json()
        assert (again["status"], again["unanswered"], again["reopened"]) == ("in-progress", False, 1)
