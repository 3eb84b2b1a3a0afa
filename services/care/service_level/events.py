"""What can happen to the service level. Stored for ever: change by a new version and an upcaster, never in place."""

from services.care.service_level.priority import Priority
from shared.kernel.shapes import event, part


@part
class BusinessCalendar:
    """When we work: from minute to minute of these weekdays (Monday is 0) in that time zone, public holidays not."""

    country: str
    time_zone: str
    weekdays: tuple[int, ...]
    opens_at_minute: int
    closes_at_minute: int


@part
class Target:
    """How many minutes of working time we promise to take at most."""

    priority: Priority
    first_response_minutes: int
    resolution_minutes: int


@event("service_level.set")
class ServiceLevelSet:
    """Care promises this to whoever complains, or asks for support, from now on.

    A customer who was asked about a complaint or a case is reminded after `remind_after_days` of working time; after
    `unanswered_after_days` nobody waits for the answer any more.
    """

    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    reason: str
    set_by: str
    remind_after_days: int = 3
    unanswered_after_days: int = 10


ServiceLevelEvent = ServiceLevelSet
