"""The deadlines of a promise: when half of its working time is used up, when three quarters are, and when it ends."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from services.care.service_level.clock import warns_at
from services.care.service_level.promises import Promise, Promised, clock_of
from shared.kernel.decider import Deadline, DeadlinePassed, NoDeadline
from shared.kernel.shapes import command

WARNINGS: Final = {f"{promise}-warning": promise for promise in Promise}
"""The names of the deadlines that warn, and what they warn of. Those that end a promise bear its own name."""


@command
class NoteClockRanOut:
    """What was promised by now is not done."""

    promise: Promise
    due: datetime
    at: datetime


@command
class NoteClockNears:
    """A part of the promised time is used up."""

    promise: Promise
    at: datetime


def deadlines_of(promised: Promised) -> Iterator[Deadline | NoDeadline]:
    """Two per clock that runs, its end and its next warning: they stop, and move, with their clocks."""
    for promise in Promise:
        clock = clock_of(promised.clocks, promise)
        yield Deadline(promise, clock.due) if clock.is_running else NoDeadline(promise)
    for name, promise in WARNINGS.items():
        due = warns_at(clock_of(promised.clocks, promise), promised.calendar)
        yield NoDeadline(name) if due is None else Deadline(name, due)


def no_deadlines() -> Iterator[NoDeadline]:
    """Nothing more can be late in a matter that is over."""
    for name in (*Promise, *WARNINGS):
        yield NoDeadline(name)


def _ran_out(passed: DeadlinePassed) -> NoteClockRanOut:
    return NoteClockRanOut(promise=Promise(passed.name), due=passed.due, at=passed.now)


def _nears(passed: DeadlinePassed) -> NoteClockNears:
    return NoteClockNears(promise=WARNINGS[passed.name], at=passed.now)


ON_PROMISE_DEADLINE: Final[Mapping[str, Callable[[DeadlinePassed], NoteClockRanOut | NoteClockNears]]] = {
    **dict.fromkeys(Promise, _ran_out),
    **dict.fromkeys(WARNINGS, _nears),
}
"""What becomes of them when they pass."""
