"""Opening a support case: from here on its clocks run; and noting in an earlier case that a new one follows it."""

from datetime import datetime
from typing import assert_never

from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.service_level.promises import promised
from services.care.support_case.events import About, CaseEvent, CaseOpened, FollowUpNoted
from services.care.support_case.state import (
    Assigned,
    Case,
    Closed,
    InProgress,
    Merged,
    New,
    Resolved,
    Spam,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
)
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class CaseUnknown(Rejection):
    """There is no support case of this id."""

    code = "care.support-case.unknown"
    ground = Ground.NOT_FOUND


class LineWithoutOrder(Rejection):
    """A line number says nothing without its order."""

    code = "care.support-case.line-without-order"
    ground = Ground.UNACCEPTABLE


class OtherCustomer(Rejection):
    """The two cases are of different customers."""

    code = "care.support-case.other-customer"
    ground = Ground.UNACCEPTABLE


@command
class OpenCase:
    """Take down what a customer asks for. Given the service level."""

    customer_id: str
    subject: str
    description: str
    priority: Priority
    about: About
    follows: str | None
    by: str
    at: datetime


@command
class NoteFollowUp:
    """Note that this new case of the same customer continues the matter."""

    case_id: str
    customer_id: str


def open_case(request: OpenCase, case: Case, given: Given) -> list[CaseEvent]:
    """Every request to open has an id of its own; repeated, it finds its case open."""
    match case:
        case Unopened():
            if request.about.line_no is not None and request.about.order_id is None:
                raise LineWithoutOrder("name the order as well", field="about.order_id")
            opened = CaseOpened(
                customer_id=request.customer_id,
                subject=request.subject,
                description=request.description,
                priority=request.priority,
                about=request.about,
                follows=request.follows,
                promised=promised(given.of(SERVICE_LEVEL, THE_SERVICE_LEVEL), request.priority, request.at),
                opened_by=request.by,
                opened_at=request.at,
            )
            return [opened]
        case (
            New()
            | Assigned()
            | InProgress()
            | WaitingCustomer()
            | WaitingThirdParty()
            | Resolved()
            | Closed()
            | Merged()
            | Spam()
        ):
            return []
        case _:
            assert_never(case)


def note_follow_up(request: NoteFollowUp, case: Case) -> list[CaseEvent]:
    """A case is followed by cases of the same customer only."""
    match case:
        case Unopened():
            raise CaseUnknown("there is no such earlier case", field="follows")
        case (
            New(file=file)
            | Assigned(file=file)
            | InProgress(file=file)
            | WaitingCustomer(file=file)
            | WaitingThirdParty(file=file)
            | Resolved(file=file)
            | Closed(file=file)
            | Merged(file=file)
            | Spam(file=file)
        ):
            if file.customer_id != request.customer_id:
                raise OtherCustomer("the earlier case is another customer's", field="follows")
            return [] if request.case_id in file.followed_by else [FollowUpNoted(case_id=request.case_id)]
        case _:
            assert_never(case)
