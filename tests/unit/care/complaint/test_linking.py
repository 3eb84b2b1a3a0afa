"""Goods that come back because of a complaint: it is open or was accepted, and is about these goods."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.care.complaint.events import ComplaintResolved, Kind, Outcome, ReturnEnded, Subject
from services.care.complaint.linking import (
    ComplaintAboutOtherGoods,
    LinkReturn,
    NoteReturnEnded,
    NoteReturnResumed,
    OtherCustomersComplaint,
    may_have_led_to,
)
from services.care.complaint.opening import ComplaintIsOver, ComplaintUnknown
from services.care.complaint.resolving import CloseComplaint, WithdrawComplaint
from services.care.complaint.state import Resolved
from services.care.publishing import PUBLISHING
from shared.published.care import ComplaintResolvedV1
from tests.unit.care.complaint.test_complaint import ASK, ASSIGN, HOUR, MONDAY, OPEN, RESOLVE, after, unopened
from tests.unit.care.customer_return.test_return import fact_of

LINK = LinkReturn(return_id="R1", customer_id="C1", order_id="O1", line_nos=(1,))
CLOSE = CloseComplaint(by="", at=MONDAY + 5 * HOUR)
REJECT = replace(RESOLVE, outcome=Outcome.REJECTED)
WITHDRAW = WithdrawComplaint(reason="found the leak", by="ann", at=MONDAY + HOUR)


class TestLinking:
    @pytest.mark.parametrize(
        "commands", [(), (ASSIGN,), (ASSIGN, ASK), (RESOLVE,), (RESOLVE, CLOSE)], ids=lambda one: str(len(one))
    )
    def test_one_that_is_open_or_was_accepted_is_named(self, commands: tuple[object, ...]) -> None:
        linked = after(OPEN, *commands).when(LINK).then_asked_again_nothing().state_after()
        assert linked.file.returns == ("R1",)

    def test_it_stays_decided(self) -> None:
        partly = replace(RESOLVE, outcome=Outcome.PARTLY_ACCEPTED)
        linked = after(OPEN, partly).when(LINK).state_after()
        assert isinstance(linked, Resolved)
        assert linked.outcome is Outcome.PARTLY_ACCEPTED

    def test_one_that_was_rejected_or_taken_back_is_not(self) -> None:
        after(OPEN, REJECT).when(LINK).then_rejected(ComplaintIsOver, field="complaint_id")
        after(OPEN, REJECT, CLOSE).when(LINK).then_rejected(ComplaintIsOver, field="complaint_id")
        after(OPEN, WITHDRAW).when(LINK).then_rejected(ComplaintIsOver, field="complaint_id")

    def test_nor_is_that_of_others_or_none(self) -> None:
        after(OPEN).when(replace(LINK, customer_id="C2")).then_rejected(OtherCustomersComplaint, field="complaint_id")
        unopened().when(LINK).then_rejected(ComplaintUnknown, field="complaint_id")

    def test_it_is_about_the_same_goods(self) -> None:
        after(OPEN).when(replace(LINK, order_id="O2")).then_rejected(ComplaintAboutOtherGoods, field="complaint_id")
        after(OPEN).when(replace(LINK, line_nos=(1, 2))).then_rejected(ComplaintAboutOtherGoods, field="complaint_id")

    def test_one_that_names_no_line_or_no_order_may_be_about_any(self) -> None:
        every_line = replace(OPEN, about=Subject(kind=Kind.GOODS, order_id="O1"))
        assert after(every_line).when(replace(LINK, line_nos=(1, 2))).state_after().file.returns == ("R1",)
        no_order = replace(OPEN, about=Subject(kind=Kind.GOODS))
        assert after(no_order).when(LINK).state_after().file.returns == ("R1",)

    def test_one_about_something_else_than_goods_is_not_made_good_by_their_credit(self) -> None:
        for about in (
            Subject(kind=Kind.INVOICE, order_id="O1", invoice_id="I1"),
            Subject(kind=Kind.DELIVERY, order_id="O1"),
            Subject(kind=Kind.SERVICE),
        ):
            opened = after(replace(OPEN, about=about))
            opened.when(LINK).then_rejected(ComplaintAboutOtherGoods, field="complaint_id")


class TestEnding:
    """Accounting is told once the last return because of it is over, and any of them came to something."""

    ENDED = NoteReturnEnded(return_id="R1", order_id="O1", settled=True, on=MONDAY.date())
    RESUMED = NoteReturnResumed(return_id="R1", on=MONDAY.date())
    BOTH = (OPEN, LINK, replace(LINK, return_id="R2"))

    @staticmethod
    def told(command: NoteReturnEnded, *before: object) -> tuple[str, ...] | None:
        decided = after(*before).when(command).then_asked_again_nothing()
        (fact,) = decided.facts
        told = PUBLISHING[ReturnEnded](fact_of(fact), decided.state_after())
        return None if told is None else tuple(one.return_id for one in told.returns)

    def test_the_last_one_tells(self) -> None:
        assert self.told(self.ENDED, *self.BOTH) is None
        assert self.told(replace(self.ENDED, return_id="R2"), *self.BOTH, self.ENDED) == ("R1", "R2")
        nothing = replace(self.ENDED, return_id="R2", settled=False)
        assert self.told(nothing, *self.BOTH, self.ENDED) == ("R1",)
        assert self.told(nothing, OPEN, replace(LINK, return_id="R2")) is None

    def test_whatever_was_decided_by_then(self) -> None:
        assert self.told(self.ENDED, OPEN, LINK, RESOLVE, CLOSE) == ("R1",)
        unopened().when(self.ENDED).then_nothing()

    def test_one_that_is_settled_anew_is_told_again(self) -> None:
        anew = replace(self.ENDED, on=self.ENDED.on + timedelta(days=1))
        assert self.told(anew, OPEN, LINK, self.ENDED) == ("R1",)

    def test_one_that_goes_on_is_awaited_again(self) -> None:
        nothing, resumed = replace(self.ENDED, settled=False), self.RESUMED
        again = after(OPEN, LINK, nothing).when(resumed).then_asked_again_nothing().state_after()
        assert (again.file.awaited, again.file.came_to_nothing, again.file.has_goods_back) == (("R1",), (), True)
        assert self.told(self.ENDED, OPEN, LINK, nothing, resumed) == ("R1",)
        assert self.told(nothing, OPEN, LINK, nothing, resumed) is None
        assert self.told(self.ENDED, OPEN, LINK, self.ENDED, resumed) == ("R1",)
        for before in ((), (OPEN,), (OPEN, LINK)):
            after(*before).when(resumed).then_nothing()

    def test_who_decides_meanwhile_says_that_it_waits(self) -> None:
        for before, awaits in (
            ((OPEN,), False),
            ((OPEN, LINK), True),
            ((OPEN, LINK, self.ENDED), False),
            ((OPEN, LINK, replace(self.ENDED, settled=False), self.RESUMED), True),
            ((OPEN, LINK, self.ENDED, self.RESUMED), True),
        ):
            decided = after(*before).when(RESOLVE)
            told = PUBLISHING[ComplaintResolved](fact_of(decided.facts[-1]), decided.state_after())
            assert isinstance(told, ComplaintResolvedV1)
            assert told.awaits_returns is awaits


class TestLeadingTo:
    def test_goods_of_an_open_or_accepted_one_may_come_back_because_of_it(self) -> None:
        for commands in ((OPEN,), (OPEN, ASSIGN), (OPEN, RESOLVE), (OPEN, RESOLVE, CLOSE)):
            assert may_have_led_to(after(*commands).state, "C1", "O1", {1, 2})

    def test_those_of_any_other_come_for_another_reason(self) -> None:
        for commands in ((), (OPEN, REJECT), (OPEN, WITHDRAW)):
            assert not may_have_led_to(after(*commands).state, "C1", "O1", {1})
        accepted = after(OPEN, RESOLVE).state
        assert not may_have_led_to(accepted, "C2", "O1", {1})
        assert not may_have_led_to(accepted, "C1", "O2", {1})
        assert not may_have_led_to(accepted, "C1", "O1", {2})
        late = replace(OPEN, about=Subject(kind=Kind.DELIVERY, order_id="O1"))
        assert not may_have_led_to(after(late, RESOLVE).state, "C1", "O1", {1})
