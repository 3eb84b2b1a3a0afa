"""The two promises about a matter, a first response and a resolution, and what happens to their clocks.

Each step says how the clocks stand after it. Facts keep what it says, so that another calendar or another target of
later moves no clock of the past.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from services.care.service_level.clock import Clock, breached, met, paused, resumed, retargeted, started, warned
from services.care.service_level.events import BusinessCalendar, Target
from services.care.service_level.priority import Priority
from services.care.service_level.state import ServiceLevel
from shared.kernel.records import replace
from shared.kernel.shapes import part


class Promise(StrEnum):
    """What a clock runs for."""

    FIRST_RESPONSE = "first-response"
    RESOLUTION = "resolution"


@part
class Clocks:
    """The two promises, as they stand after a fact."""

    first_response: Clock
    resolution: Clock


@part
class Promised:
    """What we promised about a matter on the day when it was opened, and how far its clocks have come."""

    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    clocks: Clocks


def promised(level: ServiceLevel, priority: Priority, at: datetime) -> Promised:
    """What the service level in force promises about a matter of that priority; the clocks run from then on."""
    target = level.target(priority)
    return Promised(
        calendar=level.calendar,
        targets=level.targets,
        clocks=Clocks(
            first_response=started(level.calendar, at, target.first_response_minutes),
            resolution=started(level.calendar, at, target.resolution_minutes),
        ),
    )


def clock_of(clocks: Clocks, promise: Promise) -> Clock:
    """The clock that runs for it."""
    match promise:
        case Promise.FIRST_RESPONSE:
            return clocks.first_response
        case Promise.RESOLUTION:
            return clocks.resolution
        case _:
            assert_never(promise)


def reprioritised(before: Promised, priority: Priority) -> Clocks:
    """What was promised for that priority on the day of the opening, counted from the same beginning."""
    target = next(one for one in before.targets if one.priority == priority)
    clocks = before.clocks
    return Clocks(
        first_response=retargeted(clocks.first_response, before.calendar, target.first_response_minutes),
        resolution=retargeted(clocks.resolution, before.calendar, target.resolution_minutes),
    )


def answered(before: Promised, at: datetime) -> Clocks:
    """The customer heard from us."""
    return replace(before.clocks, first_response=met(before.clocks.first_response, at))


def awaiting_customer(before: Promised, at: datetime) -> Clocks:
    """The customer was asked: to ask is to respond, and the resolution stands still until the answer."""
    return replace(answered(before, at), resolution=paused(before.clocks.resolution, at))


def going_on(before: Promised, at: datetime) -> Clocks:
    """The waiting is over: the resolution runs with what was left. One that was not stopped runs as before."""
    return replace(before.clocks, resolution=resumed(before.clocks.resolution, before.calendar, at))


def settled(before: Promised, at: datetime) -> Clocks:
    """Resolved. That is our response too, where there was none before."""
    return replace(answered(before, at), resolution=met(before.clocks.resolution, at))


def promised_again(before: Promised, at: datetime) -> Clocks:
    """Reopened: a new promise to resolve it, of the same length, counted from now."""
    again = started(before.calendar, at, before.clocks.resolution.target_minutes)
    return replace(before.clocks, resolution=again)


def neared(before: Promised, promise: Promise, at: datetime) -> Clocks:
    """Warned of as far as the promise has come by then; nothing changes where it has come no further."""
    return _with(before.clocks, promise, warned(clock_of(before.clocks, promise), before.calendar, at))


def ran_out(clocks: Clocks, promise: Promise, at: datetime) -> Clocks:
    """The promise is broken, for good. A clock that was stopped or moved, or is due later, has not run out."""
    clock = clock_of(clocks, promise)
    return clocks if clock.due > at else _with(clocks, promise, breached(clock, at))


def overdue(clocks: Clocks, at: datetime) -> Iterator[Promise]:
    """The promises that are broken by then, whether or not their deadline has been noticed yet.

    Whatever keeps, stops or moves a clock has to ask first: an answer that comes late keeps no promise.
    """
    for promise in Promise:
        clock = clock_of(clocks, promise)
        if clock.is_running and clock.due < at:
            yield promise


def broken_because(promise: Promise, due: datetime) -> str:
    """Why a manager has to look, in words."""
    return f"{promise} was promised by {due:%Y-%m-%d %H:%M} UTC"


def _with(clocks: Clocks, promise: Promise, clock: Clock) -> Clocks:
    match promise:
        case Promise.FIRST_RESPONSE:
            return replace(clocks, first_response=clock)
        case Promise.RESOLUTION:
            return replace(clocks, resolution=clock)
        case _:
            assert_never(promise)
