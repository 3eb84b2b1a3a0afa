"""Working time: how much of it lies between two moments, and when so much of it will have passed."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.care.service_level.events import BusinessCalendar
from shared.calendar.working_days import is_holiday

LONGEST_CLOSURE_DAYS: Final = 366
"""A calendar without a working day in that time is no calendar; `setting` refuses one without weekdays."""


def _shifts(calendar: BusinessCalendar, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when to when is worked, from the day of `since` on, in UTC."""
    zone = ZoneInfo(calendar.time_zone)
    first = since.astimezone(zone).date()
    idle = 0
    for offset in range(10_000):
        day = first + timedelta(days=offset)
        if day.weekday() not in calendar.weekdays or is_holiday(day, calendar.country):
            idle += 1
            if idle > LONGEST_CLOSURE_DAYS:
                return
            continue
        idle = 0
        midnight = datetime.combine(day, time(), zone)
        opens = midnight + timedelta(minutes=calendar.opens_at_minute)
        closes = midnight + timedelta(minutes=calendar.closes_at_minute)
        yield opens.astimezone(UTC), closes.astimezone(UTC)


def after_working(calendar: BusinessCalendar, since: datetime, working: timedelta) -> datetime:
    """The moment when so much working time has passed since then."""
    left = working
    for opens, closes in _shifts(calendar, since):
        begins = max(opens, since)
        if begins >= closes:
            continue
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    return since + working


def after_working_days(calendar: BusinessCalendar, since: datetime, days: int) -> datetime:
    """The moment when the working time of so many days has passed since then."""
    return after_working(
        calendar, since, days * timedelta(minutes=calendar.closes_at_minute - calendar.opens_at_minute)
    )


def working_between(calendar: BusinessCalendar, since: datetime, until: datetime) -> timedelta:
    """How much working time lies between two moments."""
    worked = timedelta()
    for opens, closes in _shifts(calendar, since):
        if opens >= until:
            break
        worked += max(timedelta(), min(closes, until) - max(opens, since))
    return worked
