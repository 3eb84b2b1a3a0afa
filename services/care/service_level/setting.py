"""Setting what care promises."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.care.service_level.events import BusinessCalendar, ServiceLevelEvent, ServiceLevelSet, Target
from services.care.service_level.priority import Priority
from services.care.service_level.state import ServiceLevel, evolve
from shared.calendar.working_days import countries
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class CalendarUnknown(Rejection):
    """There is no such country or time zone, or nothing is worked in such a week."""

    code = "care.service-level.calendar-unknown"
    ground = Ground.UNACCEPTABLE


class TargetsIncomplete(Rejection):
    """Every priority needs one target, and is answered no later than resolved."""

    code = "care.service-level.targets-incomplete"
    ground = Ground.UNACCEPTABLE


class WaitingTooShort(Rejection):
    """A customer is reminded before nobody waits for them any more."""

    code = "care.service-level.waiting-too-short"
    ground = Ground.UNACCEPTABLE


@command
class SetServiceLevel:
    """Promise this from now on."""

    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    reason: str
    by: str
    remind_after_days: int = 3
    unanswered_after_days: int = 10


def set_service_level(request: SetServiceLevel, service_level: ServiceLevel) -> list[ServiceLevelEvent]:
    """The same again changes nothing."""
    _check_calendar(request.calendar)
    if sorted(one.priority for one in request.targets) != sorted(Priority):
        raise TargetsIncomplete("name each priority once", field="targets")
    for index, target in enumerate(request.targets):
        if target.first_response_minutes > target.resolution_minutes:
            raise TargetsIncomplete("it would be resolved before it is answered", field=f"targets.{index}")
    if request.remind_after_days >= request.unanswered_after_days:
        raise WaitingTooShort("remind them earlier, or wait longer", field="unanswered_after_days")
    asked = ServiceLevelSet(
        calendar=request.calendar,
        targets=request.targets,
        reason=request.reason,
        set_by=request.by,
        remind_after_days=request.remind_after_days,
        unanswered_after_days=request.unanswered_after_days,
    )
    same = replace(service_level, reason=request.reason, set_by=request.by) == evolve(service_level, asked)
    return [] if same else [asked]


def _check_calendar(calendar: BusinessCalendar) -> None:
    if calendar.country not in countries():
        raise CalendarUnknown(f"the public holidays of {calendar.country} are not known", field="calendar.country")
    try:
        ZoneInfo(calendar.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CalendarUnknown(f"no time zone {calendar.time_zone}", field="calendar.time_zone") from None
    if calendar.opens_at_minute >= calendar.closes_at_minute:
        raise CalendarUnknown("it closes before it opens", field="calendar.closes_at_minute")
