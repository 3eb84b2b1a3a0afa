"""Opening cases, and cases that follow others."""

from datetime import UTC, datetime

from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.service_level.promises import promised
from services.care.service_level.state import STANDARD
from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.events import About, CaseOpened, FollowUpNoted, MarkedAsSpam
from services.care.support_case.opening import (
    CaseUnknown,
    LineWithoutOrder,
    NoteFollowUp,
    OpenCase,
    OtherCustomer,
)
from services.care.support_case.state import New
from shared.testing.specification import spec_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
a_case = spec_of(SUPPORT_CASE).beside(SERVICE_LEVEL, THE_SERVICE_LEVEL)


def open_command(about: About, follows: str | None = None) -> OpenCase:
    return OpenCase(
        customer_id="C1",
        subject="It leaks",
        description="at the seal",
        priority=Priority.HIGH,
        about=about,
        follows=follows,
        by="lan",
        at=MONDAY,
    )


def opened(about: About, follows: str | None = None) -> CaseOpened:
    return CaseOpened(
        customer_id="C1",
        subject="It leaks",
        description="at the seal",
        priority=Priority.HIGH,
        about=about,
        follows=follows,
        promised=promised(STANDARD, Priority.HIGH, MONDAY),
        opened_by="lan",
        opened_at=MONDAY,
    )


OPENED = opened(About())


class TestOpening:
    def test_a_case_is_opened_once(self) -> None:
        about = About(order_id="O1", line_no=2, sku="PUMP-40")
        a_case.when(open_command(about)).then(opened(about)).then_asked_again_nothing()

    def test_a_line_is_a_line_of_an_order(self) -> None:
        a_case.when(open_command(About(line_no=2))).then_rejected(LineWithoutOrder, field="about.order_id")

    def test_a_case_remembers_which_it_follows(self) -> None:
        state = a_case.when(open_command(About(), "K0")).then(opened(About(), "K0")).state_after()
        assert isinstance(state, New)
        assert state.file.follows == "K0"


class TestFollowing:
    NOTE = NoteFollowUp(case_id="K2", customer_id="C1")

    def test_the_earlier_case_names_the_one_that_follows(self) -> None:
        a_case.given(OPENED).when(self.NOTE).then(FollowUpNoted(case_id="K2")).then_asked_again_nothing()

    def test_a_case_that_is_over_can_be_followed(self) -> None:
        spam = MarkedAsSpam(reason="seemed so", marked_by="lan", marked_at=MONDAY)
        a_case.given(OPENED, spam).when(self.NOTE).then(FollowUpNoted(case_id="K2"))

    def test_there_has_to_be_an_earlier_case(self) -> None:
        a_case.when(self.NOTE).then_rejected(CaseUnknown, field="follows")

    def test_it_has_to_be_of_the_same_customer(self) -> None:
        other = NoteFollowUp(case_id="K2", customer_id="C2")
        a_case.given(OPENED).when(other).then_rejected(OtherCustomer, field="follows")
