"""A support case that waits for a carrier or a supplier: the customer waits for us, so no promise stands still."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.care.service_level.deadlines import NoteClockNears
from services.care.service_level.promises import Promise
from services.care.support_case.assigning import CaseIsOver
from services.care.support_case.events import (
    CaseBegun,
    CaseEscalated,
    CaseOpened,
    NoteKind,
    PromiseBroken,
    PromiseNeared,
    ThirdPartyAwaited,
)
from services.care.support_case.merging import AbsorbCase, MergeCase
from services.care.support_case.opening import CaseUnknown, NoteFollowUp
from services.care.support_case.resolving import CloseCase, NotResolved, ReopenCase
from services.care.support_case.state import InProgress, Merged, Resolved, Spam, WaitingCustomer, WaitingThirdParty
from services.care.support_case.working import AwaitThirdParty, BeginCase, NobodyHasIt, NotWaiting
from shared.testing.company import MemoryCompany
from tests.unit.care.conftest import ClientOf
from tests.unit.care.support_case.test_promises import (
    ASSIGN,
    AWAIT,
    HOUR,
    LATER,
    MONDAY,
    OPEN,
    RAN_OUT,
    RESOLUTION_RAN_OUT,
    RESOLVE,
    RESUME,
    SPAM,
    WEDNESDAY,
    after,
    clocks_of,
    told,
    unopened,
)
from tests.unit.care.test_care_api import post, refused

SUPPLIER = AwaitThirdParty(party="the supplier", awaited="the drawing", by="minh", at=MONDAY + HOUR)
BEGIN = BeginCase(by="minh", at=MONDAY)


class TestWaiting:
    def test_it_is_written_down_once_and_the_resolution_runs(self) -> None:
        decided = after(OPEN, ASSIGN, BEGIN).when(SUPPLIER).then_asked_again_nothing()
        (awaited,) = decided.facts
        assert isinstance(awaited, ThirdPartyAwaited)
        waiting = decided.state_after()
        assert isinstance(waiting, WaitingThirdParty)
        assert (waiting.party, waiting.awaited, waiting.agent) == ("the supplier", "the drawing", "minh")
        assert clocks_of(waiting).resolution.due == WEDNESDAY
        assert clocks_of(waiting).first_response.met_at is None

    def test_who_waits_has_begun(self) -> None:
        begun, awaited = after(OPEN, ASSIGN).when(SUPPLIER).then_asked_again_nothing().facts
        assert (type(begun), type(awaited)) == (CaseBegun, ThirdPartyAwaited)

    def test_its_promises_are_neared_and_broken_as_if_nobody_were_awaited(self) -> None:
        waiting = after(OPEN, ASSIGN, SUPPLIER)
        near = waiting.when(NoteClockNears(promise=Promise.RESOLUTION, at=LATER)).then_asked_again_nothing()
        assert [type(fact) for fact in near.facts] == [PromiseNeared]
        broken = waiting.when(RESOLUTION_RAN_OUT).then_asked_again_nothing()
        assert [type(fact) for fact in broken.facts] == [PromiseBroken, CaseEscalated]
        assert isinstance(broken.state_after(), WaitingThirdParty)

    def test_what_is_overdue_already_is_broken_first(self) -> None:
        late = after(OPEN, ASSIGN, BEGIN).when(replace(SUPPLIER, at=LATER)).then_asked_again_nothing()
        assert [type(fact) for fact in late.facts] == [PromiseBroken, CaseEscalated, ThirdPartyAwaited]

    def test_what_stood_still_for_the_customer_goes_on(self) -> None:
        waiting = after(OPEN, ASSIGN, AWAIT).when(replace(SUPPLIER, at=MONDAY + 5 * HOUR)).state_after()
        assert isinstance(waiting, WaitingThirdParty)
        assert clocks_of(waiting).resolution.due == WEDNESDAY + 4 * HOUR

    def test_another_party_or_another_thing_is_another_wait(self) -> None:
        waiting = after(OPEN, ASSIGN, SUPPLIER)
        assert waiting.when(replace(SUPPLIER, party="the carrier")).state_after().party == "the carrier"
        assert waiting.when(replace(SUPPLIER, awaited="an answer")).state_after().awaited == "an answer"

    def test_a_case_of_which_nothing_was_promised_waits_as_well(self) -> None:
        (opened,) = unopened().when(OPEN).facts
        assert isinstance(opened, CaseOpened)
        of_old = unopened().given(replace(opened, promised=None))
        waiting = of_old.given(*of_old.when(ASSIGN).facts).when(SUPPLIER).then_asked_again_nothing().state_after()
        assert isinstance(waiting, WaitingThirdParty)
        assert waiting.file.promised is None

    def test_somebody_has_to_have_it(self) -> None:
        after(OPEN).when(SUPPLIER).then_rejected(NobodyHasIt)
        unopened().when(SUPPLIER).then_rejected(CaseUnknown)
        after(OPEN, ASSIGN, RESOLVE).when(SUPPLIER).then_rejected(CaseIsOver)
        after(OPEN, SPAM).when(SUPPLIER).then_rejected(CaseIsOver)


class TestGoingOn:
    waiting = after(OPEN, ASSIGN, SUPPLIER)

    def test_a_person_goes_on(self) -> None:
        going_on = self.waiting.when(RESUME).then_asked_again_nothing().state_after()
        assert isinstance(going_on, InProgress)
        assert clocks_of(going_on).resolution.due == WEDNESDAY
        after(OPEN, ASSIGN).when(RESUME).then_rejected(NotWaiting)

    def test_neither_beginning_nor_a_word_ends_the_wait_for_others(self) -> None:
        self.waiting.when(BEGIN).then_nothing()
        self.waiting.when(ReopenCase(reason="again", by="minh", at=MONDAY + 2 * HOUR)).then_nothing()
        for kind in NoteKind:
            noted = self.waiting.when(told(kind=kind)).then_asked_again_nothing().state_after()
            assert isinstance(noted, WaitingThirdParty)
            assert (clocks_of(noted).first_response.met_at is None) == (kind is not NoteKind.TO_CUSTOMER)

    def test_the_customer_may_be_asked_meanwhile(self) -> None:
        asked = self.waiting.when(replace(AWAIT, at=MONDAY + 2 * HOUR)).then_asked_again_nothing().state_after()
        assert isinstance(asked, WaitingCustomer)
        assert clocks_of(asked).resolution.paused_at == MONDAY + 2 * HOUR

    def test_whoever_has_it_it_still_waits(self) -> None:
        handed = self.waiting.when(replace(ASSIGN, agent="hoa", at=MONDAY + 2 * HOUR)).state_after()
        assert isinstance(handed, WaitingThirdParty)
        assert (handed.agent, handed.party) == ("hoa", "the supplier")

    def test_it_is_resolved_merged_or_put_aside_all_the_same(self) -> None:
        assert isinstance(self.waiting.when(RESOLVE).state_after(), Resolved)
        merge = MergeCase(case_id="1", into="2", by="minh", at=MONDAY + 2 * HOUR)
        assert isinstance(self.waiting.when(merge).state_after(), Merged)
        assert isinstance(self.waiting.when(SPAM).state_after(), Spam)
        self.waiting.when(CloseCase(by="minh", at=MONDAY + 2 * HOUR)).then_rejected(NotResolved)

    def test_others_are_merged_into_it_and_follow_it(self) -> None:
        absorbed = self.waiting.when(AbsorbCase(case_id="2", customer_id="C1")).state_after()
        followed = self.waiting.when(NoteFollowUp(case_id="3", customer_id="C1")).state_after()
        assert (absorbed.file.absorbed, followed.file.followed_by) == (("2",), ("3",))
        self.waiting.when(OPEN).then_nothing()
        self.waiting.when(RAN_OUT).then_asked_again_nothing()


async def test_over_http_who_is_awaited_is_a_queue(company: MemoryCompany, client_of: ClientOf) -> None:
    body: dict[str, Any] = {"customer_id": "C1", "subject": "It leaks"}
    async with client_of("c.agent", "care.agent") as agent:
        case = (await post(agent, "/support-cases", **body)).json()["id"]
        path = f"/support-cases/{case}"
        awaited = {"party": "the supplier", "awaited": "the drawing"}
        assert await refused(agent, f"{path}/third-party", **awaited) == (409, "care.support-case.nobody-has-it")
        await post(agent, f"{path}/assignment", agent="c.agent")
        await post(agent, f"{path}/third-party", **awaited)
        (shown,) = (await agent.get("/support-cases/queues/waiting-third-party")).json()["items"]
        assert (shown["status"], shown["third_party"], shown["awaited"]) == (
            "waiting-third-party",
            "the supplier",
            "the drawing",
        )
        assert shown["waiting_since"] is not None
        (still_open,) = (await agent.get("/support-cases/queues/open")).json()["items"]
        assert still_open["case_id"] == case
        await post(agent, f"{path}/resumption")
        assert (await agent.get("/support-cases/queues/waiting-third-party")).json()["items"] == []
        resumed = (await agent.get(path)).json()
        assert (resumed["status"], resumed["third_party"], resumed["waiting_since"]) == ("in-progress", "", None)


async def test_over_http_who_waits_for_the_customer_is_in_a_queue(company: MemoryCompany, client_of: ClientOf) -> None:
    body: dict[str, Any] = {"customer_id": "C1", "subject": "It leaks"}
    async with client_of("c.agent", "care.agent") as agent:
        path = f"/support-cases/{(await post(agent, '/support-cases', **body)).json()['id']}"
        await post(agent, f"{path}/assignment", agent="c.agent")
        await post(agent, f"{path}/waiting", question="Which serials?")
        (shown,) = (await agent.get("/support-cases/queues/waiting-customer")).json()["items"]
        assert (shown["status"], shown["question"]) == ("waiting-customer", "Which serials?")
        await post(agent, f"{path}/resumption")
        assert (await agent.get("/support-cases/queues/waiting-customer")).json()["items"] == []
        await company.pass_time(timedelta(days=60))
        assert (await agent.get(path)).json()["status"] == "in-progress"
