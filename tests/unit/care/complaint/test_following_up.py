"""A customer who writes when it is too late to reopen a complaint has another one, about the same, which follows it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.care.complaint.events import ComplaintFollowedUp, ComplaintReopened, NoteAdded
from services.care.complaint.opening import ComplaintIsOver
from services.care.complaint.resolving import ReopenComplaint, TooLateToReopenComplaint, WithdrawComplaint
from services.care.complaint.state import Resolved
from services.care.complaint.working import AddComplaintNote, follow_up_of
from services.care.support_case.events import NoteKind
from services.care.support_case.resolving import REOPEN_WITHIN
from shared.testing.company import MemoryCompany
from tests.unit.care.complaint.test_complaint import MONDAY, OPEN, RESOLVE, after
from tests.unit.care.conftest import ClientOf
from tests.unit.care.test_care_api import post, refused

LATE = RESOLVE.at + REOPEN_WITHIN + timedelta(seconds=1)
WROTE = AddComplaintNote(note_id="N", kind=NoteKind.FROM_CUSTOMER, text="leaks again", by="ann", at=LATE)


def test_what_they_say_is_kept_and_another_one_follows() -> None:
    decided = after(OPEN, RESOLVE).when(WROTE).then_asked_again_nothing()
    added, followed = decided.facts
    assert isinstance(added, NoteAdded)
    assert followed == ComplaintFollowedUp(
        complaint_id=follow_up_of("N"),
        customer_id="C1",
        title=OPEN.title,
        text="leaks again",
        priority=OPEN.priority,
        about=OPEN.about,
        written_by="ann",
        written_at=LATE,
    )
    stays = decided.state_after()
    assert isinstance(stays, Resolved)
    assert stays.file.followed_by == follow_up_of("N")


def test_at_the_last_moment_it_is_reopened() -> None:
    in_time = replace(WROTE, at=RESOLVE.at + REOPEN_WITHIN)
    facts = after(OPEN, RESOLVE).when(in_time).facts
    assert [type(fact) for fact in facts] == [NoteAdded, ComplaintReopened]


def test_where_one_follows_already_they_write_there() -> None:
    after(OPEN, RESOLVE, WROTE).when(replace(WROTE, note_id="M")).then_rejected(TooLateToReopenComplaint)


def test_nobody_else_opens_another_by_a_note() -> None:
    after(OPEN, RESOLVE).when(replace(WROTE, kind=NoteKind.INTERNAL)).then_rejected(ComplaintIsOver)
    withdrawn = after(OPEN, WithdrawComplaint(reason="my mistake", by="ann", at=MONDAY))
    withdrawn.when(WROTE).then_rejected(ComplaintIsOver)
    reopen = ReopenComplaint(reason="leaks again", by="ann", at=LATE)
    after(OPEN, RESOLVE).when(reopen).then_rejected(TooLateToReopenComplaint)


async def test_over_http_both_name_each_other(company: MemoryCompany, client_of: ClientOf) -> None:
    about: dict[str, Any] = {"kind": "goods", "order_id": "O1", "line_no": 1, "quantity": "2"}
    async with client_of("c.agent", "care.agent") as agent:
        body = {"customer_id": "C1", "title": "They leak", "about": about, "priority": "high"}
        first = (await post(agent, "/complaints", **body)).json()["id"]
        path = f"/complaints/{first}"
        await post(agent, f"{path}/resolution", outcome="accepted", resolution="replaced")
        await company.pass_time(REOPEN_WITHIN + timedelta(days=1))
        note = {"kind": "from-customer", "text": "They leak again."}
        await post(agent, f"{path}/notes", **note)
        before = (await agent.get(path)).json()
        assert (before["status"], before["notes"][-1]["text"]) == ("closed", "They leak again.")
        (new,) = (await agent.get("/complaints/queues/unassigned")).json()["items"]
        assert (new["complaint_id"], new["follows"]) == (before["followed_by"], first)
        assert (new["status"], new["title"], new["description"]) == ("new", "They leak", "They leak again.")
        assert (new["priority"], new["order_id"], new["quantity"]) == ("high", "O1", "2")
        assert new["resolution_promise"]["due"] > before["resolution_promise"]["due"]
        assert await refused(agent, f"{path}/notes", **note) == (409, "care.complaint.too-late-to-reopen")
