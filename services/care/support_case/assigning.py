"""Handing a case to an agent, saying how urgent it is, and asking a manager to look at it."""

from datetime import datetime
from typing import assert_never

from services.care.service_level.priority import Priority
from services.care.service_level.promises import reprioritised
from services.care.support_case.events import (
    CaseAssigned,
    CaseEscalated,
    CaseEvent,
    CasePrioritised,
)
from services.care.support_case.opening import CaseUnknown
from services.care.support_case.promising import broken_meanwhile
from services.care.support_case.state import (
    Assigned,
    Case,
    Closed,
    InProgress,
    Merged,
    New,
    Open,
    Resolved,
    Spam,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    agent_of,
)
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class CaseIsOver(Rejection):
    """The case is resolved, closed, merged or spam: nobody works on it."""

    code = "care.support-case.over"


@command
class AssignCase:
    """Hand the case to this agent."""

    agent: str
    by: str
    at: datetime


@command
class PrioritiseCase:
    """Say how urgent it really is."""

    priority: Priority
    reason: str
    by: str
    at: datetime


@command
class EscalateCase:
    """Ask a manager to look at it."""

    reason: str
    by: str
    at: datetime


def still_open(case: Case) -> Open:
    """The case, if somebody works on it or will. Raises CaseUnknown, CaseIsOver."""
    match case:
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            return case
        case Unopened():
            raise CaseUnknown("open it first")
        case Resolved():
            raise CaseIsOver("it is resolved: reopen it first", status="resolved")
        case Closed():
            raise CaseIsOver("it is closed: reopen it first", status="closed")
        case Merged(into=into):
            raise CaseIsOver(f"it goes on in {into}", status="merged", into=into)
        case Spam(reason=reason):
            raise CaseIsOver(f"it is spam: {reason}", status="spam")
        case _:
            assert_never(case)


def assign_case(request: AssignCase, case: Case) -> list[CaseEvent]:
    """Handed to the agent who has it already, nothing happens."""
    if agent_of(still_open(case)) == request.agent:
        return []
    return [CaseAssigned(agent=request.agent, assigned_by=request.by, assigned_at=request.at)]


def prioritise_case(request: PrioritiseCase, case: Case) -> list[CaseEvent]:
    """What was promised for that priority, counted from the opening. The one that it has already changes nothing."""
    file = still_open(case).file
    if file.priority == request.priority:
        return []
    late, file = broken_meanwhile(file, request.at)
    return [
        *late,
        CasePrioritised(
            priority=request.priority,
            reason=request.reason,
            clocks=None if file.promised is None else reprioritised(file.promised, request.priority),
            prioritised_by=request.by,
        ),
    ]


def escalate_case(request: EscalateCase, case: Case) -> list[CaseEvent]:
    """The same person does not escalate twice for the same reason; for another one, or another person, it counts."""
    escalations = still_open(case).file.escalations
    if any((one.escalated_by, one.reason) == (request.by, request.reason) for one in escalations):
        return []
    return [CaseEscalated(reason=request.reason, escalated_by=request.by, escalated_at=request.at)]
