"""When a business day begins and ends. Days are those of UTC."""

from datetime import UTC, date, datetime, time, timedelta


def begin_of(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """The last moment of a day: what is known by then is known on that day."""
    return datetime.combine(day, time.max, UTC)


def midnight_after(day: date) -> datetime:
    """The moment at which a day is over: the first of the next."""
    return begin_of(day) + timedelta(days=1)
