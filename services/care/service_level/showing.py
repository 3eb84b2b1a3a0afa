"""How readers see a promise."""

from datetime import datetime

from services.care.service_level.clock import Clock, status_of
from services.care.service_level.promises import Clocks
from shared.kernel.shapes import part


@part
class PromiseShown:
    """A promise: `running` or `paused` until `due`, `met` or `breached`.

    `warned_percent` of its time were used up when it was last warned of: 50, 75, or 0 before that.
    """

    status: str
    due: datetime
    target_minutes: int
    paused_minutes: int
    met_at: datetime | None
    breached_at: datetime | None
    warned_percent: int = 0


def shown(clock: Clock) -> PromiseShown:
    """The promise, laid flat."""
    return PromiseShown(
        status=status_of(clock),
        due=clock.due,
        target_minutes=clock.target_minutes,
        paused_minutes=clock.paused_minutes,
        met_at=clock.met_at,
        breached_at=clock.breached_at,
        warned_percent=clock.warned_percent,
    )


def is_near(clocks: Clocks) -> bool:
    """Whether one of them runs and was warned of."""
    return any(clock.warned_percent for clock in _running(clocks))


def next_end(clocks: Clocks) -> datetime | None:
    """When the next of them that runs is due."""
    return min((clock.due for clock in _running(clocks)), default=None)


def _running(clocks: Clocks) -> list[Clock]:
    return [clock for clock in (clocks.first_response, clocks.resolution) if clock.is_running]
