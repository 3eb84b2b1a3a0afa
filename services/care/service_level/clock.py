"""A promise with a clock: it runs in working time, can be stopped while others are to act, and is kept or broken."""

from datetime import datetime, timedelta
from typing import Final

from services.care.service_level.calendar import after_working, working_between
from services.care.service_level.events import BusinessCalendar
from shared.kernel.records import replace
from shared.kernel.shapes import part

WARN_AT: Final = (50, 75)
"""Percent of the promised time after which whoever works on it is warned."""


@part
class Clock:
    """Running until `due`, unless `paused_at` or `met_at` is set. `breached_at` stays, whatever comes after.

    `paused_minutes` is working time that did not count. `warned_percent` of its time were used up when it was last
    warned of.
    """

    started_at: datetime
    target_minutes: int
    due: datetime
    paused_minutes: int = 0
    paused_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    warned_percent: int = 0

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
    """Another promise, counted from the same beginning. It is warned of anew, as far as it has come then."""
    minutes = target_minutes + clock.paused_minutes
    due = after_working(calendar, clock.started_at, timedelta(minutes=minutes))
    warned_percent = clock.warned_percent if target_minutes == clock.target_minutes else 0
    return replace(clock, target_minutes=target_minutes, due=due, warned_percent=warned_percent)


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


def warns_at(clock: Clock, calendar: BusinessCalendar) -> datetime | None:
    """When it is to be warned of next; never, when it does not run or was warned of for the last time."""
    ahead = [percent for percent in WARN_AT if percent > clock.warned_percent]
    return _passes(clock, calendar, ahead[0]) if clock.is_running and ahead else None


def warned(clock: Clock, calendar: BusinessCalendar, at: datetime) -> Clock:
    """Warned of as far as it has come; one that stands still, has run out or has not come further stays as it is."""
    if not clock.is_running or clock.due <= at:
        return clock
    ahead = [percent for percent in WARN_AT if percent > clock.warned_percent]
    come = [percent for percent in ahead if _passes(clock, calendar, percent) <= at]
    return replace(clock, warned_percent=come[-1]) if come else clock


def _passes(clock: Clock, calendar: BusinessCalendar, percent: int) -> datetime:
    counted = timedelta(minutes=clock.target_minutes) * percent / 100
    return after_working(calendar, clock.started_at, counted + timedelta(minutes=clock.paused_minutes))


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
