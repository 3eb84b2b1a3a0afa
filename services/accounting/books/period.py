"""The days that a look at the books is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.kernel.rejection import Ground, Rejection


class PeriodEndsBeforeItBegins(Rejection):
    """The last day of the period lies before its first."""

    code = "accounting.books.period-ends-before-it-begins"
    ground = Ground.UNACCEPTABLE


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both in it; None leaves that end open. An entry is of the day for which it is posted.

    Raises PeriodEndsBeforeItBegins.
    """

    from_day: date | None
    until: date | None

    def __post_init__(self) -> None:
        if self.from_day and self.until and self.until < self.from_day:
            raise PeriodEndsBeforeItBegins(f"{self.until} lies before {self.from_day}", field="until")

    @property
    def eve(self) -> date | None:
        """The last day before it; None where there is no such day."""
        return None if self.from_day is None else self.from_day - timedelta(days=1)
