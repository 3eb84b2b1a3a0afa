"""The end of a complaint, and its return: resolving, closing, reopening, withdrawing."""

from datetime import datetime
from typing import assert_never

from services.care.complaint.events import (
    ComplaintClosed,
    ComplaintEvent,
    ComplaintReopened,
    ComplaintResolved,
    ComplaintWithdrawn,
    Outcome,
)
from services.care.complaint.opening import ComplaintIsOver, ComplaintUnknown, still_open
from services.care.complaint.promising import broken_meanwhile
from services.care.complaint.state import (
    Closed,
    Complaint,
    Decided,
    InProgress,
    New,
    Resolved,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    Withdrawn,
)
from services.care.complaint.waiting import reminder_ended
from services.care.service_level.promises import promised_again, settled
from services.care.support_case.resolving import REOPEN_WITHIN
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class ComplaintNotResolved(Rejection):
    """A complaint is closed once it is resolved."""

    code = "care.complaint.not-resolved"


class TooLateToReopenComplaint(Rejection):
    """The complaint was resolved too long ago: open a new one."""

    code = "care.complaint.too-late-to-reopen"


@command
class ResolveComplaint:
    """Decide about it, and say why."""

    outcome: Outcome
    resolution: str
    by: str
    at: datetime


@command
class CloseComplaint:
    """The customer is content. `by` is empty when nobody objected in time."""

    by: str
    at: datetime


@command
class ReopenComplaint:
    """The customer is not content with the decision."""

    reason: str
    by: str
    at: datetime


@command
class WithdrawComplaint:
    """The customer takes it back."""

    reason: str
    by: str
    at: datetime


def resolve_complaint(request: ResolveComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """The decision is our response too, where there was none before."""
    match complaint:
        case Resolved(outcome=request.outcome, resolution=request.resolution):
            return []
        case _:
            late, file = broken_meanwhile(still_open(complaint).file, request.at)
            return [
                *late,
                *reminder_ended(complaint, request.at),
                ComplaintResolved(
                    outcome=request.outcome,
                    resolution=request.resolution,
                    clocks=settled(file.promised, request.at),
                    resolved_by=request.by,
                    resolved_at=request.at,
                ),
            ]


def close_complaint(request: CloseComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """By a person or by time, whichever comes first."""
    match complaint:
        case Resolved():
            return [ComplaintClosed(closed_by=request.by, closed_at=request.at)]
        case Closed():
            return []
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            raise ComplaintNotResolved("decide about it first")
        case Unopened():
            raise ComplaintUnknown("open it first")
        case Withdrawn(reason=reason):
            raise ComplaintIsOver(reason)
        case _:
            assert_never(complaint)


def reopen_complaint(request: ReopenComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """With a new promise to resolve it, counted from now. One that is open changes nothing."""
    match complaint:
        case Unopened():
            raise ComplaintUnknown("open it first")
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            return []
        case Resolved() | Closed():
            return [reopened(complaint, request.reason, request.by, request.at)]
        case Withdrawn(reason=reason):
            raise ComplaintIsOver(reason)
        case _:
            assert_never(complaint)


def is_too_late(complaint: Decided, at: datetime) -> bool:
    """Whether it was resolved too long ago to be open again."""
    return at > complaint.resolved_at + REOPEN_WITHIN


def reopened(complaint: Decided, reason: str, by: str, at: datetime) -> ComplaintReopened:
    """That it is open again. Raises TooLateToReopenComplaint."""
    if is_too_late(complaint, at):
        until = complaint.resolved_at + REOPEN_WITHIN
        raise TooLateToReopenComplaint(f"it could be reopened until {until.date()}", until=until.isoformat())
    return ComplaintReopened(
        reason=reason,
        clocks=promised_again(complaint.file.promised, at),
        reopened_by=by,
        reopened_at=at,
    )


def withdraw_complaint(request: WithdrawComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """Until it is decided."""
    match complaint:
        case Withdrawn():
            return []
        case _:
            still_open(complaint)
            withdrawn = ComplaintWithdrawn(reason=request.reason, withdrawn_by=request.by, withdrawn_at=request.at)
            return [*reminder_ended(complaint, request.at), withdrawn]
