"""Working on a complaint: handing it out, writing down, asking the customer, going on, and what happens in time."""

from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from services.care.complaint.events import (
    Clocks,
    ComplaintAnswered,
    ComplaintAssigned,
    ComplaintEscalated,
    ComplaintEvent,
    ComplaintPrioritised,
    ComplaintResumed,
    CustomerAwaited,
    NoteAdded,
    Promise,
    PromiseBroken,
)
from services.care.complaint.opening import still_open
from services.care.complaint.state import (
    Closed,
    Complaint,
    File,
    InProgress,
    New,
    Open,
    Resolved,
    Unopened,
    WaitingCustomer,
    Withdrawn,
    agent_of,
)
from services.care.service_level.clock import breached, met, paused, resumed, retargeted
from services.care.support_case.events import NoteKind, Priority
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command

MOST_NOTES: Final = 500
"""A complaint is read whole, so it has to stay readable."""


class NobodyHasComplaint(Rejection):
    """The complaint is not assigned to anybody yet."""

    code = "care.complaint.nobody-has-it"


class ComplaintIsFull(Rejection):
    """The complaint holds as many notes as one can."""

    code = "care.complaint.too-many-notes"


@command
class AssignComplaint:
    """Hand it to this agent."""

    agent: str
    by: str
    at: datetime


@command
class PrioritiseComplaint:
    """Say how urgent it really is."""

    priority: Priority
    reason: str
    by: str
    at: datetime


@command
class AddComplaintNote:
    """Write this down."""

    note_id: str
    kind: NoteKind
    text: str
    by: str
    at: datetime


@command
class AskCustomer:
    """Wait for the customer's answer to this question."""

    question: str
    by: str
    at: datetime


@command
class ResumeComplaint:
    """Go on without waiting longer."""

    by: str
    at: datetime


@command
class EscalateComplaint:
    """Ask a manager to look at it."""

    reason: str
    by: str
    at: datetime


@command
class NoteClockRanOut:
    """What was promised by now is not done."""

    promise: Promise
    due: datetime
    at: datetime


def assign_complaint(request: AssignComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """To the agent who has it already, nothing happens."""
    current = still_open(complaint)
    if agent_of(current) == request.agent:
        return []
    return [ComplaintAssigned(agent=request.agent, assigned_by=request.by, assigned_at=request.at)]


def prioritise_complaint(request: PrioritiseComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """What was promised for that priority on the day of the complaint, counted from its opening."""
    file = still_open(complaint).file
    if file.priority == request.priority:
        return []
    target = next(one for one in file.targets if one.priority == request.priority)
    clocks = Clocks(
        first_response=retargeted(file.clocks.first_response, file.calendar, target.first_response_minutes),
        resolution=retargeted(file.clocks.resolution, file.calendar, target.resolution_minutes),
    )
    return [
        ComplaintPrioritised(
            priority=request.priority,
            reason=request.reason,
            clocks=clocks,
            prioritised_by=request.by,
            prioritised_at=request.at,
        )
    ]


def answered(file: File, at: datetime) -> Clocks:
    """The clocks once the customer has heard from us."""
    return replace(file.clocks, first_response=met(file.clocks.first_response, at))


def add_complaint_note(request: AddComplaintNote, complaint: Complaint) -> list[ComplaintEvent]:
    """The first thing we tell the customer is our response; what they tell us ends the waiting."""
    current = still_open(complaint)
    file = current.file
    if any(note.note_id == request.note_id for note in file.notes):
        return []
    if len(file.notes) >= MOST_NOTES:
        raise ComplaintIsFull(f"{MOST_NOTES} notes are the limit", limit=MOST_NOTES)
    added = NoteAdded(
        note_id=request.note_id, kind=request.kind, text=request.text, author=request.by, added_at=request.at
    )
    if request.kind is NoteKind.TO_CUSTOMER and file.clocks.first_response.met_at is None:
        return [added, ComplaintAnswered(clocks=answered(file, request.at), answered_at=request.at)]
    if request.kind is NoteKind.FROM_CUSTOMER and isinstance(current, WaitingCustomer):
        return [added, _resumed(file, request.by, request.at)]
    return [added]


def ask_customer(request: AskCustomer, complaint: Complaint) -> list[ComplaintEvent]:
    """To ask is to respond, and stops the clock of the resolution. The same question again changes nothing."""
    current = still_open(complaint)
    match current:
        case New():
            raise NobodyHasComplaint("assign it first")
        case WaitingCustomer(question=request.question):
            return []
        case InProgress(file=file) | WaitingCustomer(file=file):
            clocks = answered(file, request.at)
            clocks = replace(clocks, resolution=paused(clocks.resolution, request.at))
            return [
                CustomerAwaited(
                    question=request.question, clocks=clocks, awaited_by=request.by, awaited_since=request.at
                )
            ]
        case _:
            assert_never(current)


def resume_complaint(request: ResumeComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """Resumed twice, it goes on once."""
    current = still_open(complaint)
    match current:
        case New():
            raise NobodyHasComplaint("the customer was not asked anything")
        case InProgress():
            return []
        case WaitingCustomer(file=file):
            return [_resumed(file, request.by, request.at)]
        case _:
            assert_never(current)


def _resumed(file: File, by: str, at: datetime) -> ComplaintResumed:
    clocks = replace(file.clocks, resolution=resumed(file.clocks.resolution, file.calendar, at))
    return ComplaintResumed(clocks=clocks, resumed_by=by, resumed_at=at)


def escalate_complaint(request: EscalateComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """For the same reason once."""
    current = still_open(complaint)
    if any(one.reason == request.reason for one in current.file.escalations):
        return []
    return [ComplaintEscalated(reason=request.reason, escalated_by=request.by, escalated_at=request.at)]


def note_clock_ran_out(request: NoteClockRanOut, complaint: Complaint) -> list[ComplaintEvent]:
    """The promise is broken for good, and a manager has to look. A clock that was stopped or moved has not run out."""
    match complaint:
        case Unopened() | Resolved() | Closed() | Withdrawn():
            return []
        case New() | InProgress() | WaitingCustomer():
            return _broken(request, complaint)
        case _:
            assert_never(complaint)


def _broken(request: NoteClockRanOut, complaint: Open) -> list[ComplaintEvent]:
    clocks = complaint.file.clocks
    match request.promise:
        case Promise.FIRST_RESPONSE:
            clock = clocks.first_response
            after = replace(clocks, first_response=breached(clock, request.at))
        case Promise.RESOLUTION:
            clock = clocks.resolution
            after = replace(clocks, resolution=breached(clock, request.at))
        case _:
            assert_never(request.promise)
    if not clock.is_running or clock.due > request.at:
        return []
    return [
        PromiseBroken(promise=request.promise, due=clock.due, clocks=after, noted_at=request.at),
        ComplaintEscalated(
            reason=f"{request.promise} was promised by {clock.due:%Y-%m-%d %H:%M} UTC",
            escalated_by="",
            escalated_at=request.at,
        ),
    ]
