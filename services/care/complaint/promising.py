"""What becomes of a complaint's promises in time: they come near their end, and they are broken."""

from datetime import datetime
from typing import assert_never

from services.care.complaint.events import ComplaintEscalated, ComplaintEvent, PromiseBroken, PromiseNeared
from services.care.complaint.state import (
    Closed,
    Complaint,
    File,
    InProgress,
    New,
    Resolved,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    Withdrawn,
)
from services.care.service_level.deadlines import NoteClockNears, NoteClockRanOut
from services.care.service_level.promises import Promise, broken_because, clock_of, neared, overdue, ran_out
from shared.kernel.records import replace


def note_clock_nears(request: NoteClockNears, complaint: Complaint) -> list[ComplaintEvent]:
    """Once per part. A clock that was stopped or moved meanwhile is not near, one that ran out is broken instead."""
    match complaint:
        case Unopened() | Resolved() | Closed() | Withdrawn():
            return []
        case New(file=file) | InProgress(file=file) | WaitingCustomer(file=file) | WaitingThirdParty(file=file):
            clocks = neared(file.promised, request.promise, request.at)
            if clocks == file.clocks:
                return []
            clock = clock_of(clocks, request.promise)
            return [
                PromiseNeared(
                    promise=request.promise,
                    percent=clock.warned_percent,
                    due=clock.due,
                    clocks=clocks,
                    noted_at=request.at,
                )
            ]
        case _:
            assert_never(complaint)


def note_clock_ran_out(request: NoteClockRanOut, complaint: Complaint) -> list[ComplaintEvent]:
    """The promise is broken for good, and a manager has to look. A clock that was stopped or moved has not run out."""
    match complaint:
        case Unopened() | Resolved() | Closed() | Withdrawn():
            return []
        case New(file=file) | InProgress(file=file) | WaitingCustomer(file=file) | WaitingThirdParty(file=file):
            return _broken(file, request.promise, request.at)
        case _:
            assert_never(complaint)


def broken_meanwhile(file: File, at: datetime) -> tuple[list[ComplaintEvent], File]:
    """The facts of what is overdue and was not noted yet, and the file after them."""
    facts: list[ComplaintEvent] = []
    for promise in overdue(file.clocks, at):
        facts += _broken(file, promise, at)
        file = replace(file, clocks=ran_out(file.clocks, promise, at))
    return facts, file


def _broken(file: File, promise: Promise, at: datetime) -> list[ComplaintEvent]:
    clocks = ran_out(file.clocks, promise, at)
    if clocks == file.clocks:
        return []
    due = clock_of(clocks, promise).due
    return [
        PromiseBroken(promise=promise, due=due, clocks=clocks, noted_at=at),
        ComplaintEscalated(reason=broken_because(promise, due), escalated_by="", escalated_at=at),
    ]
