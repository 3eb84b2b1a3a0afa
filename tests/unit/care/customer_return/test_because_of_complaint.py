"""A return of goods that are complained about says whether the complaint led to it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.resolving import WithdrawComplaint
from services.care.customer_return.events import ReturnRequested
from services.care.customer_return.requesting import ComplaintNotNamed
from shared.testing.company import MemoryCompany
from shared.testing.specification import Specification
from tests.unit.care.complaint.test_complaint import HOUR, MONDAY, OPEN, RESOLVE
from tests.unit.care.complaint.test_complaint import after as complained
from tests.unit.care.conftest import ClientOf, Tell
from tests.unit.care.customer_return.test_return import REQUEST, unrequested
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
