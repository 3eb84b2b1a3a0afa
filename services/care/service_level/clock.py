"""A promise with a clock: it runs in working time, can be stopped while others are to act, and is kept or broken."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.care.service_level.calendar import after_working, working_between
from services.care.service_level.events import BusinessCalendar
from shared.kernel.shapes import part


@part
class Clock:
    """Running until `due`, unless `paused_at` or `met_at` is set. `breached_at` stays, whatever comes after.

    `paused_minutes` is working time that did not count.
    """

    started_at: datetime
    target_minutes: int
    due: datetime
    paused_minutes: int = 0
    paused_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Neither stopped nor done. A clock that ran out is done too."""
        return self.paused_at is None and self.met_at is None and self.breached_at is None


def started(calendar: BusinessCalendar, at: datetime, target_minutes: int) -> Clock:
    """A clock that runs from that moment."""
    return Clock(
        started_at=at,
        target_minutes=target_minutes,
        due=after_working(calendar, at, timedelta(minutes=target_minutes)),
    )


def retargeted(clock: Clock, calendar: BusinessCalendar, target_minutes: int) -> Clock:
    """Another promise, counted from the same beginning."""
    minutes = target_minutes + clock.paused_minutes
    due = after_working(calendar, clock.started_at, timedelta(minutes=minutes))
    return replace(clock, target_minutes=target_minutes, due=due)


def paused(clock: Clock, at: datetime) -> Clock:
    """Stopped; a clock that does not run stays as it is."""
    return replace(clock, paused_at=at) if clock.is_running else clock


def resumed(clock: Clock, calendar: BusinessCalendar, at: datetime) -> Clock:
    """Goes on with the time that was left. Minutes that were begun while it stood still do not count either."""
    if clock.paused_at is None:
        return clock
    stood_still = -(-working_between(calendar, clock.paused_at, at) // timedelta(minutes=1))
    going_on = replace(clock, paused_at=None, paused_minutes=clock.paused_minutes + stood_still)
    return retargeted(going_on, calendar, clock.target_minutes)


def met(clock: Clock, at: datetime) -> Clock:
    """The promise is kept, unless it was broken before."""
    return clock if clock.met_at is not None else replace(clock, met_at=at, paused_at=None)


def breached(clock: Clock, at: datetime) -> Clock:
    """The promise is broken, for good."""
    return replace(clock, breached_at=at) if clock.is_running else clock


def status_of(clock: Clock) -> str:
    """`breached`, `met`, `paused` or `running`."""
    if clock.breached_at is not None:
        return "breached"
    if clock.met_at is not None:
        return "met"
    return "running" if clock.paused_at is None else "paused"
