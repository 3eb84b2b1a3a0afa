"""The service level over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.care.service_level.decider import SERVICE_LEVEL, THE_SERVICE_LEVEL
from services.care.service_level.events import BusinessCalendar, Target
from services.care.service_level.priority import Priority
from services.care.service_level.setting import CalendarUnknown, SetServiceLevel, TargetsIncomplete, WaitingTooShort
from services.care.service_level.state import STANDARD
from services.care.service_level.views import SERVICE_LEVELS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import CountryCode, Reason, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["service level"])
MinuteOfDay = Annotated[int, Field(ge=0, le=24 * 60)]
WorkingDays = Annotated[int, Field(ge=1, le=90)]
WorkingMinutes = Annotated[int, Field(ge=1, le=60 * 24 * 90)]


class CalendarIn(Strict):
    """When care works: Monday is 0, minutes count from midnight."""

    country: CountryCode
    time_zone: ShortText
    weekdays: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(min_length=1, max_length=7)]
    opens_at_minute: MinuteOfDay
    closes_at_minute: MinuteOfDay


class TargetIn(Strict):
    """Minutes of working time."""

    priority: Priority
    first_response_minutes: WorkingMinutes
    resolution_minutes: WorkingMinutes


class ServiceLevelIn(Strict):
    """What care promises from now on: working time, one target for each priority, and why.

    Who was asked about a complaint or a support case is reminded after so many working days, and later not waited for
    any more.
    """

    calendar: CalendarIn
    targets: Annotated[tuple[TargetIn, ...], Field(min_length=1, max_length=len(Priority))]
    reason: Reason
    remind_after_days: WorkingDays = STANDARD.remind_after_days
    unanswered_after_days: WorkingDays = STANDARD.unanswered_after_days

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "calendar": {
                        "country": "VN",
                        "time_zone": "Asia/Ho_Chi_Minh",
                        "weekdays": [0, 1, 2, 3, 4],
                        "opens_at_minute": 480,
                        "closes_at_minute": 1020,
                    },
                    "targets": [
                        {"priority": "low", "first_response_minutes": 1080, "resolution_minutes": 5400},
                        {"priority": "normal", "first_response_minutes": 540, "resolution_minutes": 2700},
                        {"priority": "high", "first_response_minutes": 240, "resolution_minutes": 1080},
                        {"priority": "urgent", "first_response_minutes": 60, "resolution_minutes": 540},
                    ],
                    "reason": "agreed with the sales managers for the new season",
                }
            ]
        }
    }


@router.put(
    "/service-level",
    name="set service level",
    responses=refusals(CalendarUnknown, TargetsIncomplete, WaitingTooShort, *ALWAYS),
)
async def set_service_level(body: ServiceLevelIn, ask: Ask) -> DocumentRef:
    """Holds for complaints and support cases that are opened from now on; open ones keep what they were promised."""
    calendar = body.calendar
    command = SetServiceLevel(
        calendar=BusinessCalendar(
            country=calendar.country,
            time_zone=calendar.time_zone,
            weekdays=tuple(sorted(set(calendar.weekdays))),
            opens_at_minute=calendar.opens_at_minute,
            closes_at_minute=calendar.closes_at_minute,
        ),
        targets=tuple(
            Target(
                priority=one.priority,
                first_response_minutes=one.first_response_minutes,
                resolution_minutes=one.resolution_minutes,
            )
            for one in body.targets
        ),
        reason=body.reason,
        by=ask.person,
        remind_after_days=body.remind_after_days,
        unanswered_after_days=body.unanswered_after_days,
    )
    return await ask.perform(Send(command, SERVICE_LEVEL.stream(THE_SERVICE_LEVEL)), creates=True, reason=body.reason)


router.include_router(document_routes(SERVICE_LEVELS, "/service-levels", "service level"))
