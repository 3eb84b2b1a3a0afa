"""The service level as it stands; until a manager sets one, a standard that suits most."""

from typing import Final

from services.care.service_level.events import BusinessCalendar, ServiceLevelEvent, Target
from services.care.service_level.priority import Priority
from shared.kernel.shapes import state


@state
class ServiceLevel:
    """Working time, and the targets in it; how many days of it we wait for a customer's answer."""

    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    set_by: str = ""
    reason: str = ""
    remind_after_days: int = 3
    unanswered_after_days: int = 10

    def target(self, priority: Priority) -> Target:
        """What is promised for that priority. Every priority has its target: setting makes sure."""
        return next(one for one in self.targets if one.priority == priority)


_HOUR: Final = 60
_DAY: Final = 9 * _HOUR

STANDARD: Final = ServiceLevel(
    calendar=BusinessCalendar(
        country="VN",
        time_zone="Asia/Ho_Chi_Minh",
        weekdays=(0, 1, 2, 3, 4),
        opens_at_minute=8 * _HOUR,
        closes_at_minute=17 * _HOUR,
    ),
    targets=(
        Target(priority=Priority.LOW, first_response_minutes=2 * _DAY, resolution_minutes=10 * _DAY),
        Target(priority=Priority.NORMAL, first_response_minutes=_DAY, resolution_minutes=5 * _DAY),
        Target(priority=Priority.HIGH, first_response_minutes=4 * _HOUR, resolution_minutes=2 * _DAY),
        Target(priority=Priority.URGENT, first_response_minutes=_HOUR, resolution_minutes=_DAY),
    ),
)
"""Monday to Friday from 8 to 17 in Vietnam."""


def evolve(_: ServiceLevel, fact: ServiceLevelEvent) -> ServiceLevel:
    """The service level after the fact."""
    return ServiceLevel(
        calendar=fact.calendar,
        targets=fact.targets,
        set_by=fact.set_by,
        reason=fact.reason,
        remind_after_days=fact.remind_after_days,
        unanswered_after_days=fact.unanswered_after_days,
    )
