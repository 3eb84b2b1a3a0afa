"""Working on a complaint: handing it out, writing down, asking the customer, going on."""

from datetime import datetime
from typing import Final, assert_never

from services.care.complaint.events import (
    ComplaintAnswered,
    ComplaintAssigned,
    ComplaintEscalated,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintPrioritised,
    ComplaintResumed,
    CustomerAwaited,
    NoteAdded,
    ThirdPartyAwaited,
)
from services.care.complaint.opening import still_open
from services.care.complaint.promising import broken_meanwhile
from services.care.complaint.resolving import TooLateToReopenComplaint, is_too_late, reopened
from services.care.complaint.state import (
    Closed,
    Complaint,
    Decided,
    InProgress,
    New,
    Resolved,
    WaitingCustomer,
    WaitingThirdParty,
    agent_of,
)
from services.care.complaint.waiting import reminder_ended
from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.priority import Priority
from services.care.service_level.promises import answered, awaiting_customer, going_on, reprioritised
from services.care.service_level.waiting import patience
from services.care.support_case.events import NoteKind
from shared.kernel.clock import derived_id
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command

MOST_NOTES: Final = 500
"""A complaint is read whole, so it has to stay readable."""


WROTE_AGAIN: Final = "the customer wrote again"


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
    """Wait for the customer's answer to this question. Given the service level."""

    question: str
    by: str
    at: datetime


@command
class AwaitThirdParty:
    """Wait for that party, a carrier or a supplier, say, to do what is awaited of them."""

    party: str
    awaited: str
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
    late, file = broken_meanwhile(file, request.at)
    return [
        *late,
        ComplaintPrioritised(
            priority=request.priority,
            reason=request.reason,
            clocks=reprioritised(file.promised, request.priority),
            prioritised_by=request.by,
            prioritised_at=request.at,
        ),
    ]


def add_complaint_note(request: AddComplaintNote, complaint: Complaint) -> list[ComplaintEvent]:
    """The first thing we tell the customer is our response; what they tell us ends the waiting, and reopens.

    Where it is too late for that, what they say is another complaint, which follows. Raises TooLateToReopenComplaint
    where one follows already: what they say goes there.
    """
    if isinstance(complaint, Resolved | Closed) and request.kind is NoteKind.FROM_CUSTOMER:
        return _wrote_again(request, complaint)
    current = still_open(complaint)
    file = current.file
    if any(note.note_id == request.note_id for note in file.notes):
        return []
    if len(file.notes) >= MOST_NOTES:
        raise ComplaintIsFull(f"{MOST_NOTES} notes are the limit", limit=MOST_NOTES)
    added = _added(request)
    if request.kind is NoteKind.TO_CUSTOMER and file.clocks.first_response.met_at is None:
        late, file = broken_meanwhile(file, request.at)
        return [*late, added, ComplaintAnswered(clocks=answered(file.promised, request.at), answered_at=request.at)]
    if request.kind is NoteKind.FROM_CUSTOMER and isinstance(current, WaitingCustomer):
        return [added, *_resumed(current, request.by, request.at)]
    return [added]


def _wrote_again(request: AddComplaintNote, complaint: Decided) -> list[ComplaintEvent]:
    notes = complaint.file.notes
    if any(note.note_id == request.note_id for note in notes):
        return []
    if len(notes) >= MOST_NOTES:
        raise ComplaintIsFull(f"{MOST_NOTES} notes are the limit", limit=MOST_NOTES)
    if not is_too_late(complaint, request.at):
        return [_added(request), reopened(complaint, WROTE_AGAIN, request.by, request.at)]
    file = complaint.file
    if file.followed_by:
        raise TooLateToReopenComplaint(f"it goes on in {file.followed_by}", followed_by=file.followed_by)
    followed = ComplaintFollowedUp(
        complaint_id=follow_up_of(request.note_id),
        customer_id=file.customer_id,
        title=file.title,
        text=request.text,
        priority=file.priority,
        about=file.about,
        written_by=request.by,
        written_at=request.at,
    )
    return [_added(request), followed]


def follow_up_of(note_id: str) -> str:
    """The id of the complaint that a customer's note opens, where it is too late to reopen the one it is about."""
    return str(derived_id("complaint", "follow-up", note_id))


def _added(request: AddComplaintNote) -> NoteAdded:
    return NoteAdded(
        note_id=request.note_id, kind=request.kind, text=request.text, author=request.by, added_at=request.at
    )


def ask_customer(request: AskCustomer, complaint: Complaint, given: Given) -> list[ComplaintEvent]:
    """To ask is to respond, and stops the clock of the resolution. The same question again changes nothing.

    The service level in force says how long the answer is waited for, in the working time of the complaint.
    """
    current = still_open(complaint)
    match current:
        case New():
            raise NobodyHasComplaint("assign it first")
        case WaitingCustomer(question=request.question):
            return []
        case InProgress(file=file) | WaitingCustomer(file=file) | WaitingThirdParty(file=file):
            late, file = broken_meanwhile(file, request.at)
            clocks = awaiting_customer(file.promised, request.at)
            level = given.of(SERVICE_LEVEL, THE_SERVICE_LEVEL)
            remind_at, unanswered_at = patience(level, file.calendar, request.at)
            awaited = CustomerAwaited(
                question=request.question,
                clocks=clocks,
                awaited_by=request.by,
                awaited_since=request.at,
                remind_at=remind_at,
                unanswered_at=unanswered_at,
            )
            return [*late, *reminder_ended(current, request.at), awaited]
        case _:
            assert_never(current)


def await_third_party(request: AwaitThirdParty, complaint: Complaint) -> list[ComplaintEvent]:
    """The customer waits for us all the same: no clock stands still. The same again changes nothing."""
    current = still_open(complaint)
    match current:
        case New():
            raise NobodyHasComplaint("assign it first")
        case WaitingThirdParty(party=request.party, awaited=request.awaited):
            return []
        case InProgress(file=file) | WaitingCustomer(file=file) | WaitingThirdParty(file=file):
            late, file = broken_meanwhile(file, request.at)
            awaited = ThirdPartyAwaited(
                party=request.party,
                awaited=request.awaited,
                clocks=going_on(file.promised, request.at),
                awaited_by=request.by,
                awaited_since=request.at,
            )
            return [*late, *reminder_ended(current, request.at), awaited]
        case _:
            assert_never(current)


def resume_complaint(request: ResumeComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """Resumed twice, it goes on once."""
    current = still_open(complaint)
    match current:
        case New():
            raise NobodyHasComplaint("nobody was asked anything")
        case InProgress():
            return []
        case WaitingCustomer() | WaitingThirdParty():
            return _resumed(current, request.by, request.at)
        case _:
            assert_never(current)


def _resumed(complaint: WaitingCustomer | WaitingThirdParty, by: str, at: datetime) -> list[ComplaintEvent]:
    resumed = ComplaintResumed(clocks=going_on(complaint.file.promised, at), resumed_by=by, resumed_at=at)
    return [*reminder_ended(complaint, at), resumed]


def escalate_complaint(request: EscalateComplaint, complaint: Complaint) -> list[ComplaintEvent]:
    """For the same reason once."""
    current = still_open(complaint)
    if any(one.reason == request.reason for one in current.file.escalations):
        return []
    return [ComplaintEscalated(reason=request.reason, escalated_by=request.by, escalated_at=request.at)]
