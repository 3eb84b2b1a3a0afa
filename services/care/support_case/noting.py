"""Writing down what was said: among ourselves, to the customer, by the customer."""

from datetime import datetime
from typing import Final, assert_never

from services.care.support_case.assigning import CaseIsOver
from services.care.support_case.events import CaseBegun, CaseEvent, CaseResumed, NoteAdded, NoteKind
from services.care.support_case.opening import CaseUnknown
from services.care.support_case.resolving import reopened_in_time
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
)
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command

MOST_NOTES: Final = 500
"""A case is read whole, so it has to stay readable."""

WROTE_AGAIN: Final = "the customer wrote again"


Writable = New | Assigned | InProgress | WaitingCustomer | Resolved | Closed


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
        case New() | Assigned() | InProgress() | WaitingCustomer() | Resolved() | Closed():
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
    """Who answers the customer has begun. A case that nobody has yet stays where it is."""
    match case:
        case Assigned():
            return [CaseBegun(begun_by=request.by, begun_at=request.at)]
        case New() | InProgress() | WaitingCustomer() | Resolved() | Closed():
            return []
        case _:
            assert_never(case)


def _after_hearing(request: AddNote, case: Writable) -> list[CaseEvent]:
    """The customer's word ends the waiting, and brings back what we thought was done. Raises TooLateToReopen."""
    match case:
        case WaitingCustomer():
            return [CaseResumed(resumed_by=request.by, resumed_at=request.at)]
        case Resolved() | Closed():
            return reopened_in_time(case, WROTE_AGAIN, request.by, request.at)
        case New() | Assigned() | InProgress():
            return []
        case _:
            assert_never(case)
