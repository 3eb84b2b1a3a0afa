"""What care promised about a case: its clocks after a fact, and what happens when they near their end or run out.

A case that was opened before care promised anything of cases has no clocks, and goes its way without them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from services.care.service_level.deadlines import NoteClockNears, NoteClockRanOut
from services.care.service_level.promises import (
    Clocks,
    Promise,
    Promised,
    broken_because,
    clock_of,
    neared,
    overdue,
    ran_out,
)
from services.care.support_case.events import CaseEscalated, CaseEvent, PromiseBroken, PromiseNeared
from services.care.support_case.state import (
    Assigned,
    Case,
    CaseFile,
    Closed,
    InProgress,
    Merged,
    New,
    Resolved,
    Spam,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    with_clocks,
)


def clocks_after(file: CaseFile, step: Callable[[Promised, datetime], Clocks], at: datetime) -> Clocks | None:
    """The clocks once that has happened; None where nothing was promised."""
    return None if file.promised is None else step(file.promised, at)


def broken_meanwhile(file: CaseFile, at: datetime) -> tuple[list[CaseEvent], CaseFile]:
    """The facts of what is overdue and was not noted yet, and the file after them."""
    facts: list[CaseEvent] = []
    if file.promised is None:
        return facts, file
    clocks = file.promised.clocks
    for promise in overdue(clocks, at):
        facts += _broken(with_clocks(file, clocks), promise, at)
        clocks = ran_out(clocks, promise, at)
    return facts, with_clocks(file, clocks)


def note_clock_nears(request: NoteClockNears, case: Case) -> list[CaseEvent]:
    """Once per part. A clock that was stopped or moved meanwhile is not near, one that ran out is broken instead."""
    match case:
        case Unopened() | Resolved() | Closed() | Merged() | Spam():
            return []
        case (
            New(file=file)
            | Assigned(file=file)
            | InProgress(file=file)
            | WaitingCustomer(file=file)
            | WaitingThirdParty(file=file)
        ):
            return _near(file, request.promise, request.at)
        case _:
            assert_never(case)


def note_clock_ran_out(request: NoteClockRanOut, case: Case) -> list[CaseEvent]:
    """The promise is broken for good, and a manager has to look. A clock that was stopped or moved has not run out."""
    match case:
        case Unopened() | Resolved() | Closed() | Merged() | Spam():
            return []
        case (
            New(file=file)
            | Assigned(file=file)
            | InProgress(file=file)
            | WaitingCustomer(file=file)
            | WaitingThirdParty(file=file)
        ):
            return _broken(file, request.promise, request.at)
        case _:
            assert_never(case)


def _near(file: CaseFile, promise: Promise, at: datetime) -> list[CaseEvent]:
    if file.promised is None:
        return []
    clocks = neared(file.promised, promise, at)
    if clocks == file.promised.clocks:
        return []
    clock = clock_of(clocks, promise)
    return [PromiseNeared(promise=promise, percent=clock.warned_percent, due=clock.due, clocks=clocks, noted_at=at)]


def _broken(file: CaseFile, promise: Promise, at: datetime) -> list[CaseEvent]:
    if file.promised is None:
        return []
    clocks = ran_out(file.promised.clocks, promise, at)
    if clocks == file.promised.clocks:
        return []
    due = clock_of(clocks, promise).due
    return [
        PromiseBroken(promise=promise, due=due, clocks=clocks, noted_at=at),
        CaseEscalated(reason=broken_because(promise, due), escalated_by="", escalated_at=at),
    ]
