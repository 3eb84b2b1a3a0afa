"""Working days: Monday to Friday, less the public holidays of a country. Without a country every weekday is one."""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays, list_supported_countries

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The countries whose public holidays are known, by ISO 3166-1 alpha-2 code."""
    return frozenset(list_supported_countries())


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, years=[year])) if country else frozenset()


def is_holiday(day: date, country: str) -> bool:
    """Whether it is a public holiday of that country."""
    return day in _holidays(country, day.year)


def is_working_day(day: date, country: str = "") -> bool:
    """Whether people work on that day in that country."""
    return day.weekday() < _SATURDAY and not is_holiday(day, country)


def working_day_from(day: date, country: str = "") -> date:
    """The day itself when it is a working day, else the next one."""
    while not is_working_day(day, country):
        day += _DAY
    return day


def working_day_until(day: date, country: str = "") -> date:
    """The day itself when it is a working day, else the one before."""
    while not is_working_day(day, country):
        day -= _DAY
    return day


def add_working_days(day: date, count: int, country: str = "") -> date:
    """The day on which `count` working days after `day` have begun; `day` itself for none."""
    for _ in range(count):
        day = working_day_from(day + _DAY, country)
    return day
