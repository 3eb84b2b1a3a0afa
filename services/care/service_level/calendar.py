"""Working time: how much of it lies between two moments, and when so much of it will have passed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from services.care.service_level.events import BusinessCalendar

LONGEST_CLOSURE_DAYS: Final = 366
"""A calendar without a working day in that time is no calendar; `setting` refuses one without weekdays."""


@lru_cache(maxsize=256)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year. Source: the library `holidays`."""
    return frozenset(holidays.country_holidays(country, years=year))


def is_known_country(country: str) -> bool:
    """Whether there is a list of its public holidays."""
    return country in holidays.list_supported_countries()


def _shifts(calendar: BusinessCalendar, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when to when is worked, from the day of `since` on, in UTC."""
    zone = ZoneInfo(calendar.time_zone)
    first = since.astimezone(zone).date()
    idle = 0
    for offset in range(10_000):
        day = first + timedelta(days=offset)
        if day.weekday() not in calendar.weekdays or day in _holidays_of(calendar.country, day.year):
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


def working_between(calendar: BusinessCalendar, since: datetime, until: datetime) -> timedelta:
    """How much working time lies between two moments."""
    worked = timedelta()
    for opens, closes in _shifts(calendar, since):
        if opens >= until:
            break
        worked += max(timedelta(), min(closes, until) - max(opens, since))
    return worked
