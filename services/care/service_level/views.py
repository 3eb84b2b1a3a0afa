"""What readers see of the service level."""

from typing import Final

from sqlalchemy import Text

from services.care.service_level.decider import SERVICE_LEVEL
from services.care.service_level.events import BusinessCalendar, Target
from services.care.service_level.state import ServiceLevel
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class ServiceLevelDocument:
    """What care promises, who set it and why. Days of waiting for a customer are of working time."""

    service_level_id: str
    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    set_by: str
    reason: str
    remind_after_days: int = 3
    unanswered_after_days: int = 10


def read(identity: str, service_level: ServiceLevel) -> ServiceLevelDocument:
    """The service level, laid flat."""
    return ServiceLevelDocument(
        service_level_id=identity,
        calendar=service_level.calendar,
        targets=service_level.targets,
        set_by=service_level.set_by,
        reason=service_level.reason,
        remind_after_days=service_level.remind_after_days,
        unanswered_after_days=service_level.unanswered_after_days,
    )


SERVICE_LEVELS: Final = DocumentView(
    name="service_level",
    decider=SERVICE_LEVEL,
    document=ServiceLevelDocument,
    read=read,
    columns={"set_by": Shown(Text())},
)
