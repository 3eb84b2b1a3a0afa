"""How long a customer's answer is waited for: they are reminded, and later nobody waits for it any more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from services.care.service_level.calendar import after_working_days
from services.care.service_level.events import BusinessCalendar
from services.care.service_level.state import ServiceLevel
from shared.kernel.decider import Deadline, DeadlinePassed, NoDeadline
from shared.kernel.shapes import command

REMIND: Final = "remind-customer"
UNANSWERED: Final = "unanswered"


@command
class RemindCustomer:
    """They have not answered for a while."""

    at: datetime


@command
class CloseUnanswered:
    """Wait no longer."""

    at: datetime


def patience(level: ServiceLevel, calendar: BusinessCalendar, asked_at: datetime) -> tuple[datetime, datetime]:
    """When they are reminded, and when nobody waits any more: days as the service level says, of that working time."""
    return (
        after_working_days(calendar, asked_at, level.remind_after_days),
        after_working_days(calendar, asked_at, level.unanswered_after_days),
    )


def deadlines_of_waiting(remind_at: datetime | None, unanswered_at: datetime | None) -> list[Deadline]:
    """None where they are waited for as long as it takes."""
    if remind_at is None or unanswered_at is None:
        return []
    return [Deadline(REMIND, remind_at), Deadline(UNANSWERED, unanswered_at)]


NO_WAITING: Final = (NoDeadline(REMIND), NoDeadline(UNANSWERED))

ON_WAITING_DEADLINE: Final[Mapping[str, Callable[[DeadlinePassed], RemindCustomer | CloseUnanswered]]] = {
    REMIND: lambda passed: RemindCustomer(at=passed.now),
    UNANSWERED: lambda passed: CloseUnanswered(at=passed.now),
}
"""What becomes of them when they pass."""
