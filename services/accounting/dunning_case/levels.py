"""Which level each instalment has come to: by its own days overdue, and its own last letter.

A debtor gets one letter, which lists what is dunned with its own level each; the highest is the letter's. Its day is
the first on which an instalment comes to its next level, and every other whose day has come by then comes along. So a
newer invoice never skips a level, whatever an older one has come to.
"""

from datetime import date, timedelta
from typing import Final

from services.accounting.dunning_case.account import DunnedInstalment, place_of
from services.accounting.dunning_case.parts import RaisedInstalment
from services.accounting.dunning_case.resting import dunned_now, principal_now
from services.accounting.dunning_case.state import Running
from services.accounting.dunning_policy.state import DunningPolicy, in_currency
from shared.calendar.working_days import add_working_days, working_day_from
from shared.kernel.shapes import part

DAY: Final = timedelta(days=1)


@part
class Levels:
    """What a letter lists, by what each instalment has come to with it, and which of that came to its next level."""

    listed: tuple[tuple[DunnedInstalment, int], ...]
    raised: tuple[tuple[DunnedInstalment, int], ...]
    highest: int

    @property
    def at_highest(self) -> tuple[DunnedInstalment, ...]:
        """What came to the letter's level."""
        return tuple(one for one, level in self.raised if level == self.highest)


def levels_after(case: Running, policy: DunningPolicy, on: date) -> Levels:
    """As a letter of that day would have them. Where accounting says how far the bank is reconciled, up to that day."""
    until = policy.bank_reconciled_until
    listed: list[tuple[DunnedInstalment, int]] = []
    raised: list[tuple[DunnedInstalment, int]] = []
    for one in dunned_now(case, on):
        level, day = own_level(case, one), next_level_on(case, policy, one)
        if day is not None and day <= on and (until is None or day <= until):
            level += 1
            raised.append((one, level))
        if level:
            listed.append((one, level))
    so_far = (level for _, level in listed if level <= case.level)
    return Levels(
        listed=tuple(listed), raised=tuple(raised), highest=max((*so_far, *(level for _, level in raised)), default=0)
    )


def raised_in(levels: Levels, policy: DunningPolicy) -> tuple[RaisedInstalment, ...]:
    """What came to its next level, as the letter's fact keeps it."""
    return tuple(
        RaisedInstalment(
            invoice_id=one.invoice_id,
            instalment_no=one.instalment_no,
            level=level,
            name=policy.levels[level - 1].name,
            is_last=level == len(policy.levels),
            stops_credit=any(before.stops_credit for before in policy.levels[:level]),
            holds_credit=any(before.holds_credit for before in policy.levels[:level]),
        )
        for one, level in levels.raised
    )


def own_level(case: Running, one: DunnedInstalment) -> int:
    """How far the instalment was dunned itself; 0 before its first level."""
    return case.account.level_of(one.invoice_id, one.instalment_no)


def level_day(case: Running, policy: DunningPolicy, earliest: date) -> date | None:
    """The day of the next letter as things stand; None when nothing comes to a level, or too little is overdue.

    An invoice that falls due meanwhile is heard of then.
    """
    coming = (next_level_on(case, policy, one) for one in dunned_now(case, earliest))
    first = min((day for day in coming if day is not None), default=None)
    if first is None:
        return None
    day = working_day_from(max(first, earliest), policy.holiday_country)
    return day if is_worth_it(case, policy, day) else None


def is_worth_it(case: Running, policy: DunningPolicy, on: date) -> bool:
    """Whether at least the minimum may be dunned on that day."""
    principal = principal_now(case, on)
    return bool(principal) and principal >= in_currency(policy.minimum_amounts, case.account.currency)


def next_level_on(case: Running, policy: DunningPolicy, one: DunnedInstalment) -> date | None:
    """The working day on which the instalment comes to its next level, which may have passed long ago.

    The gap counts from its own last level, or from when what had been settled was owed again. No letter follows before
    the day has passed until which the last one asked to be paid.
    """
    level = own_level(case, one)
    if level >= len(policy.levels):
        return None
    following, country = policy.levels[level], policy.holiday_country
    day = one.due_on + timedelta(days=following.days_past_due)
    place = place_of(one.invoice_id, one.instalment_no)
    reached = case.account.reached.get(place)
    if reached is not None:
        gap_from = max(reached.on, case.account.back_on.get(place, reached.on))
        if reached.case_no != case.case_no and case.continued_on is not None:
            gap_from = max(gap_from, case.continued_on)
        day = max(day, add_working_days(gap_from, following.gap_working_days, country))
    if case.pay_by is not None:
        day = max(day, case.pay_by + DAY)
    return working_day_from(day, country)
