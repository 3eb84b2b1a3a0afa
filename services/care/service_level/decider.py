"""The service level's table of contents."""

from typing import Final

from services.care.service_level.events import ServiceLevelSet
from services.care.service_level.setting import SetServiceLevel, set_service_level
from services.care.service_level.state import STANDARD, ServiceLevel, evolve
from shared.kernel.decider import Decider

SERVICE_LEVEL: Final[Decider[ServiceLevel]] = Decider(
    category="service_level",
    initial=STANDARD,
    evolve=evolve,
    decisions={SetServiceLevel: set_service_level},
    events=(ServiceLevelSet,),
    shapes=(ServiceLevel,),
)

THE_SERVICE_LEVEL: Final = "standard"
"""There is one."""
