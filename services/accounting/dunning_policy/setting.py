"""Setting the procedure."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from services.accounting.dunning_policy.events import DunningLevel, DunningPolicyEvent, DunningPolicySet
from services.accounting.dunning_policy.state import CLEARED, DunningPolicy, evolve
from shared.calendar.working_days import countries
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command
from shared.published.sales import LANGUAGES


class LevelsOutOfOrder(Rejection):
    """Each level is reached later than the one before it."""

    code = "accounting.dunning-policy.levels-out-of-order"
    ground = Ground.UNACCEPTABLE


class CurrencyNamedTwice(Rejection):
    """A fee or a minimum is set once per currency."""

    code = "accounting.dunning-policy.currency-named-twice"
    ground = Ground.UNACCEPTABLE


class ClearingOrderIncomplete(Rejection):
    """The clearing order names costs, interest and principal, each once."""

    code = "accounting.dunning-policy.clearing-order-incomplete"
    ground = Ground.UNACCEPTABLE


class HolidaysUnknown(Rejection):
    """The public holidays of this country are not known."""

    code = "accounting.dunning-policy.holidays-unknown"
    ground = Ground.UNACCEPTABLE


class LanguageUnknown(Rejection):
    """No letters are written in this language. The answer lists those that there are."""

    code = "accounting.dunning-policy.language-unknown"
    ground = Ground.UNACCEPTABLE


@command
class SetDunningPolicy:
    """Set the whole procedure; cases are held against it from their next review on."""

    remind_days_before: int
    levels: tuple[DunningLevel, ...]
    minimum_amounts: tuple[Money, ...]
    clearing_order: tuple[str, ...]
    most_promises: int
    promise_within_days: int
    holiday_country: str
    by: str
    on: date
    language: str = "en"
    least_promised_percent: int = 50
    longest_plan_days: int = 365
    charge_reminders: int = 2
    charge_reminder_gap_days: int = 14
    pay_within_days: int = 0


def set_dunning_policy(request: SetDunningPolicy, policy: DunningPolicy) -> list[DunningPolicyEvent]:
    """The procedure that is in force already is not set again."""
    _require_order(request.levels)
    _require_once(request.minimum_amounts, "minimum_amounts")
    for index, level in enumerate(request.levels):
        _require_once(level.fees, f"levels.{index}.fees")
        for language in level.names:
            _require_written(language, f"levels.{index}.names")
    _require_written(request.language, "language")
    if sorted(request.clearing_order) != sorted(CLEARED):
        raise ClearingOrderIncomplete(
            f"it names {', '.join(request.clearing_order) or 'nothing'}", field="clearing_order"
        )
    if request.holiday_country and request.holiday_country not in countries():
        raise HolidaysUnknown(f"no public holidays are known of {request.holiday_country}", field="holiday_country")
    decided = DunningPolicySet(
        remind_days_before=request.remind_days_before,
        levels=request.levels,
        minimum_amounts=request.minimum_amounts,
        clearing_order=request.clearing_order,
        most_promises=request.most_promises,
        promise_within_days=request.promise_within_days,
        holiday_country=request.holiday_country,
        set_by=request.by,
        set_on=request.on,
        language=request.language,
        least_promised_percent=request.least_promised_percent,
        longest_plan_days=request.longest_plan_days,
        charge_reminders=request.charge_reminders,
        charge_reminder_gap_days=request.charge_reminder_gap_days,
        pay_within_days=request.pay_within_days,
    )
    unchanged = replace(evolve(policy, decided), version=policy.version) == policy
    return [] if unchanged else [decided]


def _require_order(levels: tuple[DunningLevel, ...]) -> None:
    for index, (earlier, later) in enumerate(pairwise(levels), start=1):
        if later.days_past_due <= earlier.days_past_due:
            raise LevelsOutOfOrder(
                f"{later.name} at {later.days_past_due} days, {earlier.name} at {earlier.days_past_due}",
                field=f"levels.{index}.days_past_due",
            )


def _require_once(amounts: Iterable[Money], field: str) -> None:
    twice = [currency for currency, times in Counter(one.currency for one in amounts).items() if times > 1]
    if twice:
        raise CurrencyNamedTwice(f"{twice[0]} is named twice", field=field)


def _require_written(language: str, field: str) -> None:
    if language not in LANGUAGES:
        raise LanguageUnknown(f"{language}: there are {', '.join(LANGUAGES)}", field=field, supported=list(LANGUAGES))
