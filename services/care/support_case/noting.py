"""Writing down what was said: among ourselves, to the customer, by the customer."""

from datetime import datetime
from typing import Final, assert_never

from services.care.service_level.promises import answered
from services.care.support_case.assigning import CaseIsOver
from services.care.support_case.events import CaseAnswered, CaseBegun, CaseEvent, NoteAdded, NoteKind
from services.care.support_case.opening import CaseUnknown
from services.care.support_case.promising import broken_meanwhile
from services.care.support_case.resolving import reopened_in_time
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
)
from services.care.support_case.working import resumed
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command

MOST_NOTES: Final = 500
"""A case is read whole, so it has to stay readable."""

WROTE_AGAIN: Final = "the customer wrote again"


Writable = New | Assigned | InProgress | WaitingCustomer | WaitingThirdParty | Resolved | Closed


class TooManyNotes(Rejection):
    """The case holds as many notes as one case can."""

    code = "care.support-case.too-many-notes"


@command
class AddNote:
    """Write this down."""

    note_id: str
    kind: NoteKind
    text: str
    by: str
    at: datetime


def add_note(request: AddNote, case: Case) -> list[CaseEvent]:
    """A note is written down once. What it says to whom may move the case on."""
    current = _writable(case)
    notes = current.file.notes
    if any(note.note_id == request.note_id for note in notes):
        return []
    if len(notes) >= MOST_NOTES:
        raise TooManyNotes(f"{MOST_NOTES} are the limit", limit=MOST_NOTES)
    added = NoteAdded(
        note_id=request.note_id, kind=request.kind, text=request.text, author=request.by, added_at=request.at
    )
    match request.kind:
        case NoteKind.INTERNAL:
            return [added]
        case NoteKind.TO_CUSTOMER:
            return [added, *_after_telling(request, current)]
        case NoteKind.FROM_CUSTOMER:
            return [added, *_after_hearing(request, current)]
        case _:
            assert_never(request.kind)


def _writable(case: Case) -> Writable:
    match case:
        case New() | Assigned() | InProgress() | WaitingCustomer() | WaitingThirdParty() | Resolved() | Closed():
            return case
        case Unopened():
            raise CaseUnknown("open it first")
        case Merged(into=into):
            raise CaseIsOver(f"it goes on in {into}", status="merged", into=into)
        case Spam(reason=reason):
            raise CaseIsOver(f"it is spam: {reason}", status="spam")
        case _:
            assert_never(case)


def _after_telling(request: AddNote, case: Writable) -> list[CaseEvent]:
    """Who answers the customer has begun. A case that nobody has yet stays where it is; both are our response."""
    match case:
        case Assigned():
            return [CaseBegun(begun_by=request.by, begun_at=request.at), *_answered(request, case)]
        case New() | InProgress() | WaitingCustomer() | WaitingThirdParty():
            return _answered(request, case)
        case Resolved() | Closed():
            return []
        case _:
            assert_never(case)


def _answered(request: AddNote, case: Open) -> list[CaseEvent]:
    late, file = broken_meanwhile(case.file, request.at)
    if file.promised is None or file.promised.clocks.first_response.met_at is not None:
        return []
    return [*late, CaseAnswered(clocks=answered(file.promised, request.at), answered_at=request.at)]


def _after_hearing(request: AddNote, case: Writable) -> list[CaseEvent]:
    """The customer's word ends the waiting, and brings back what we thought was done. Raises TooLateToReopen."""
    match case:
        case WaitingCustomer():
            return resumed(case, request.by, request.at)
        case Resolved() | Closed():
            return reopened_in_time(case, WROTE_AGAIN, request.by, request.at)
        case New() | Assigned() | InProgress() | WaitingThirdParty():
            return []
        case _:
            assert_never(case)
