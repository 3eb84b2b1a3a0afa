"""The end of a case, and its return: resolving, closing, reopening."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from services.care.service_level.promises import going_on, promised_again, settled
from services.care.support_case.assigning import CaseIsOver, still_open
from services.care.support_case.events import CaseClosed, CaseEvent, CaseReopened, CaseResolved
from services.care.support_case.opening import CaseUnknown
from services.care.support_case.promising import broken_meanwhile, clocks_after
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
from services.care.support_case.working import begun
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command

CLOSE_AFTER: Final = timedelta(days=7)
"""A resolved case that nobody objects to is closed after that time."""

REOPEN_WITHIN: Final = timedelta(days=14)
"""How long after its resolution a case may be reopened; later, a new case follows it."""


class NotResolved(Rejection):
    """A case is closed once it is resolved."""

    code = "care.support-case.not-resolved"


class TooLateToReopen(Rejection):
    """The case was resolved too long ago: open a new one that follows it."""

    code = "care.support-case.too-late-to-reopen"


@command
class ResolveCase:
    """It is done, or explained."""

    resolution: str
    by: str
    at: datetime


@command
class CloseCase:
    """The customer is content. `by` is None when nobody objected in time."""

    by: str | None
    at: datetime


@command
class ReopenCase:
    """The customer is not content, or it was not spam."""

    reason: str
    by: str
    at: datetime


def resolve_case(request: ResolveCase, case: Case) -> list[CaseEvent]:
    """That is our response too, where there was none before. Resolved twice in the same words, it is resolved once."""
    match case:
        case Resolved(resolution=request.resolution):
            return []
        case _:
            current = still_open(case)
            begins = begun(current, request.by, request.at)
            late, file = broken_meanwhile(current.file, request.at)
            resolved = CaseResolved(
                resolution=request.resolution,
                clocks=clocks_after(file, settled, request.at),
                resolved_by=request.by,
                resolved_at=request.at,
            )
            return [*late, *begins, *reminder_ended(current, request.at), resolved]


def close_case(request: CloseCase, case: Case) -> list[CaseEvent]:
    """Closed by a person or by time, whichever comes first."""
    match case:
        case Resolved():
            return [CaseClosed(closed_by=request.by, closed_at=request.at)]
        case Closed():
            return []
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            raise NotResolved("say first how it was resolved")
        case Unopened():
            raise CaseUnknown("open it first")
        case Merged() | Spam():
            raise CaseIsOver("it is merged, or spam: there is nothing to close")
        case _:
            assert_never(case)


def reopen_case(request: ReopenCase, case: Case) -> list[CaseEvent]:
    """A case that is open changes nothing; one taken for spam can come back at any time."""
    match case:
        case Unopened():
            raise CaseUnknown("open it first")
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            return []
        case Resolved() | Closed():
            return reopened_in_time(case, request.reason, request.by, request.at)
        case Spam(file=file):
            # The customer waited all the while. Only a question that was open then is open no more.
            clocks = clocks_after(file, going_on, request.at)
            return [CaseReopened(reason=request.reason, clocks=clocks, reopened_by=request.by, reopened_at=request.at)]
        case Merged(into=into):
            raise CaseIsOver(f"it goes on in {into}", status="merged", into=into)
        case _:
            assert_never(case)


def reopened_in_time(case: Resolved | Closed, reason: str, by: str, at: datetime) -> list[CaseEvent]:
    """The reopening, while the matter is fresh, with a new promise to resolve it. Raises TooLateToReopen."""
    until = case.resolved_at + REOPEN_WITHIN
    if at > until:
        raise TooLateToReopen(f"it could be reopened until {until.date()}", until=until.isoformat())
    clocks = clocks_after(case.file, promised_again, at)
    return [CaseReopened(reason=reason, clocks=clocks, reopened_by=by, reopened_at=at)]
