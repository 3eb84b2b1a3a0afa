"""By how many days something is overdue, in the steps that the trade thinks in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from shared.kernel.shapes import part

OVERDUE_UP_TO: Final = (30, 60, 90)
"""The last day of each step but the open-ended one."""


@part
class OpenInstalment:
    """What is owed of an instalment at the end of the day in question."""

    customer_id: str
    currency: str
    due_on: date
    minor: int


@part
class Aged:
    """An amount in minor units by days overdue. What is due on the day itself is not overdue yet."""

    not_due: int
    days_1_30: int
    days_31_60: int
    days_61_90: int
    over_90_days: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.not_due + self.days_1_30 + self.days_31_60 + self.days_61_90 + self.over_90_days


NOTHING: Final = Aged(not_due=0, days_1_30=0, days_31_60=0, days_61_90=0, over_90_days=0)
"""Of whom nothing is owed but charges."""

Debtor = tuple[str, str]
"""Customer and currency."""


def by_debtor(instalments: Iterable[OpenInstalment], on: date) -> Mapping[Debtor, Aged]:
    """What each debtor owes, by age on that day, in order of the debtors; those who owe nothing are left out."""
    found: dict[Debtor, list[OpenInstalment]] = {}
    for one in instalments:
        if one.minor:
            found.setdefault((one.customer_id, one.currency), []).append(one)
    return {debtor: _aged(found[debtor], on) for debtor in sorted(found)}


def _aged(instalments: Iterable[OpenInstalment], on: date) -> Aged:
    steps = [0] * (len(OVERDUE_UP_TO) + 2)
    for one in instalments:
        steps[step_of((on - one.due_on).days)] += one.minor
    not_due, up_to_30, up_to_60, up_to_90, above = steps
    return Aged(not_due=not_due, days_1_30=up_to_30, days_31_60=up_to_60, days_61_90=up_to_90, over_90_days=above)


def step_of(days_overdue: int) -> int:
    """0 for what is not overdue, then one for each step."""
    return 0 if days_overdue <= 0 else 1 + sum(days_overdue > last for last in OVERDUE_UP_TO)


def summed(amounts: Iterable[Aged]) -> Aged:
    """Age by age."""
    listed = list(amounts)
    return Aged(
        not_due=sum(one.not_due for one in listed),
        days_1_30=sum(one.days_1_30 for one in listed),
        days_31_60=sum(one.days_31_60 for one in listed),
        days_61_90=sum(one.days_61_90 for one in listed),
        over_90_days=sum(one.over_90_days for one in listed),
    )
