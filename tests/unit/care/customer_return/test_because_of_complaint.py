"""A return of goods that are complained about says whether the complaint led to it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.linking import NoteReturnEnded, NoteReturnResumed
from services.care.complaint.resolving import WithdrawComplaint
from services.care.customer_return.correcting import NoteReturnReceiptCorrected
from services.care.customer_return.events import (
    ComplaintNamed,
    CreditGranted,
    ItemQuantity,
    Remedy,
    ReturnEnded,
    ReturnRequested,
    ReturnResumed,
)
from services.care.customer_return.naming import (
    ComplaintNotNamed,
    MoneyGranted,
    NameComplaint,
    OtherComplaintNamed,
    ReturnIsDecided,
    ReturnUnknown,
)
from services.care.customer_return.requesting import CancelReturn, ExpireReturn, RefuseReturn
from services.care.customer_return.revoking import NoteCreditCancelled
from services.care.customer_return.settling import NoteReturnReceived
from services.care.publishing import PUBLISHING
from services.care.reactions.when_return_ended_note_it import when_return_ended_note_it
from services.care.reactions.when_return_resumed_note_it import when_return_resumed_note_it
from shared.published.care import ReturnCreditGrantedV1
from shared.published.warehouse import ReturnedItem, ReturnReceivedV1
from shared.testing.company import MemoryCompany
from shared.testing.specification import Specification
from tests.unit.care.complaint.test_complaint import HOUR, MONDAY, OPEN, RESOLVE
from tests.unit.care.complaint.test_complaint import after as complained
from tests.unit.care.conftest import ClientOf, Tell
from tests.unit.care.customer_return.test_return import (
    APPROVE,
    DAY,
    INSPECTED,
    RECEIVED,
    REQUEST,
    after,
    fact_of,
    grant,
    unrequested,
)
from tests.unit.care.customer_return.test_return import delivered as cover
from tests.unit.care.test_care_api import delivered, post, refused

UNNAMED = replace(REQUEST, complaints=("K1",))


def beside(*commands: Any) -> Specification[Any]:
    """Nothing is requested yet, and K1 stands where these commands bring it."""
    return unrequested().beside(COMPLAINT, "K1", *complained(*commands).history)


class TestRequesting:
    def test_one_that_is_open_or_was_accepted_is_not_passed_over(self) -> None:
        beside(OPEN).when(UNNAMED).then_rejected(ComplaintNotNamed, field="complaint_id")
        refusal = beside(OPEN, RESOLVE).when(UNNAMED).rejection
        assert isinstance(refusal, ComplaintNotNamed)
        assert refusal.facts == {"complaint_ids": ["K1"]}

    def test_whoever_names_it_is_not_asked(self) -> None:
        (requested,) = beside(OPEN, RESOLVE).when(replace(UNNAMED, complaint_id="K1")).facts
        assert requested.complaint_id == "K1"

    def test_other_units_may_come_back_for_another_reason(self) -> None:
        unrelated = replace(UNNAMED, unrelated_complaint_ids=("K1",))
        (requested,) = beside(OPEN, RESOLVE).when(unrelated).then_asked_again_nothing().facts
        assert isinstance(requested, ReturnRequested)
        assert (requested.complaint_id, requested.unrelated_complaint_ids) == ("", ("K1",))

    def test_one_that_is_over_leads_to_nothing(self) -> None:
        withdraw = WithdrawComplaint(reason="found the leak", by="ann", at=MONDAY + HOUR)
        assert beside(OPEN, withdraw).when(UNNAMED).rejection is None


NAME = NameComplaint(complaint_id="K1", unrelated_complaint_ids=(), by="ann", on=DAY)
UNRELATED = replace(NAME, complaint_id="", unrelated_complaint_ids=("K1",))


class TestNamingLater:
    def test_what_led_to_it_may_turn_out_later(self) -> None:
        (named,) = beside(OPEN).given(*after(REQUEST).history).when(NAME).then_asked_again_nothing().facts
        assert isinstance(named, ComplaintNamed)
        assert (named.complaint_id, named.order_id, named.line_nos) == ("K1", "O1", (1,))
        approved = beside(OPEN).given(*after(REQUEST, APPROVE).history)
        approved.given(named).when(replace(NAME, complaint_id="K2")).then_rejected(
            OtherComplaintNamed, field="complaint_id"
        )

    def test_not_once_it_is_over(self) -> None:
        unrequested().when(NAME).then_rejected(ReturnUnknown)
        refuse = RefuseReturn(reason="run dry", by="max", on=DAY)
        after(REQUEST, refuse).when(NAME).then_rejected(ReturnIsDecided)

    def test_not_once_money_was_granted_for_no_complaint(self) -> None:
        granted = after(REQUEST, APPROVE, RECEIVED, INSPECTED, grant(Remedy.CREDIT))
        granted.when(NAME).then_rejected(MoneyGranted, field="complaint_id")
        (named,) = granted.when(UNRELATED).then_asked_again_nothing().facts
        assert named.unrelated_complaint_ids == ("K1",)

    def test_money_waits_until_somebody_says_so(self) -> None:
        """The complaint came after the return: nobody had to name it then."""
        history = after(REQUEST, APPROVE, RECEIVED, INSPECTED).history
        inspected = beside(OPEN).given(*history)
        for remedy in (Remedy.CREDIT, Remedy.REFUND):
            credit = replace(grant(remedy), complaints=("K1",))
            inspected.when(credit).then_rejected(ComplaintNotNamed, field="complaint_id")
            for said in (NAME, UNRELATED):
                assert inspected.given(*inspected.when(said).facts).when(credit).rejection is None
        assert inspected.when(grant(Remedy.REPLACEMENT)).rejection is None


async def _complained(client: Any, line_no: int = 1, order_id: str = "O1") -> str:
    about = {"kind": "goods", "order_id": order_id, "line_no": line_no}
    body: dict[str, Any] = {"customer_id": "C1", "title": "They leak", "about": about}
    return str((await post(client, "/complaints", **body)).json()["id"])


def _wanted(**more: Any) -> dict[str, Any]:
    line = {"line_no": 1, "quantity": "1", "fault": "leaks"}
    return {"order_id": "O1", "customer_id": "C1", "warehouse": "main", "lines": [line], "reason": "it leaks", **more}


async def test_over_http_the_refusal_names_the_complaint(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    await tell(delivered(), key="S1")
    async with client_of("c.agent", "care.agent") as agent:
        complaint, other_line = await _complained(agent), await _complained(agent, 2)
        await post(agent, f"/complaints/{complaint}/resolution", outcome="accepted", resolution="send them back")
        answer = await post(agent, "/returns", **_wanted())
        assert (answer.status_code, answer.json()["code"]) == (422, "care.return.complaint-not-named")
        assert answer.json()["complaint_ids"] == [complaint]
        assert await refused(agent, "/returns", **_wanted(complaint_id=other_line)) == (
            422,
            "care.complaint.about-other-goods",
        )
        linked = (await post(agent, "/returns", **_wanted(complaint_id=complaint))).json()["id"]
        assert (await agent.get(f"/complaints/{complaint}")).json()["returns"] == [linked]
        apart = (await post(agent, "/returns", **_wanted(unrelated_complaint_ids=[complaint]))).json()["id"]
        shown = (await agent.get(f"/returns/{apart}")).json()
        assert (shown["complaint_id"], shown["unrelated_complaint_ids"]) == ("", [complaint])
        assert (await agent.get(f"/complaints/{complaint}")).json()["returns"] == [linked]
        await company.pass_time(timedelta(days=8))
        assert (await agent.get(f"/complaints/{complaint}")).json()["status"] == "closed"


async def test_over_http_one_that_was_rejected_neither_asks_nor_is_named(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    await tell(delivered(), key="S1")
    async with client_of("c.agent", "care.agent") as agent:
        complaint = await _complained(agent)
        await post(agent, f"/complaints/{complaint}/resolution", outcome="rejected", resolution="run dry")
        assert await refused(agent, "/returns", **_wanted(complaint_id=complaint)) == (409, "care.complaint.over")
        assert (await post(agent, "/returns", **_wanted())).status_code == 201


async def test_over_http_a_complaint_that_came_later_is_named_before_money_is_granted(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    await tell(delivered(), key="S1")
    async with client_of("c.agent", "care.agent") as agent:
        returned = (await post(agent, "/returns", **_wanted())).json()["id"]
        complaint, other_line = await _complained(agent), await _complained(agent, 2)
        path = f"/returns/{returned}/complaint"
        assert await refused(agent, path, complaint_id=other_line) == (422, "care.complaint.about-other-goods")
        assert await refused(agent, path, complaint_id="nobody") == (404, "care.complaint.unknown")
        assert (await agent.get(f"/returns/{returned}")).json()["complaint_id"] == ""
        assert (await post(agent, path, complaint_id=complaint)).status_code == 200
        assert (await agent.get(f"/returns/{returned}")).json()["complaint_id"] == complaint
        assert (await agent.get(f"/complaints/{complaint}")).json()["returns"] == [returned]


TWO_LINES = replace(REQUEST, lines=(REQUEST.lines[0], replace(REQUEST.lines[0], line_no=2)))


class TestSeveralLines:
    def _asked(self) -> Specification[Any]:
        """Lines 1 and 2 come back; the customer complains about line 1 afterwards."""
        second = replace(cover().lines[0], line_no=2)
        both = replace(cover(), lines=(cover().lines[0], second))
        asked = unrequested(both).when(TWO_LINES)
        about = replace(OPEN, about=replace(OPEN.about, line_no=1))
        return unrequested(both).given(*asked.facts).beside(COMPLAINT, "K1", *complained(about).history)

    def test_it_is_named_for_the_line_that_it_is_about(self) -> None:
        (named,) = self._asked().when(NAME).then_asked_again_nothing().facts
        assert isinstance(named, ComplaintNamed)
        assert named.line_nos == (1,)

    def test_credit_of_the_other_line_is_for_no_complaint(self) -> None:
        asked = self._asked()
        named = asked.given(*asked.when(NAME).facts)
        approved = named.given(*named.when(APPROVE).facts)
        items = tuple(ItemQuantity(item_no=number, quantity=Decimal(3)) for number in (1, 2))
        came = approved.given(*approved.when(replace(RECEIVED, items=items)).facts)
        grades = tuple(replace(INSPECTED.items[0], item_no=number) for number in (1, 2))
        inspected = came.given(*came.when(replace(INSPECTED, items=grades)).facts)
        told = []
        for item_no in (1, 2):
            credit = replace(grant(Remedy.CREDIT, f"G{item_no}"), item_no=item_no, complaints=("K1",))
            decided = inspected.when(credit)
            credited = PUBLISHING[CreditGranted](fact_of(decided.facts[0]), decided.state_after())
            assert isinstance(credited, ReturnCreditGrantedV1)
            told.append(credited.complaint_id)
        assert told == ["K1", ""]


class TestEnding:
    """The complaint hears when a return because of it is over."""

    NAMED = replace(REQUEST, complaint_id="K1")

    def ended(self, *commands: Any) -> list[ReturnEnded]:
        facts = after(*commands[:-1]).when(commands[-1]).then_asked_again_nothing().facts
        return [fact for fact in facts if isinstance(fact, ReturnEnded)]

    def test_settled_or_not(self) -> None:
        refuse = RefuseReturn(reason="worn out", by="max", on=DAY)
        cancel = CancelReturn(reason="kept", by="ann", on=DAY)
        expire = ExpireReturn(on=DAY)
        for over in ((refuse,), (cancel,), (APPROVE, cancel), (APPROVE, expire)):
            (ended,) = self.ended(self.NAMED, *over)
            assert (ended.complaint_id, ended.order_id, ended.settled) == ("K1", "O1", False)
        one_came = NoteReturnReceived(receipt_id="R1", items=(ItemQuantity(item_no=1, quantity=Decimal(1)),), on=DAY)
        assert self.ended(self.NAMED, APPROVE, one_came, expire) == []
        last = (RECEIVED, INSPECTED, grant(Remedy.CREDIT, quantity=3))
        (ended,) = self.ended(self.NAMED, APPROVE, *last)
        assert ended.settled

    def test_goods_that_come_after_all_are_told_and_that_nothing_had_come_as_well(self) -> None:
        over = after(self.NAMED, APPROVE, ExpireReturn(on=DAY))
        came, resumed = over.when(RECEIVED).then_asked_again_nothing().facts
        assert resumed == ReturnResumed(complaint_id="K1", resumed_on=DAY)
        (send,) = when_return_resumed_note_it(fact_of(resumed))
        assert (send.to, send.command) == (COMPLAINT.stream("K1"), NoteReturnResumed(return_id="R-1", on=DAY))
        mistyped = NoteReturnReceiptCorrected(
            receipt_id="R1", items=(ItemQuantity(item_no=1, quantity=Decimal(0)),), reason="typed", by="wanda", on=DAY
        )
        ended = over.given(came, resumed).when(mistyped).facts[-1]
        assert isinstance(ended, ReturnEnded)
        assert not ended.settled
        assert len(after(self.NAMED, APPROVE).when(RECEIVED).facts) == 1

    def test_that_what_was_settled_is_open_again_is_told(self) -> None:
        settled = after(self.NAMED, APPROVE, RECEIVED, INSPECTED, grant(Remedy.CREDIT, "A1", 3))
        cancelled = NoteCreditCancelled(credit_note_id="N1", grant_id="A1", reason="a mistake", on=DAY)
        assert settled.when(cancelled).facts[-1] == ReturnResumed(complaint_id="K1", resumed_on=DAY)
        others = after(REQUEST, APPROVE, RECEIVED, INSPECTED, grant(Remedy.CREDIT, "A1", 3))
        assert not any(isinstance(fact, ReturnResumed) for fact in others.when(cancelled).facts)

    def test_it_is_told_nothing_of_others(self) -> None:
        assert self.ended(REQUEST, RefuseReturn(reason="worn out", by="max", on=DAY)) == []
        (send,) = when_return_ended_note_it(fact_of(self.ended(self.NAMED, APPROVE, ExpireReturn(on=DAY))[0]))
        assert send.to == COMPLAINT.stream("K1")
        assert send.command == NoteReturnEnded(return_id="R-1", order_id="O1", settled=False, on=DAY)


async def test_over_http_who_neither_sends_the_goods_nor_answers_is_not_waited_for(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    """The last day for the answer passes while goods are to come back, and then nothing comes."""
    await tell(delivered(), key="S1")
    async with client_of("c.agent", "care.agent") as agent:
        complaint = await _complained(agent)
        asked = (await post(agent, "/returns", **_wanted(complaint_id=complaint))).json()["id"]
        await post(agent, f"/complaints/{complaint}/assignment", agent="c.agent")
        await post(agent, f"/complaints/{complaint}/waiting", question="Which serials?")
        await company.pass_time(timedelta(days=20))
        assert (await agent.get(f"/complaints/{complaint}")).json()["status"] == "waiting-customer"
        await post(agent, f"/returns/{asked}/cancellation", reason="they keep it")
        await company.pass_time(timedelta(hours=1))
        closed = (await agent.get(f"/complaints/{complaint}")).json()
        assert (closed["status"], closed["unanswered"]) == ("closed", True)


async def test_over_http_what_comes_after_all_is_waited_for_again(
    company: MemoryCompany, client_of: ClientOf, tell: Tell
) -> None:
    """The return was over before the goods came: the complaint is not closed as unanswered, nor about others then."""
    await tell(delivered(), key="S1")
    async with client_of("c.agent", "care.agent") as agent:
        complaint = await _complained(agent)
        asked = (await post(agent, "/returns", **_wanted(complaint_id=complaint))).json()["id"]
        async with client_of("c.manager", "care.manager") as manager:
            await post(manager, f"/returns/{asked}/approval")
        await post(agent, f"/complaints/{complaint}/assignment", agent="c.agent")
        await post(agent, f"/complaints/{complaint}/waiting", question="Which serials?")
        await post(agent, f"/returns/{asked}/cancellation", reason="they keep it")
        came = ReturnedItem(item_no=1, line_no=1, sku="PUMP-40", quantity=Decimal(1))
        told = ReturnReceivedV1(
            return_id=asked, receipt_id="R1", order_id="O1", items=(came,), received_by="wim", received_on=DAY
        )
        await tell(told, key=asked)
        await company.pass_time(timedelta(days=20))
        assert (await agent.get(f"/complaints/{complaint}")).json()["status"] == "waiting-customer"
