"""Setting the procedure by which late payers are dunned."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.accounting.dunning_policy.decider import DUNNING_POLICY
from services.accounting.dunning_policy.setting import (
    ClearingOrderIncomplete,
    CurrencyNamedTwice,
    HolidaysUnknown,
    LevelsOutOfOrder,
    SetDunningPolicy,
)
from services.accounting.dunning_policy.state import DEFAULTS, in_currency
from shared.event_store.codec import Codec, encode
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.accounting.dunning_case.story import LEVELS, POLICY
from tests.unit.accounting.examples import usd

a_policy = spec_of(DUNNING_POLICY)


def asked(**changes: Any) -> SetDunningPolicy:
    """For the procedure of the examples, with changes."""
    names = (name for name in SetDunningPolicy.__dataclass_fields__ if name not in ("by", "on"))
    command = SetDunningPolicy(**{name: getattr(POLICY, name) for name in names}, by=POLICY.set_by, on=POLICY.set_on)
    return replace(command, **changes)


class TestSetting:
    def test_all_of_it_as_asked(self) -> None:
        a_policy.when(asked()).then(POLICY).then_asked_again_nothing()

    def test_another_replaces_it_and_counts_on(self) -> None:
        changed = a_policy.given(POLICY).when(asked(most_promises=3, by="the.other.boss"))
        changed.then(replace(POLICY, most_promises=3, set_by="the.other.boss"))
        after = changed.state_after()
        assert (after.version, after.most_promises) == (2, 3)

    def test_the_same_again_by_somebody_else_on_another_day_is_no_other_procedure(self) -> None:
        a_policy.given(POLICY).when(asked(by="the.other.boss", on=date(2026, 5, 1))).then_nothing()

    def test_the_defaults_are_set_once_to_be_in_force(self) -> None:
        """Version 0 is nobody's decision: setting exactly that changes nothing."""
        a_policy.when(asked(remind_days_before=0, levels=(), minimum_amounts=(), holiday_country="")).then_nothing()

    def test_each_level_is_later_than_the_one_before(self) -> None:
        levels = (LEVELS[0], replace(LEVELS[1], days_past_due=LEVELS[0].days_past_due), LEVELS[2])
        a_policy.when(asked(levels=levels)).then_rejected(LevelsOutOfOrder, field="levels.1.days_past_due")

    def test_a_fee_is_named_once_in_a_currency(self) -> None:
        levels = (replace(LEVELS[0], fees=(usd(1), usd(2))),)
        a_policy.when(asked(levels=levels)).then_rejected(CurrencyNamedTwice, field="levels.0.fees")

    def test_so_is_a_minimum(self) -> None:
        twice = (usd(1), Money(minor=5, currency="VND"), usd(2))
        a_policy.when(asked(minimum_amounts=twice)).then_rejected(CurrencyNamedTwice, field="minimum_amounts")

    @pytest.mark.parametrize(
        "order",
        [(), ("costs", "interest"), ("costs", "costs", "principal"), ("costs", "interest", "principal", "principal")],
    )
    def test_the_clearing_order_names_each_kind_once(self, order: tuple[str, ...]) -> None:
        a_policy.when(asked(clearing_order=order)).then_rejected(ClearingOrderIncomplete, field="clearing_order")

    def test_holidays_have_to_be_known(self) -> None:
        a_policy.when(asked(holiday_country="XX")).then_rejected(HolidaysUnknown, field="holiday_country")


class TestReading:
    def test_nobody_is_dunned_before_it_is_set(self) -> None:
        assert a_policy.state == DEFAULTS
        assert (a_policy.state.version, a_policy.state.levels) == (0, ())

    def test_an_amount_by_currency_is_nothing_where_none_is_named(self) -> None:
        amounts = (usd(5), Money(minor=7, currency="VND"))
        assert in_currency(amounts, "VND") == Money(minor=7, currency="VND")
        assert in_currency(amounts, "EUR") == Money.zero("EUR")

    def test_what_was_set_before_a_rule_was_known_has_its_default(self) -> None:
        stored = json.loads(encode(POLICY))
        for later in (
            "language",
            "least_promised_percent",
            "longest_plan_days",
            "charge_reminders",
            "charge_reminder_gap_days",
            "pay_within_days",
        ):
            del stored[later]
        early = Codec([DUNNING_POLICY]).event("dunning_policy.set", 1, json.dumps(stored).encode())
        assert a_policy.given(early).state == replace(DEFAULTS, version=1, remind_days_before=3, levels=LEVELS)
