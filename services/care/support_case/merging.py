"""One matter, one case: merging duplicates, and putting aside what no customer wrote."""

from datetime import datetime
from typing import assert_never

from services.care.support_case.assigning import still_open
from services.care.support_case.events import CaseAbsorbed, CaseEvent, CaseMerged, MarkedAsSpam
from services.care.support_case.opening import CaseUnknown, OtherCustomer
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
from services.care.support_case.waiting import reminder_ended
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class MergedIntoItself(Rejection):
    """A case cannot go on in itself."""

    code = "care.support-case.merged-into-itself"
    ground = Ground.UNACCEPTABLE


class TargetIsOver(Rejection):
    """The other case is not open: nothing can go on there."""

    code = "care.support-case.target-over"


@command
class MergeCase:
    """Let this case go on in another one of the same customer."""

    case_id: str
    into: str
    by: str
    at: datetime


@command
class AbsorbCase:
    """Take in a case that is the same matter."""

    case_id: str
    customer_id: str


@command
class MarkAsSpam:
    """Put it aside: no customer asked for anything."""

    reason: str
    by: str
    at: datetime


def merge_case(request: MergeCase, case: Case) -> list[CaseEvent]:
    """The other case agrees in the same transaction, by absorbing this one, or nothing happens."""
    if request.into == request.case_id:
        raise MergedIntoItself("name another case", field="into")
    match case:
        case Merged(into=request.into):
            return []
        case _:
            merged = CaseMerged(
                into=request.into,
                customer_id=still_open(case).file.customer_id,
                merged_by=request.by,
                merged_at=request.at,
            )
            return [*reminder_ended(case, request.at), merged]


def absorb_case(request: AbsorbCase, case: Case) -> list[CaseEvent]:
    """An open case takes in cases of the same customer, each once."""
    match case:
        case Unopened():
            raise CaseUnknown("there is no such case to merge into", field="into")
        case (
            New(file=file)
            | Assigned(file=file)
            | InProgress(file=file)
            | WaitingCustomer(file=file)
            | WaitingThirdParty(file=file)
        ):
            if file.customer_id != request.customer_id:
                raise OtherCustomer("the other case is another customer's", field="into")
            return [] if request.case_id in file.absorbed else [CaseAbsorbed(case_id=request.case_id)]
        case Resolved() | Closed() | Merged() | Spam():
            raise TargetIsOver("merge into a case that is open", field="into")
        case _:
            assert_never(case)


def mark_as_spam(request: MarkAsSpam, case: Case) -> list[CaseEvent]:
    """Marked twice, it happens once; reopening undoes it."""
    match case:
        case Spam():
            return []
        case _:
            still_open(case)
            marked = MarkedAsSpam(reason=request.reason, marked_by=request.by, marked_at=request.at)
            return [*reminder_ended(case, request.at), marked]
