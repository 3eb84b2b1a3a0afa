"""A complaint was taken down for the wrong thing: it is corrected, with a reason, and what it was about is kept."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.care.complaint.correcting import CorrectComplaint, GoodsComeBackForComplaint
from services.care.complaint.events import ComplaintCorrected, Kind, Subject, Unverified
from services.care.complaint.linking import LinkReturn, NoteReturnEnded, NoteReturnResumed
from services.care.complaint.opening import ComplaintIsOver, ComplaintUnknown, OtherCustomersOrder, SubjectIncomplete
from shared.testing.company import MemoryCompany
from tests.unit.care.complaint.test_complaint import MONDAY, OPEN, RESOLVE, after, unopened
from tests.unit.care.complaint.test_verifying import known
from tests.unit.care.conftest import ClientOf
from tests.unit.care.test_care_api import post, refused

VALVES = Subject(kind=Kind.GOODS, order_id="O1", line_no=2)
CORRECT = CorrectComplaint(about=VALVES, reason="they meant the valves", by="bea", at=MONDAY + timedelta(hours=1))


def test_it_is_about_something_else_and_remembers_what_it_was_about() -> None:
    corrected = ComplaintCorrected(
        before=OPEN.about,
        about=VALVES,
        unverified=(Unverified.CUSTOMER, Unverified.ORDER),
        reason="they meant the valves",
        corrected_by="bea",
        corrected_at=CORRECT.at,
    )
    decided = after(OPEN).when(CORRECT).then(corrected).then_asked_again_nothing()
    file = decided.state_after().file
    assert (file.about, file.corrections) == (VALVES, (corrected,))


def test_it_is_held_against_what_care_has_heard() -> None:
    opened = known.when(replace(OPEN, about=Subject(kind=Kind.SERVICE))).facts
    history = known.given(*opened)
    unverified = history.when(CORRECT).facts[0].unverified
    assert unverified == (Unverified.LINE,)
    theirs = known.given(*known.when(replace(OPEN, customer_id="C2", about=Subject(kind=Kind.SERVICE))).facts)
    theirs.when(CORRECT).then_rejected(OtherCustomersOrder, field="about.order_id")
    history.when(replace(CORRECT, about=Subject(kind=Kind.INVOICE))).then_rejected(SubjectIncomplete)


def test_only_while_somebody_works_on_it() -> None:
    after(OPEN, RESOLVE).when(CORRECT).then_rejected(ComplaintIsOver)
    unopened().when(CORRECT).then_rejected(ComplaintUnknown)
    after(OPEN).when(replace(CORRECT, about=OPEN.about)).then_nothing()


class TestGoodsComeBack:
    """What is credited for a return comes off what is contested for its complaint: both are about the same goods."""

    LINK = LinkReturn(return_id="R1", customer_id="C1", order_id="O1", line_nos=(1,))
    SETTLED = NoteReturnEnded(return_id="R1", order_id="O1", settled=True, on=MONDAY.date())

    @pytest.mark.parametrize(
        "about",
        [
            VALVES,
            replace(OPEN.about, order_id="O2"),
            Subject(kind=Kind.GOODS, order_id="O1"),
            Subject(kind=Kind.INVOICE, order_id="O1", invoice_id="I1"),
        ],
        ids=["another line", "another order", "no line", "another kind"],
    )
    def test_it_stays_about_their_line(self, about: Subject) -> None:
        elsewhere = replace(CORRECT, about=about)
        for before in ((OPEN, self.LINK), (OPEN, self.LINK, self.SETTLED)):
            after(*before).when(elsewhere).then_rejected(GoodsComeBackForComplaint, field="about")

    def test_how_many_units_of_it_they_are_may_still_be_said(self) -> None:
        two = replace(CORRECT, about=replace(OPEN.about, quantity=Decimal(2), invoice_id="I1"))
        assert after(OPEN, self.LINK).when(two).state_after().file.about == two.about

    def test_of_a_return_that_came_to_nothing_no_credit_is_to_come(self) -> None:
        nothing = replace(self.SETTLED, settled=False)
        assert after(OPEN, self.LINK, nothing).when(CORRECT).state_after().file.about == VALVES

    def test_unless_goods_come_with_it_after_all(self) -> None:
        nothing, came = replace(self.SETTLED, settled=False), NoteReturnResumed(return_id="R1", on=MONDAY.date())
        after(OPEN, self.LINK, nothing, came).when(CORRECT).then_rejected(GoodsComeBackForComplaint, field="about")


async def test_over_http_the_correction_and_its_reason_stay_to_be_read(
    company: MemoryCompany, client_of: ClientOf
) -> None:
    body: dict[str, Any] = {"customer_id": "C1", "title": "They leak", "about": {"kind": "service"}}
    async with client_of("c.agent", "care.agent") as agent:
        complaint = (await post(agent, "/complaints", **body)).json()["id"]
        path = f"/complaints/{complaint}"
        about: dict[str, Any] = {"kind": "goods", "order_id": "O1", "line_no": 2, "quantity": "3"}
        await post(agent, f"{path}/correction", about=about, reason="they meant the valves")
        shown = (await agent.get(path)).json()
        assert (shown["kind"], shown["order_id"], shown["line_no"], shown["quantity"]) == ("goods", "O1", 2, "3")
        assert [(one["before"]["kind"], one["reason"]) for one in shown["corrections"]] == [
            ("service", "they meant the valves")
        ]
        about = {"kind": "goods", "line_no": 2}
        assert await refused(agent, f"{path}/correction", about=about, reason="they meant the valves") == (
            422,
            "care.complaint.subject-incomplete",
        )
