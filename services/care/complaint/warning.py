"""Warning of a promise before it is broken: when half of its working time is used up, and when three quarters are."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from services.care.complaint.events import Clocks, ComplaintEvent, Promise, PromiseNeared
from services.care.complaint.state import (
    Closed,
    Complaint,
    File,
    InProgress,
    New,
    Resolved,
    Unopened,
    WaitingCustomer,
    Withdrawn,
)
from services.care.service_level.clock import Clock, warned, warns_at
from shared.kernel.decider import Deadline, NoDeadline
from shared.kernel.shapes import command

_ENDING: Final = "-warning"
WARNINGS: Final = {f"{promise}{_ENDING}": promise for promise in Promise}
"""The names of the deadlines, and what they warn of."""


@command
class NoteClockNears:
    """A part of the promised time is used up."""

    promise: Promise
    at: datetime


def warning_deadlines(file: File) -> Iterable[Deadline | NoDeadline]:
    """One per clock that runs and is to be warned of: they stop, and move, with their clocks."""
    for name, promise in WARNINGS.items():
        due = warns_at(clock_of(file.clocks, promise), file.calendar)
        yield NoDeadline(name) if due is None else Deadline(name, due)


def note_clock_nears(request: NoteClockNears, complaint: Complaint) -> list[ComplaintEvent]:
    """Once per part. A clock that was stopped or moved meanwhile is not near, one that ran out is broken instead."""
    match complaint:
        case Unopened() | Resolved() | Closed() | Withdrawn():
            return []
        case New(file=file) | InProgress(file=file) | WaitingCustomer(file=file):
            before = clock_of(file.clocks, request.promise)
            after = warned(before, file.calendar, request.at)
            if after == before:
                return []
            return [
                PromiseNeared(
                    promise=request.promise,
                    percent=after.warned_percent,
                    due=after.due,
                    clocks=_with(file.clocks, request.promise, after),
                    noted_at=request.at,
                )
            ]
        case _:
            assert_never(complaint)


def clock_of(clocks: Clocks, promise: Promise) -> Clock:
    """The clock that runs for it."""
    match promise:
        case Promise.FIRST_RESPONSE:
            return clocks.first_response
        case Promise.RESOLUTION:
            return clocks.resolution
        case _:
            assert_never(promise)


def _with(clocks: Clocks, promise: Promise, clock: Clock) -> Clocks:
    match promise:
        case Promise.FIRST_RESPONSE:
            return replace(clocks, first_response=clock)
        case Promise.RESOLUTION:
            return replace(clocks, resolution=clock)
        case _:
            assert_never(promise)
